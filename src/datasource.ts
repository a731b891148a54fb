import type {
  AnnotationSupport,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  AdHocVariableFilter,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { Observable } from 'rxjs';

import { userLanguage } from './language';
import { changesOf, type Known } from './live/changes';
import { keepCurrent } from './live/keepCurrent';
import { rangeNow, staysOpen } from './live/open';
import { fromAdHoc } from './question/adhoc';
import { isComplete } from './question/complete';
import { currentVersion, defaultAnnotations, defaultQuestion } from './question/defaults';
import { displayText } from './question/displayText';
import { interpolate, variablesOf } from './question/interpolate';
import { migrate } from './question/migrate';
import { AnnotationEditor } from './queryEditor/QueryEditor';
import type { Catalog, DimensionValue, Question, QueryType, Settings } from './types';
import { VariableSupport } from './variables';

/** Asks the backend; everything about what a KPI means is there. */
export class DataSource extends DataSourceWithBackend<Question, Settings> {
  /** Grafana's own mapping of frames to events; only what it starts with and what its editor offers are different. */
  annotations: AnnotationSupport<Question> = {
    QueryEditor: AnnotationEditor,
    getDefaultQuery: () => defaultAnnotations,
    prepareQuery: ({ target }) => ({
      ...defaultAnnotations,
      ...target,
      version: currentVersion,
      refId: target?.refId || 'Anno',
      queryType: target?.queryType || defaultAnnotations.queryType,
    }),
  };

  private catalog?: Promise<Catalog>;
  private types: QueryType[] = []; // once the catalogue is there
  private readonly changes?: Observable<Known>; // undefined where the settings do without

  constructor(
    settings: DataSourceInstanceSettings<Settings>,
    private readonly templateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.variables = new VariableSupport(this);
    this.changes = settings.jsonData.liveUpdates === false ? undefined : changesOf(settings.uid);
  }

  /** Asks the backend, and as long as a panel is open asks again when the database has changed. */
  query(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    if (!this.changes || !staysOpen(request)) {
      return super.query(request);
    }
    return keepCurrent((again) => {
      if (!again) {
        return super.query(request);
      }
      // In place: Grafana draws the axis of time by the request that it has given.
      request.range = rangeNow(request.range, request.timezone);
      return super.query({ ...request, skipQueryCache: true });
    }, this.changes);
  }

  getDefaultQuery(): Partial<Question> {
    return defaultQuestion;
  }

  filterQuery(question: Question): boolean {
    return isComplete(question, this.typeOf(question));
  }

  getQueryDisplayText(question: Question): string {
    return displayText(question, this.typeOf(question));
  }

  applyTemplateVariables(question: Question, scopedVars: ScopedVars, adHoc?: AdHocVariableFilter[]): Question {
    const replaced = interpolate(migrate(question), variablesOf(this.templateSrv, scopedVars));
    const extra = fromAdHoc(adHoc);
    return extra.length > 0 ? { ...replaced, filters: [...(replaced.filters ?? []), ...extra] } : replaced;
  }

  interpolateVariablesInQueries(
    questions: Question[],
    scopedVars: ScopedVars,
    adHoc?: AdHocVariableFilter[]
  ): Question[] {
    return questions.map((question) => this.applyTemplateVariables(question, scopedVars, adHoc));
  }

  /** All that can be asked for; read once, again after a failure. */
  getCatalog(): Promise<Catalog> {
    this.catalog ??= this.getResource<Catalog>('catalog', { lang: userLanguage() }).then(
      (catalog) => {
        this.types = catalog.types;
        return catalog;
      },
      (error: unknown) => {
        this.catalog = undefined;
        throw error;
      }
    );
    return this.catalog;
  }

  private typeOf(question: Question): QueryType | undefined {
    const { queryType } = migrate(question);
    return this.types.find(({ id }) => id === queryType);
  }

  /** At most `limit` values of a dimension whose label contains the search text. */
  async getValues(dimension: string, search = '', limit = 100): Promise<DimensionValue[]> {
    const { values } = await this.getResource<{ values: DimensionValue[] }>('values', { dimension, search, limit });
    return values;
  }

  async getTagKeys(): Promise<MetricFindValue[]> {
    const { dimensions } = await this.getCatalog();
    return dimensions.map(({ id, title }) => ({ value: id, text: title }));
  }

  /** Suggestions for an ad hoc filter, as many as the backend gives: others can be typed. */
  async getTagValues({ key }: DataSourceGetTagValuesOptions<Question>): Promise<MetricFindValue[]> {
    return this.getValues(key, '', 10_000);
  }
}
