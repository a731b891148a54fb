import { CoreApp, dateTime, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { DataSourceWithBackend } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';

import { catalog } from './test/catalog';
import { testDatasource } from './test/datasource';
import { at, fakeLive } from './test/live';
import type { Question } from './types';

const question: Question = { refId: 'A', version: 1, kpis: ['revenue'] };

it('starts with a question that is not sent until a KPI is chosen', () => {
  const datasource = testDatasource();
  const fresh = { ...datasource.getDefaultQuery(), refId: 'A' } as Question;
  expect(fresh.version).toBe(1);
  expect(datasource.filterQuery(fresh)).toBe(false);
  expect(datasource.filterQuery({ ...fresh, kpis: ['revenue'] })).toBe(true);
});

it('starts an alert rule with a table of the whole range', () => {
  const datasource = testDatasource();
  expect(datasource.getDefaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ grain: 'none', format: 'auto' });
  expect(datasource.getDefaultQuery(CoreApp.PanelEditor)).toMatchObject({ grain: 'auto', format: 'auto' });
});

it('asks for the format that fits the panel', async () => {
  const asked = jest
    .spyOn(DataSourceWithBackend.prototype, 'query')
    .mockReturnValue(of({ data: [] } as unknown as DataQueryResponse));
  const targets = [{ ...question, grain: 'auto', format: 'auto' }, question];
  const range = { from: dateTime(at(0)), to: dateTime(at(1)), raw: { from: at(0), to: at(1) } };
  await lastValueFrom(
    testDatasource().query({ targets, range, requestId: '1', panelPluginId: 'stat' } as DataQueryRequest<Question>)
  );
  expect(asked.mock.lastCall?.[0].targets).toEqual([{ ...question, grain: 'none', format: 'figures' }, question]);
  asked.mockRestore();
});

it('shows days in a panel of a dashboard of hours, and says so', async () => {
  const asked = jest
    .spyOn(DataSourceWithBackend.prototype, 'query')
    .mockReturnValue(of({ data: [{ meta: {} }] } as unknown as DataQueryResponse));
  const now = Date.now();
  const range = { from: dateTime(now - 21_600_000), to: dateTime(now), raw: { from: 'now-6h', to: 'now' } };
  const targets = [{ ...question, grain: 'auto', format: 'auto' }];
  const request = {
    targets,
    range,
    timezone: 'utc',
    requestId: '1',
    panelPluginId: 'timeseries',
  } as DataQueryRequest<Question>;
  const answer = await lastValueFrom(testDatasource().query(request));
  expect(request.range.raw).toEqual({ from: 'now-29d/d', to: 'now' });
  expect(asked.mock.lastCall?.[0].range).toBe(request.range);
  expect(JSON.stringify(answer.data)).toContain('30 days');
  asked.mockRestore();
});

it('forgets the panel of questions that leave it', () => {
  const saved = { ...question, format: 'auto', fits: 'timeseries' };
  expect(testDatasource().interpolateVariablesInQueries([saved], {})[0]).not.toHaveProperty('fits');
});

it('does not send what the catalogue calls incomplete, once it is there', async () => {
  const datasource = testDatasource();
  const open: Question = { refId: 'A', version: 1, queryType: 'values' };
  expect(datasource.filterQuery(open)).toBe(true);
  await datasource.getCatalog();
  expect(datasource.filterQuery(open)).toBe(false);
  expect(datasource.filterQuery({ ...open, dimension: 'region' })).toBe(true);
  expect(datasource.getQueryDisplayText({ ...open, dimension: 'region' })).toBe('Values: Region');
});

it('marks all events where annotations are new, and what was chosen where they are saved', () => {
  const { annotations } = testDatasource();
  expect(annotations.getDefaultQuery?.()).toEqual({ version: 1, queryType: 'annotations' });
  const prepare = (target?: Partial<Question>) =>
    annotations.prepareQuery?.({ name: 'CRM', enable: true, iconColor: 'red', target: target as Question });
  expect(prepare()).toEqual({ refId: 'Anno', version: 1, queryType: 'annotations' });
  expect(prepare({ refId: 'Anno', queryType: '', events: ['campaigns'] })).toMatchObject({
    queryType: 'annotations',
    events: ['campaigns'],
  });
  expect(prepare({ refId: 'B', queryType: 'agenda' })).toMatchObject({ refId: 'B', queryType: 'agenda' });
});

const own = { dimension: 'team', operator: 'in' as const, values: ['North'] };
const inEMEA = { key: 'region', operator: '=', value: 'EMEA' };

it('sends the ad hoc filters of the dashboard beside those of the panel, which it has to have', () => {
  const asked = testDatasource().applyTemplateVariables({ ...question, filters: [own] }, {}, [inEMEA]);
  expect(asked.filters).toEqual([own]);
  expect(asked.dashboard).toEqual({ filters: [{ dimension: 'region', operator: 'in', values: ['EMEA'] }] });
});

