import type {
  AdHocVariableFilter,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  MetricFindValue,
  TimeRange,
} from '@grafana/data';
import { t } from '@grafana/i18n';

import { userLanguage } from './language';
import { fromAdHoc } from './question/adhoc';
import type { Applicability, Catalog, Condition, DimensionValues, Drilldown, Question } from './types';

/** What the drilldown asks of a data source. */
export interface Source {
  getCatalog: () => Promise<Catalog>;
  isField: (key: string) => boolean;
  /** The questions of panels as they are sent, without what a dashboard adds. */
  asSent: (questions: Question[]) => Question[];
  post: <T>(path: string, data: unknown) => Promise<T>;
}

/** What Grafana says of a dashboard. Grafana 12.0 has no type of it yet, nor of what it is told. */
export interface Asked {
  queries?: Question[];
  filters?: Array<AdHocVariableFilter & { origin?: string }>;
  groupByKeys?: string[];
  timeRange?: TimeRange;
}

/** Whether a filter or a group of a dashboard applies, told apart from others of its key by where it comes from. */
export interface Applies extends Applicability {
  key: string;
  origin?: string;
}

/** What readers of a dashboard can filter and group its panels by, as far as these can have it. */
export class DashboardDrilldown {
  constructor(private readonly source: Source) {}

  /** What at least one panel can be filtered by. */
  async keys(asked: Partial<DataSourceGetTagKeysOptions<Question>> = {}): Promise<MetricFindValue[]> {
    const { dimensions, fields } = await this.offered(asked);
    const group = t('drilldown.fields', 'Numbers and days of the rows');
    return [
      ...dimensions.map(({ id, title }) => ({ value: id, text: title })),
      ...fields.map(({ id, title }) => ({ value: id, text: title, group })),
    ];
  }

  /** What at least one panel can be grouped by. */
  async groups(asked: Partial<DataSourceGetTagKeysOptions<Question>> = {}): Promise<MetricFindValue[]> {
    const { dimensions } = await this.offered(asked);
    return dimensions.map(({ id, title }) => ({ value: id, text: title }));
  }

  /** As many as the backend gives, of the rows that the panels show; any other can be typed, as numbers and days are. */
  async values({ key, ...asked }: DataSourceGetTagValuesOptions<Question>): Promise<MetricFindValue[]> {
    await this.source.getCatalog();
    if (this.source.isField(key)) {
      return [];
    }
    const { values, more } = await this.post<DimensionValues>('values', asked, { dimension: key });
    const group = t('drilldown.more', 'The first {{shown}}: type any other', { shown: values.length });
    return more ? values.map((value) => ({ ...value, group })) : values;
  }

  /** Which filters and groups at least one panel has, and why none has the others. */
  async applicability(asked: Asked = {}): Promise<Applies[]> {
    const { filters = [], groupByKeys = [] } = asked;
    await this.source.getCatalog();
    const conditions = filters.map((filter) => this.conditions([filter]));
    const found = await this.post<Drilldown>('drilldown', asked, { filters: conditions.flat(), groupBy: groupByKeys });
    const said = [...found.filters];
    return byKey([
      ...filters.map(({ key, origin }, i) => ({ key, origin, ...taken(said, conditions[i].length) })),
      ...groupByKeys.map((key, i) => ({ key, ...found.groupBy[i] })),
    ]);
  }

  private async offered(asked: Asked): Promise<Pick<Catalog, 'dimensions' | 'fields'>> {
    const catalog = await this.source.getCatalog();
    if (!asked.queries?.length) {
      return catalog;
    }
    const found = await this.post<Drilldown>('drilldown', asked, { filters: this.conditions(asked.filters) });
    if (found.dimensions.length + found.fields.length === 0) {
      return catalog;
    }
    return {
      dimensions: catalog.dimensions.filter(({ id }) => found.dimensions.includes(id)),
      fields: catalog.fields.filter(({ id }) => found.fields.includes(id)),
    };
  }

  private conditions(filters?: AdHocVariableFilter[]): Condition[] {
    return fromAdHoc(filters, this.source.isField);
  }

  private post<T>(path: string, { queries = [], filters, timeRange }: Asked, more: object): Promise<T> {
    return this.source.post<T>(`${path}?lang=${userLanguage()}`, {
      questions: this.source.asSent(queries.filter(({ hide }) => !hide)),
      filters: this.conditions(filters),
      from: timeRange?.from.toISOString(),
      to: timeRange?.to.toISOString(),
      ...more,
    });
  }
}

/** What was said of the next condition; one that is still being edited has none. */
const taken = (said: Applicability[], count: number): Applicability => said.splice(0, count)[0] ?? { applicable: true };

/** Grafana tells filters apart by their keys and where they come from: of two on one key, one that applies is enough. */
function byKey(all: Applies[]): Applies[] {
  return all.map((one) => {
    const applies = all.find((other) => other.key === one.key && other.origin === one.origin && other.applicable);
    return applies ?? one;
  });
}
