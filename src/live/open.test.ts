import { CoreApp, dateTime, type DataQueryRequest, type TimeRange } from '@grafana/data';
import { config } from '@grafana/runtime';

import type { Question } from '../types';
import { rangeNow, staysOpen } from './open';

const range = (from: string, to: string): TimeRange => ({
  from: dateTime('2024-05-01T00:00:00Z'),
  to: dateTime('2024-05-02T00:00:00Z'),
  raw: { from, to },
});

const request = (part: Partial<DataQueryRequest<Question>> = {}) =>
  ({
    app: CoreApp.Dashboard,
    panelId: 7,
    requestId: 'SQR100',
    range: range('now-7d', 'now'),
    ...part,
  }) as DataQueryRequest<Question>;

const scoped = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { value: name }]));

const fixed = (to: string): TimeRange => {
  const end = dateTime(to);
  return { from: dateTime('2024-01-01T00:00:00Z'), to: end, raw: { from: dateTime('2024-01-01T00:00:00Z'), to: end } };
};

it.each<[string, Partial<DataQueryRequest<Question>>, boolean]>([
  ['a panel up to now', {}, true],
  ['a panel of this month', { range: range('now/M', 'now/M') }, true],
  ['a panel that ends in the future', { range: fixed('2999-01-01T00:00:00Z') }, true],
  ['a panel of the past', { range: fixed('2024-05-02T00:00:00Z') }, false],
  ['Explore', { app: CoreApp.Explore, panelId: undefined }, true],
  ['a variable', { panelId: undefined, scopedVars: scoped('__sceneObject') }, false],
  ['the annotations of a dashboard', { panelId: undefined, scopedVars: scoped('__annotation', '__sceneObject') }, true],
  ['annotations that are edited', { panelId: undefined, scopedVars: scoped('__annotation') }, false],
  ['a part of a panel of several data sources', { requestId: 'mixed-0-SQR100' }, false],
  ['an alert rule that is edited', { app: CoreApp.UnifiedAlerting, panelId: undefined }, false],
])('knows who goes on listening: %s', (_, part, open) => {
  expect(staysOpen(request(part))).toBe(open);
});

it('does not keep a panel waiting that compares times', () => {
  const { timeComparison } = config.featureToggles;
  config.featureToggles.timeComparison = true;
  expect(staysOpen(request())).toBe(false);
  config.featureToggles.timeComparison = timeComparison;
});

it('moves the ends of a range that are relative to now', () => {
  jest.useFakeTimers({ now: Date.parse('2024-06-15T10:30:00Z') });
  const ends = (raw: [string, string], timezone = 'utc') => {
    const { from, to } = rangeNow(range(...raw), timezone);
    return [from.toISOString(), to.toISOString()];
  };
  expect(ends(['now-6h', 'now'])).toEqual(['2024-06-15T04:30:00.000Z', '2024-06-15T10:30:00.000Z']);
  expect(ends(['now/d', 'now/d'], 'Asia/Tokyo')).toEqual(['2024-06-14T15:00:00.000Z', '2024-06-15T14:59:59.999Z']);
  expect(ends(['now/fy', 'now'])).toEqual(['2024-05-01T00:00:00.000Z', '2024-06-15T10:30:00.000Z']);
  expect(ends(['2024-05-01', '2024-05-02'])).toEqual(['2024-05-01T00:00:00.000Z', '2024-05-02T00:00:00.000Z']);
  jest.useRealTimers();
});
