import type { Filter, Question } from '../types';
import { customerOf, otherFilters, withCustomer } from './customer';

const region: Filter = { dimension: 'region', operator: 'in', values: ['EMEA'] };
const account = (operator: Filter['operator'], ...values: string[]): Filter => ({
  dimension: 'account',
  operator,
  values,
});
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
  expect(customerOf(ask(...filters))).toBe(name);
});

it('keeps the other filters when the customer changes, a second one on account too', () => {
  const question = ask(region, account('equals', 'Acme'), account('equals', 'Umbrella'));
  const others = otherFilters(question);
  expect(others).toEqual([region, account('equals', 'Umbrella')]);
  expect(withCustomer(question, 'Initech', others).filters).toEqual([account('equals', 'Initech'), ...others]);
  expect(withCustomer(question, undefined, [region]).filters).toEqual([region]);
});
