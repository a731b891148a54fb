import { catalog } from '../test/catalog';
import type { Question } from '../types';
import { codeOf, readCode } from './code';

const question: Question = {
  refId: 'B',
  version: 1,
  hide: true,
  datasource: { type: 'crmkpi-crm-datasource', uid: 'crm' },
  queryType: 'kpi',
  kpis: ['revenue', '=revenue / roi as "Per"'],
  groupBy: ['team'],
  filters: [{ any: [{ dimension: 'team', operator: 'in', values: ['North'] }] }],
  limit: { top: 3, rest: true },
  format: 'auto',
  fits: 'table',
};

const read = (text: string) => readCode(catalog, text, question);

it('gives back what it has written, without what is no part of the question', () => {
  const text = codeOf(question);
  expect(Object.keys(JSON.parse(text) as object)).toEqual([
    'queryType',
    'kpis',
    'groupBy',
    'filters',
    'limit',
    'format',
  ]);
  expect(read(text)).toEqual({ question, problems: [] });
});

it('puts a question from elsewhere into its place', () => {
  const pasted = { refId: 'A', datasource: { uid: 'other' }, hide: false, kpis: ['roi'] };
  expect(read(JSON.stringify(pasted)).question).toEqual({
    refId: 'B',
    version: 1,
    hide: true,
    datasource: question.datasource,
    fits: 'table',
    queryType: 'kpi',
    kpis: ['roi'],
  });
});

it.each([
  ['{"kpis": [', 'This is no JSON'],
  ['[]', 'A question is an object, as in {"kpis": ["revenue"]}'],
  ['{"kpis": "revenue"}', 'kpis has to be a list of texts'],
  ['{"kpis": [1]}', 'kpis has to be a list of texts'],
  ['{"limit": 5}', 'limit has to be an object'],
  ['{"filters": [5]}', 'filters has to be a list of conditions'],
  ['{"filters": [{"any": [{"values": "x"}]}]}', 'filters has to be a list of conditions'],
  ['{"details": "yes"}', 'details has to be true or false'],
  ['{"queryType": "records", "rows": "5"}', 'rows has to be a number'],
  ['{"grain": 5}', 'grain has to be a text'],
])('does not take %s', (text, problem) => {
  const found = read(text);
  expect(found.question).toBeUndefined();
  expect(found.problems[0]).toContain(problem);
});

it.each([
  ['{"kpi": ["revenue"]}', 'There is no field kpi; the fields of KPIs are queryType, kpis, groupBy'],
  [
    '{"kpis": ["happiness", "roi:rolling=28d", "revenue.pace", "$kpi"]}',
    'There is no happiness for kpis; it may be revenue,',
  ],
  ['{"groupBy": ["galaxy"]}', 'There is no galaxy for groupBy; it may be team, region, agent'],
  ['{"grain": "decade"}', 'There is no decade for grain; it may be auto,'],
  ['{"queryType": "riddle"}', 'There is no query type riddle; the types are kpi, records,'],
])('tells what is unknown in %s, and takes it', (text, problem) => {
  const found = read(text);
  expect(found.question).toMatchObject(JSON.parse(text) as object);
  expect(found.problems).toHaveLength(1);
  expect(found.problems[0]).toContain(problem);
});
