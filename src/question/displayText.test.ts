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
  [
    'timeline of Acme',
    { queryType: 'timeline', filters: [{ dimension: 'account', operator: 'equals', values: ['Acme'] }] },
  ],
  ['annotations', { queryType: 'annotations', events: [] }],
  ['annotations of won_deals, campaigns', { queryType: 'annotations', events: ['won_deals', 'campaigns'] }],
  ['check of entities', { queryType: 'check' }],
  ['check of findings', { queryType: 'check', about: 'findings' }],
  ['explanation of revenue', { queryType: 'explain', kpis: ['revenue'] }],
])('reads "%s"', (expected, part) => {
  expect(displayText({ refId: 'A', version: 1, ...part })).toBe(expected);
});
