import { CoreApp, dateMath, type DataQueryRequest, type DataQueryResponse, type TimeRange } from '@grafana/data';

import { catalog } from '../test/catalog';
import type { Catalog, Question } from '../types';
import { isTooShort, sensibleRange, toldOf } from './range';

const relative = (from: string, to = 'now'): TimeRange => ({
  raw: { from, to },
  from: dateMath.toDateTime(from, {})!,
  to: dateMath.toDateTime(to, {})!,
});

const open: Question = { refId: 'A', version: 1, queryType: 'kpi', kpis: ['revenue'], grain: 'auto', format: 'auto' };

const request = (change: Partial<DataQueryRequest<Question>> = {}) =>
  ({
    range: relative('now-6h'),
    targets: [open],
    panelPluginId: 'timeseries',
    ...change,
  }) as DataQueryRequest<Question>;

/** The catalogue with KPIs that are looked at in such periods. */
const lookedAtBy = (usual: Record<string, string>): Catalog => ({
  ...catalog,
  kpis: catalog.kpis.map((kpi) => ({ ...kpi, usual: usual[kpi.id] ?? 'day' })),
});

const rawOf = (asked: DataQueryRequest<Question>, known?: Catalog) => sensibleRange(asked, known)?.raw;

it('shows days in place of a few hours, or what else the KPIs are looked at over', () => {
  expect(rawOf(request(), lookedAtBy({}))).toEqual({ from: 'now-29d/d', to: 'now' });
  expect(rawOf(request(), lookedAtBy({ revenue: 'month' }))).toEqual({ from: 'now-11M/M', to: 'now' });
  const two = [{ ...open, kpis: ['revenue', 'sales_cycle'] }];
  expect(rawOf(request({ targets: two }), lookedAtBy({ sales_cycle: 'quarter' }))).toEqual({
    from: 'now-7Q/Q',
    to: 'now',
  });
});

it('begins where a period does', () => {
  const range = sensibleRange(request({ timezone: 'utc' }), lookedAtBy({ revenue: 'month' }))!;
  expect(range.from.toISOString()).toMatch(/-01T00:00:00.000Z$/);
  expect(range.to.diff(range.from, 'months')).toBe(11);
});

it.each([
  ['a day or more', { range: relative('now-24h') }],
  ['a time that is fixed', { range: relative('now-6h', 'now-1m') }],
  ['a grain that is named', { targets: [{ ...open, grain: 'hour' }] }],
  ['a format that is named, as in what was saved before', { targets: [{ ...open, format: 'timeseries' }] }],
  ['a question beside it that says what it asks for', { targets: [open, { ...open, grain: 'hour' }] }],
  ['what is no KPI', { targets: [{ ...open, queryType: 'records' }] }],
  ['a panel of one number', { panelPluginId: 'stat' }],
  ['Explore, which draws its own time', { app: CoreApp.Explore }],
  ['nothing', { targets: [] }],
])('leaves %s alone', (_, change) => {
  expect(isTooShort(request(change))).toBe(false);
  expect(sensibleRange(request(change), lookedAtBy({}))).toBeUndefined();
});

it('leaves a range alone of which nothing is known', () => {
  expect(sensibleRange(request())).toBeUndefined();
  expect(sensibleRange(request({ targets: [{ ...open, kpis: ['$kpi'] }] }), lookedAtBy({}))).toBeUndefined();
});

it('says so once, beside what the backend says', () => {
  const own = { severity: 'warning', text: 'own' };
  const answer = { data: [{ meta: { notices: [own] } }, { meta: {} }] } as unknown as DataQueryResponse;
  const told = toldOf(relative('now-29d/d'), answer).data as Array<{ meta: { notices?: unknown[] } }>;
  expect(told[0].meta.notices).toEqual([
    own,
    { severity: 'info', text: expect.stringContaining('shows 30 days') as string },
  ]);
  expect(told[1].meta.notices).toBeUndefined();
  expect(answer.data[0]).toEqual({ meta: { notices: [own] } });
});