it('makes them the own ones of a question that leaves the dashboard', () => {
  const [asked] = testDatasource().interpolateVariablesInQueries([{ ...question, filters: [own] }], {}, [inEMEA]);
  expect(asked.filters).toEqual([own, { dimension: 'region', operator: 'in', values: ['EMEA'] }]);
  expect(asked.dashboard).toBeUndefined();
});

describe('a request of a dashboard', () => {
  const asked = () => {
    const all: Array<DataQueryRequest<Question>> = [];
    jest.spyOn(DataSourceWithBackend.prototype, 'query').mockImplementation((request) => {
      all.push(request as DataQueryRequest<Question>);
      return of({ data: [] });
    });
    return all;
  };
  const request = (part: Partial<DataQueryRequest<Question>>) =>
    ({ targets: [question], requestId: 'A', ...part }) as DataQueryRequest<Question>;
  afterEach(() => jest.restoreAllMocks());

  it('is grouped as the dashboard says', () => {
    const all = asked();
    testDatasource({ liveUpdates: false })
      .query(request({ groupByKeys: ['team'] }))
      .subscribe();
    expect(all[0].targets).toEqual([{ ...question, dashboard: { groupBy: ['team'] } }]);
  });

  it('waits until it is known what its filters are about', async () => {
    const all = asked();
    const datasource = testDatasource({ liveUpdates: false });
    const amount = [{ key: 'amount', operator: '=', value: '5' }];
    await lastValueFrom(datasource.query(request({ filters: amount })));
    expect(all).toHaveLength(1);
    expect(datasource.applyTemplateVariables(question, {}, amount).dashboard?.filters).toEqual([
      { field: 'amount', operator: 'between', values: ['5', '5'] },
    ]);
  });

  it('is sent where nothing can be known', async () => {
    const all = asked();
    const datasource = testDatasource({ liveUpdates: false });
    jest.spyOn(datasource, 'getResource').mockRejectedValue(new Error('no database'));
    await lastValueFrom(datasource.query(request({ filters: [inEMEA] })));
    expect(all).toHaveLength(1);
  });
});

it('fills in what a question saved without version or type means', () => {
  const saved = { refId: 'A', kpis: ['revenue'] } as unknown as Question;
  expect(testDatasource().applyTemplateVariables(saved, {})).toMatchObject({ version: 1, queryType: 'kpi' });
});

it('reads the catalogue once, and again after a failure', async () => {
  const datasource = testDatasource();
  const read = jest.spyOn(datasource, 'getResource').mockRejectedValueOnce(new Error('no database'));
  await expect(datasource.getCatalog()).rejects.toThrow('no database');
  await expect(datasource.getCatalog()).resolves.toEqual(catalog);
  await datasource.getCatalog();
  expect(read).toHaveBeenCalledTimes(2);
});

describe('live updates', () => {
  const from = dateTime(at(-3600));
  const panel = (part: Partial<DataQueryRequest<Question>> = {}) =>
    ({
      app: CoreApp.Dashboard,
      panelId: 7,
      requestId: 'SQR100',
      timezone: 'utc',
      range: { from, to: dateTime(at(0)), raw: { from: 'now-1h', to: 'now' } },
      targets: [question],
      ...part,
    }) as DataQueryRequest<Question>;

  /** A backend that answers at once, with what was read from deals a second after it is asked. */
  function backend() {
    const asked: Array<DataQueryRequest<Question>> = [];
    jest.spyOn(DataSourceWithBackend.prototype, 'query').mockImplementation((request) => {
      asked.push(request as DataQueryRequest<Question>);
      const frame = { meta: { custom: { asOf: at(asked.length), entities: ['deals'] } } };
      return of({ data: [frame] } as unknown as DataQueryResponse);
    });
    return asked;
  }

  beforeEach(() => jest.useFakeTimers({ now: Date.parse(at(60)) }));
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('asks a panel again, up to now, when what it read has changed', () => {
    const live = fakeLive();
    const asked = backend();
    const request = panel();
    const shown: DataQueryResponse[] = [];
    const subscription = testDatasource()
      .query(request)
      .subscribe((answer) => shown.push(answer));
    live.join({ since: at(0) });
    live.tell({ since: at(0), changed: { users: at(5) } });
    jest.advanceTimersByTime(0);
    expect(shown).toHaveLength(1);
    live.tell({ since: at(0), changed: { deals: at(6) } });
    jest.advanceTimersByTime(0);
    expect(shown).toHaveLength(2);
    expect(asked[1]).toMatchObject({ skipQueryCache: true, targets: [question] });
    expect(asked[1].range.to.toISOString()).toBe(at(60));
    expect(request.range).toBe(asked[1].range);
    subscription.unsubscribe();
  });

  it.each([
    ['a variable', testDatasource(), panel({ panelId: undefined })],
    ['a data source whose settings do without', testDatasource({ liveUpdates: false }), panel()],
  ])('answers once: %s', (_, datasource, request) => {
    const live = fakeLive();
    backend();
    const complete = jest.fn();
    datasource.query(request).subscribe({ complete });
    expect(complete).toHaveBeenCalled();
    expect(live.getStream).not.toHaveBeenCalled();
  });
});
