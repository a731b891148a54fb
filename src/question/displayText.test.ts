import { typeOf } from '../test/catalog';
import type { Question } from '../types';
import { displayText } from './displayText';

it.each<[string, Partial<Question>]>([
  [
    'revenue, win_rate by team, region per month',
    { kpis: ['revenue', 'win_rate'], groupBy: ['team', 'region'], grain: 'month' },
  ],
  ['revenue', { kpis: ['revenue'], grain: 'auto' }],
  ['Records: deals', { queryType: 'records', entity: 'deals', kpis: ['revenue'] }],
  ['Records: revenue', { queryType: 'records', kpis: ['revenue'] }],
  ['Values: region', { queryType: 'values', dimension: 'region' }],
  ['Agenda', { queryType: 'agenda' }],
  [
    'Timeline: Acme',
    { queryType: 'timeline', filters: [{ dimension: 'account', operator: 'equals', values: ['Acme'] }] },
  ],
  ['Annotations', { queryType: 'annotations', events: [] }],
  ['Annotations: won_deals, campaigns', { queryType: 'annotations', events: ['won_deals', 'campaigns'] }],
  ['Check: entities', { queryType: 'check' }],
  ['Check: findings', { queryType: 'check', about: 'findings' }],
  ['Explain: revenue', { queryType: 'explain', kpis: ['revenue'] }],
])('reads "%s"', (expected, part) => {
  expect(displayText({ refId: 'A', version: 1, ...part }, typeOf(part.queryType ?? 'kpi'))).toBe(expected);
});

it('names the type while the catalogue is not there', () => {
  expect(displayText({ refId: 'A', version: 1, queryType: 'values', dimension: 'region' })).toBe('values');
  expect(displayText({ refId: 'A', version: 1, kpis: ['revenue'], groupBy: ['team'] })).toBe('revenue by team');
});
