import { catalog } from '../test/catalog';
import type { Question } from '../types';
import { behind } from './behind';

const region = { dimension: 'region', operator: 'in', values: ['EMEA'] };
const question: Question = {
  refId: 'B',
  version: 1,
  queryType: 'kpi',
  kpis: ['sales_cycle:rolling=28d', 'revenue'],
  groupBy: ['team'],
  grain: 'month',
  filters: [region],
  parameters: { statistic: 'p90', window: '30d' },
};

it('asks for rows and definition of the first KPI, with the same filters and its parameters', () => {
  expect(behind(catalog, question).map((one) => [one.type.behind, one.question])).toEqual(
    [
      ['Rows behind', 'records'],
      ['Definition, SQL, plan', 'explain'],
    ].map(([title, queryType]) => [
      title,
      {
        refId: 'B',
        version: 1,
        queryType,
        kpis: ['sales_cycle'],
        filters: [region],
        parameters: { statistic: 'p90' },
      },
    ])
  );
});

it('finds the KPI within a formula', () => {
  expect(behind(catalog, { ...question, kpis: ['=roi / 2'] })[0].question.kpis).toEqual(['roi']);
});

it.each([{ kpis: [] }, { kpis: ['$kpi'] }, { queryType: 'records' }])('has nothing behind %j', (part) => {
  expect(behind(catalog, { ...question, ...part })).toEqual([]);
});
