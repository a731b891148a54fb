import type { Question } from '../types';
import { displayText } from './displayText';

it.each<[string, Partial<Question>]>([
  [
    'revenue, win_rate by team, region per month',
    { kpis: ['revenue', 'win_rate'], groupBy: ['team', 'region'], grain: 'month' },
  ],
  ['revenue', { kpis: ['revenue'], grain: 'auto' }],
  ['records of deals', { queryType: 'records', entity: 'deals' }],
  ['records of revenue', { queryType: 'records', kpis: ['revenue'] }],
  ['values of region', { queryType: 'values', dimension: 'region' }],
  ['agenda', { queryType: 'agenda' }],
])('reads "%s"', (expected, part) => {
  expect(displayText({ refId: 'A', version: 1, ...part })).toBe(expected);
});
