import type { Question } from '../types';
import { withCompare, withFormat, withGrain, withParameter, withTop, withType } from './edit';

const question: Question = { refId: 'A', version: 1, kpis: ['revenue'], grain: 'auto', format: 'timeseries' };

it('explains one KPI, and keeps all of them for other questions', () => {
  const two = { ...question, kpis: ['revenue', 'win_rate'], parameters: { window: '90d' } };
  expect(withType(two, 'explain')).toEqual({ ...two, queryType: 'explain', kpis: ['revenue'] });
  expect(withType(two, 'records')).toEqual({ ...two, queryType: 'records' });
});

it('takes the parameters of KPIs from annotations', () => {
  expect(withType({ ...question, parameters: { window: '90d' } }, 'annotations').parameters).toEqual({});
});

it('makes a table of a question without a time axis', () => {
  expect(withGrain(question, 'none')).toMatchObject({ grain: 'none', format: 'table' });
  expect(withGrain(question, 'month')).toMatchObject({ grain: 'month', format: 'timeseries' });
});

it('gives a time series a time axis, and leaves that of a table', () => {
  expect(withFormat({ ...question, grain: 'none' }, 'timeseries').grain).toBe('auto');
  expect(withFormat({ ...question, grain: 'month' }, 'table').grain).toBe('month');
});

it('shows the earlier value when a comparison begins, and nothing of it when it ends', () => {
  const compared = withCompare(question, 'previous_year');
  expect(compared).toMatchObject({ compare: 'previous_year', compareAs: ['value'] });
  expect(withCompare({ ...compared, compareAs: ['ratio'] }, 'previous_period').compareAs).toEqual(['ratio']);
  expect(withCompare(compared, '')).not.toHaveProperty('compareAs');
});

it('keeps the other parts of a limit when its number changes', () => {
  const limited = withTop(question, 5);
  expect(limited.limit).toEqual({ top: 5, rest: true });
  expect(withTop({ ...limited, limit: { top: 5, by: 'revenue', rest: false } }, 3).limit).toEqual({
    top: 3,
    by: 'revenue',
    rest: false,
  });
});

it.each([undefined, 0, -1, NaN])('keeps all groups with a limit of %s', (top) => {
  expect(withTop({ ...question, limit: { top: 5 } }, top)).not.toHaveProperty('limit');
});

it('sets and removes a parameter without touching the others', () => {
  const set = withParameter({ ...question, parameters: { window: '90d' } }, 'statistic', 'p90');
  expect(set.parameters).toEqual({ window: '90d', statistic: 'p90' });
  expect(withParameter(set, 'statistic', undefined).parameters).toEqual({ window: '90d' });
});
