import { CoreApp, dateMath, type DataQueryRequest, type DataQueryResponse, type TimeRange } from '@grafana/data';

import { catalog } from '../test/catalog';
import type { Catalog, Question } from '../types';
import { isTooShort, lastDays, sensibleDays, toldOf } from './range';

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

/** The catalogue with KPIs that are read in such periods. */
const readBy = (finest: Record<string, string>): Catalog => ({
  ...catalog,
  kpis: catalog.kpis.map((kpi) => ({ ...kpi, finest: finest[kpi.id] ?? 'day' })),
});

it('shows days in place of a few hours, as many as the KPIs are read over', () => {
  expect(sensibleDays(request(), readBy({}))).toBe(30);
  expect(sensibleDays(request(), readBy({ revenue: 'month' }))).toBe(365);
  const two = [{ ...open, kpis: ['revenue', 'sales_cycle'] }];
  expect(sensibleDays(request({ targets: two }), readBy({ sales_cycle: 'week' }))).toBe(84);
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
  expect(sensibleDays(request(change), readBy({}))).toBeUndefined();
});

it('leaves a range alone of which nothing is known', () => {
  expect(sensibleDays(request())).toBeUndefined();
  expect(sensibleDays(request({ targets: [{ ...open, kpis: ['$kpi'] }] }), catalog)).toBeUndefined();
});

it('begins at midnight', () => {
  const range = lastDays(30, 'utc')!;
  expect(range.raw).toEqual({ from: 'now-30d/d', to: 'now' });
  expect(range.from.toISOString()).toMatch(/T00:00:00.000Z$/);
  expect(Math.round((range.to.valueOf() - range.from.valueOf()) / 86_400_000)).toBeGreaterThanOrEqual(30);
});

it('says so once, beside what the backend says', () => {
  const own = { severity: 'warning', text: 'own' };
  const answer = { data: [{ meta: { notices: [own] } }, { meta: {} }] } as unknown as DataQueryResponse;
  const told = toldOf(30, answer).data as Array<{ meta: { notices?: unknown[] } }>;
  expect(told[0].meta.notices).toEqual([
    own,
    { severity: 'info', text: expect.stringContaining('shows 30 days') as string },
  ]);
  expect(told[1].meta.notices).toBeUndefined();
  expect(answer.data[0]).toEqual({ meta: { notices: [own] } });
});
