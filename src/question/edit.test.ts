import { typeOf } from '../test/catalog';
import type { Question } from '../types';
import { withParameter, withTop, withType } from './edit';

const question: Question = { refId: 'A', version: 1, kpis: ['revenue'], grain: 'auto', format: 'timeseries' };

it('explains one KPI, and keeps all of them for other questions', () => {
  const two = { ...question, kpis: ['revenue', 'win_rate'], parameters: { window: '90d' } };
  expect(withType(two, typeOf('explain'))).toEqual({ ...two, queryType: 'explain', kpis: ['revenue'] });
  expect(withType(two, typeOf('records'))).toEqual({ ...two, queryType: 'records' });
});

it('does not ask for an entity and a KPI at once', () => {
  const listed = withType({ ...question, entity: 'deals' }, typeOf('records'));
  expect(listed).toMatchObject({ queryType: 'records', entity: 'deals' });
  expect(listed).not.toHaveProperty('kpis');
});

it('takes the parameters of KPIs from annotations', () => {
  const parameters = { window: '90d', threshold: '5000' };
  expect(withType({ ...question, parameters }, typeOf('annotations')).parameters).toEqual({ threshold: '5000' });
  expect(withType({ ...question, parameters }, typeOf('records')).parameters).toEqual(parameters);
});

it('keeps the other parts of a limit when its number changes', () => {
  const limited = withTop(question, 5);
  expect(limited.limit).toEqual({ top: 5 });
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
