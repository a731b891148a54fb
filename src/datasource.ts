import type {
  AnnotationSupport,
  CoreApp,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  AdHocVariableFilter,
  MetricFindValue,
  ScopedVars,
  TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { omit } from 'lodash';
import { from, map, switchMap, type Observable } from 'rxjs';

import { AnnotationEditor } from './annotations/AnnotationEditor';
import { DashboardDrilldown, type Applies, type Asked } from './drilldown';
import { userLanguage } from './language';
import { changesOf, type Known } from './live/changes';
import { keepCurrent } from './live/keepCurrent';
import { rangeNow, staysOpen } from './live/open';
import { visualizationOf } from './live/visualization';
import { fromAdHoc } from './question/adhoc';
import { isComplete } from './question/complete';
import { autoFormat, currentVersion, defaultAlert, defaultAnnotations, defaultQuestion } from './question/defaults';
import { displayText } from './question/displayText';
import { fit, isForAlerts } from './question/fit';
import { interpolate, variablesOf } from './question/interpolate';
import { migrate } from './question/migrate';
import { isTooShort, sensibleRange, toldOf } from './question/range';
import type {
  Catalog,
  Condition,
  DimensionValue,
  DimensionValues,
  Named,
  Question,
  QueryType,
  Settings,
} from './types';
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
  private known?: Catalog; // once it is there
  private readonly drilldown = new DashboardDrilldown({
    getCatalog: () => this.getCatalog(),
    isField: (key) => this.isField(key),
    asSent: (questions) => questions.map((question) => this.applyTemplateVariables(question, {})),
    post: (path, data) => this.postResource(path, data),
  });
  /** The rows of a list at most. */
  readonly mostListed: number;
  private readonly changes?: Observable<Known>; // undefined where the settings do without

  constructor(
    settings: DataSourceInstanceSettings<Settings>,
    private readonly templateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.variables = new VariableSupport(this);
    this.mostListed = settings.jsonData.maxListRows || 10_000;
    this.changes = settings.jsonData.liveUpdates === false ? undefined : changesOf(settings.uid);
  }

  /**
   * Asks the backend, and as long as a panel is open asks again when the database has changed. What ad hoc filters are
   * about, and over what time a KPI is read, the catalogue knows; where it cannot be read, so that nothing else can, the
   * backend says why.
   */
  query(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    if (this.known || !(request.filters?.length || isTooShort(request))) {
      return this.ask(request);
    }
    const catalog = this.getCatalog().catch(() => undefined);
    return from(catalog).pipe(switchMap(() => this.ask(request)));
  }

  private ask(request: DataQueryRequest<Question>): Observable<DataQueryResponse> {
    if (!request.targets.some(({ format }) => format === autoFormat)) {
      return this.askFor(request, request.range);
    }
    const { range } = request;
    return visualizationOf(request).pipe(
      switchMap((visualization) => {
        // In place, as the range: so the editor shows what is asked.
        request.panelPluginId = visualization;
        return this.askFor(request, range);
      })
    );
  }

  private askFor(request: DataQueryRequest<Question>, range: TimeRange): Observable<DataQueryResponse> {
    request.range = range;
    const shown = sensibleRange(request, this.known);
    const send = (options: Partial<DataQueryRequest<Question>>) => {
      const answers = super.query({ ...request, ...options });
      return shown ? answers.pipe(map((answer) => toldOf(shown, answer))) : answers;
    };
    const targets = request.targets.map((question) =>
      fit(grouped(question, request.groupByKeys), request.panelPluginId)
    );
    // In place: Grafana draws the axis of time by the request that it has given.
    request.range = shown ?? range;
    if (!this.changes || !staysOpen(request)) {
      return send({ targets });
    }
    return keepCurrent((again) => {
      if (!again) {
        return send({ targets });
      }
      request.range = rangeNow(request.range, request.timezone);
      return send({ targets, skipQueryCache: true });
    }, this.changes);
  }

  getDefaultQuery(app?: CoreApp): Partial<Question> {
    return isForAlerts(app) ? defaultAlert : defaultQuestion;
  }

  filterQuery(question: Question): boolean {
    return isComplete(question, this.typeOf(question));
  }

  getQueryDisplayText(question: Question): string {
    return displayText(migrate(question), this.known);
  }

  applyTemplateVariables(question: Question, scopedVars: ScopedVars, adHoc?: AdHocVariableFilter[]): Question {
    const replaced = interpolate(migrate(question), variablesOf(this.templateSrv, scopedVars));
    const filters = this.conditions(adHoc);
    return filters.length > 0 ? { ...replaced, dashboard: { ...replaced.dashboard, filters } } : replaced;
  }

  /** Questions that leave their dashboard, for Explore or an alert rule: its filters become their own, to be seen and changed. */
  interpolateVariablesInQueries(
    questions: Question[],
    scopedVars: ScopedVars,
    adHoc?: AdHocVariableFilter[]
  ): Question[] {
    const extra = this.conditions(adHoc);
    return questions.map((question) => {
      // They leave their panel, for Explore or an alert rule.
      const replaced = this.applyTemplateVariables(omit(question, 'fits'), scopedVars);
      return extra.length > 0 ? { ...replaced, filters: [...(replaced.filters ?? []), ...extra] } : replaced;
    });
  }

  private conditions(adHoc?: AdHocVariableFilter[]): Condition[] {
    return fromAdHoc(adHoc, (key) => this.isField(key));
  }

  /** Whether ad hoc filters on a key are about a number or a time of the rows. */
  private isField(key: string): boolean {
    const has = (all?: Named[]) => all?.some(({ id }) => id === key) ?? false;
    return has(this.known?.fields) && !has(this.known?.dimensions);
  }

  /** All that can be asked for; read once, again after a failure. */
  getCatalog(): Promise<Catalog> {
    this.catalog ??= this.getResource<Catalog>('catalog', { lang: userLanguage() }).then(
      (catalog) => {
        this.known = catalog;
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
    return this.known?.types.find(({ id }) => id === queryType);
  }

  /** At most `limit` values of a dimension whose label contains the search text. */
  async getValues(dimension: string, search = '', limit = 100): Promise<DimensionValue[]> {
    const { values } = await this.getResource<DimensionValues>('values', { dimension, search, limit });
    return values;
  }

  getTagKeys(options?: DataSourceGetTagKeysOptions<Question>): Promise<MetricFindValue[]> {
    return this.drilldown.keys(options);
  }

  /** Grafana 13 asks for it; earlier ones take the keys of ad hoc filters. */
  getGroupByKeys(options?: DataSourceGetTagKeysOptions<Question>): Promise<MetricFindValue[]> {
    return this.drilldown.groups(options);
  }

  getTagValues(options: DataSourceGetTagValuesOptions<Question>): Promise<MetricFindValue[]> {
    return this.drilldown.values(options);
  }

  /** Where it cannot be found out, everything may apply: the answers say what does not. */
  getDrilldownsApplicability(options?: Asked): Promise<Applies[]> {
    return this.drilldown.applicability(options).catch(() => []);
  }
}

/** The question with the groups of the dashboard. */
const grouped = (question: Question, groupBy: string[] = []): Question =>
  groupBy.length > 0 ? { ...question, dashboard: { ...question.dashboard, groupBy } } : question;
