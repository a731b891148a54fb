import { typeOf } from '../test/catalog';
import type { Field, Question } from '../types';
import { choiceIn, isShown, withValue } from './fields';

const question: Question = { refId: 'A', version: 1, kpis: ['revenue'], grain: 'auto', format: 'timeseries' };
const kpi = typeOf('kpi');
const set = (part: Partial<Question>, name: string, value: unknown) =>
  withValue({ ...question, ...part }, kpi, name, value);
const fieldOf = (name: string) => kpi.fields.find((field) => field.name === name) as Field;

it('makes a table of a question without a time axis', () => {
  expect(set({}, 'grain', 'none')).toMatchObject({ grain: 'none', format: 'table' });
  expect(set({}, 'grain', 'month')).toMatchObject({ grain: 'month', format: 'timeseries' });
});

it('gives a time series a time axis, and leaves that of a table', () => {
  expect(set({ grain: 'none' }, 'format', 'timeseries').grain).toBe('auto');
  expect(set({ grain: 'month' }, 'format', 'table').grain).toBe('month');
});

it('shows the earlier value when a comparison begins, and nothing of it when it ends', () => {
  const compared = set({}, 'compare', 'previous_year');
  expect(compared).toMatchObject({ compare: 'previous_year', compareAs: ['value'] });
  const ratio = set({ ...compared, compareAs: ['ratio'] }, 'compare', 'previous_period');
  expect(ratio.compareAs).toEqual(['ratio']);
  expect(set(compared, 'compare', '')).not.toHaveProperty('compareAs');
});

it('takes from a question what means nothing beside a new value', () => {
  const records = typeOf('records');
  const behind: Question = { ...question, queryType: 'records', parameters: { window: '90d' } };
  const listed = withValue(behind, records, 'entity', 'deals');
  expect(listed).toMatchObject({ entity: 'deals' });
  expect(listed).not.toHaveProperty('kpis');
  expect(listed).not.toHaveProperty('parameters');
  expect(withValue(behind, records, 'rows', 5)).toEqual({ ...behind, rows: 5 });
});

it('shows fields that mean something beside the others', () => {
  expect(isShown(question, fieldOf('compareAs'))).toBe(false);
  expect(isShown({ ...question, compare: 'previous_year' }, fieldOf('compareAs'))).toBe(true);
  const [entity, kpis] = typeOf('records').fields;
  expect([isShown(question, entity), isShown(question, kpis)]).toEqual([true, true]);
  expect(isShown({ ...question, entity: 'deals' }, kpis)).toBe(false);
});

it('tells what a question means that leaves a choice open, and shows what it says whatever that is', () => {
  const open: Question = { refId: 'A', version: 1 };
  expect(choiceIn(open, kpi.fields, fieldOf('format'))).toBe('timeseries');
  expect(choiceIn({ ...open, grain: 'none' }, kpi.fields, fieldOf('format'))).toBe('table');
  expect(choiceIn({ ...open, grain: 'decade' }, kpi.fields, fieldOf('grain'))).toBe('decade');
});
