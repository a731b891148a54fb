import { typeOf } from '../test/catalog';
import type { Question } from '../types';
import { isComplete } from './complete';

it.each<[boolean, Partial<Question>]>([
  [false, {}],
  [false, { kpis: [] }],
  [true, { kpis: ['revenue'] }],
  [false, { queryType: 'records' }],
  [true, { queryType: 'records', entity: 'deals' }],
  [true, { queryType: 'records', kpis: ['revenue'] }],
  [true, { queryType: 'records', entity: 'deals', kpis: [] }],
  [false, { queryType: 'values', kpis: ['revenue'] }],
  [true, { queryType: 'values', dimension: 'region' }],
  [true, { queryType: 'agenda' }],
  [true, { queryType: 'timeline' }],
  [true, { queryType: 'annotations' }],
  [true, { queryType: 'check' }],
  [false, { queryType: 'explain', kpis: [] }],
  [true, { queryType: 'explain', kpis: ['revenue'] }],
])('says %s to %j', (expected, part) => {
  expect(isComplete({ refId: 'A', version: 1, ...part }, typeOf(part.queryType ?? 'kpi'))).toBe(expected);
});

it.each<[boolean, Partial<Question>]>([
  [false, { queryType: 'kpi', kpis: [] }],
  [false, {}],
  [true, { queryType: 'kpi', kpis: ['revenue'] }],
  [true, { queryType: 'agenda', kpis: [] }],
  [true, { queryType: 'forecast' }],
])('says %s to %j without the catalogue', (expected, part) => {
  expect(isComplete({ refId: 'A', version: 1, ...part })).toBe(expected);
});
