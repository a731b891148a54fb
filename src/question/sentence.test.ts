import { catalog } from '../test/catalog';
import { speak } from '../test/language';
import type { Question } from '../types';
import { sentenceOf } from './sentence';

const region = { dimension: 'region', operator: 'in', values: ['EMEA'] };
const say = (part: Partial<Question>) => sentenceOf(catalog, { refId: 'A', version: 1, queryType: 'kpi', ...part });

afterEach(() => speak('en-US'));

it.each<[string, Partial<Question>]>([
  ['', { kpis: [], grain: 'none', format: 'table' }],
  ['Values', { queryType: 'values' }],
  ['Revenue', { kpis: ['revenue'], grain: 'auto', format: 'timeseries', compare: '' }],
  [
    'Revenue by team, monthly, EMEA only, against last year',
    { kpis: ['revenue'], groupBy: ['team'], grain: 'month', compare: 'previous_year', filters: [region] },
  ],
  [
    'Revenue, sales cycle, and ROI by team and region, over the whole range',
    { kpis: ['revenue', 'sales_cycle', 'roi'], groupBy: ['team', 'region'], grain: 'none', format: 'table' },
  ],
  ['Revenue · Rolling over 28d and Per day', { kpis: ['revenue:rolling=28d', '=revenue / 30 as "Per day"'] }],
  [
    'Revenue, EMEA or APAC only, team none of North, amount between 1 and 5, agent has no value',
    {
      kpis: ['revenue'],
      filters: [
        { dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] },
        { dimension: 'team', operator: 'not_in', values: ['North'] },
        { field: 'amount', operator: 'between', values: ['1', '5'] },
        { dimension: 'agent', operator: 'is_none' },
        { dimension: 'team', operator: 'in', values: [] },
      ],
    },
  ],
  [
    'ROI, numerator: (EMEA only or team contains N)',
    {
      kpis: ['roi'],
      filters: [{ any: [region, { dimension: 'team', operator: 'contains', values: ['N'] }], of: 'numerator' }],
    },
  ],
  [
    'Revenue by team, against the previous period, with the difference and with the change in percent, as a running total, top 5 by revenue and the rest, sales cycle below 30, details',
    {
      kpis: ['revenue'],
      groupBy: ['team'],
      compare: 'previous_period',
      compareAs: ['difference', 'ratio'],
      transform: 'running_total',
      limit: { top: 5, rest: true },
      having: [{ kpi: 'sales_cycle', operator: '<', values: ['30'] }],
      details: true,
    },
  ],
  [
    'Sales cycle by team, every group, lowest 3 by sales cycle, statistic: 90th percentile, taste: sweet',
    {
      kpis: ['sales_cycle'],
      groupBy: ['team'],
      groups: 'all',
      limit: { top: 3, ascending: true },
      parameters: { statistic: 'p90', taste: 'sweet' },
    },
  ],
  ['Happiness, grain: decade', { kpis: ['Happiness'], grain: 'decade' }],
  ['Records: Deals, at most: 50', { queryType: 'records', entity: 'deals', rows: 50 }],
  ['Records: Revenue', { queryType: 'records', kpis: ['revenue'] }],
  ['Values: Region', { queryType: 'values', dimension: 'region' }],
  ['Agenda', { queryType: 'agenda' }],
  [
    'Timeline: Acme, EMEA only',
    { queryType: 'timeline', filters: [{ dimension: 'account', operator: 'equals', values: ['Acme'] }, region] },
  ],
  ['Annotations: won deals and campaigns', { queryType: 'annotations', events: ['won_deals', 'campaigns'] }],
  ['Check: findings', { queryType: 'check', about: 'findings' }],
  ['Explain: Revenue', { queryType: 'explain', kpis: ['revenue'] }],
  ['riddle', { queryType: 'riddle' }],
])('says "%s"', (expected, part) => {
  expect(say(part)).toBe(expected);
});

it('says it in Russian', async () => {
  await speak('ru-RU');
  const part: Partial<Question> = {
    kpis: ['revenue', 'roi'],
    groupBy: ['team', 'region'],
    filters: [region],
    limit: { top: 5, rest: true },
  };
  expect(say(part)).toBe(
    'Revenue и ROI, разрез: team и region, только EMEA, топ-5 по показателю «revenue» и остальные'
  );
});
