import type { Filter, Question } from '../types';
import { fixedIn, otherFilters, withFixed, withOthers } from './fixedValue';

const region: Filter = { dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] };
const account = (operator: string, ...values: string[]): Filter => ({ dimension: 'account', operator, values });
const ask = (...filters: Filter[]): Question => ({ refId: 'A', version: 1, filters });

it.each<[string | undefined, Filter[]]>([
  ['Acme', [region, account('equals', 'Acme')]],
  ['Acme #7', [account('in', 'Acme #7')]],
  ['$customer', [account('in', '$customer')]],
  [undefined, [account('in', 'Acme', 'Umbrella')]],
  [undefined, [account('contains', 'Acme')]],
  [undefined, [account('not_equals', 'Acme')]],
  [undefined, [region]],
])('finds the customer %s', (name, filters) => {
  expect(fixedIn(ask(...filters), 'account')?.values?.[0]).toBe(name);
});

it('keeps the other filters when the value changes, a second one on its dimension too', () => {
  const question = ask(region, account('equals', 'Acme'), account('equals', 'Umbrella'));
  const others = otherFilters(question, ['account']);
  expect(others).toEqual([region, account('equals', 'Umbrella')]);
  expect(withFixed(question, 'account', 'Initech').filters).toEqual([account('equals', 'Initech'), ...others]);
  expect(withFixed(question, 'account', undefined).filters).toEqual(others);
});

it('keeps the value when the other filters change', () => {
  const question = ask(region, account('equals', 'Acme'));
  expect(withOthers(question, ['account'], []).filters).toEqual([account('equals', 'Acme')]);
  expect(withOthers(question, [], [region]).filters).toEqual([region]);
});
