import type { AdHocVariableFilter } from '@grafana/data';

import type { Filter } from '../types';
import { isComplete } from './filters';

const operators: Record<string, string> = {
  '=': 'in',
  '!=': 'not_in',
  '=|': 'in',
  '!=|': 'not_in',
  '=~': 'contains',
  '!~': 'not_contains',
};

/**
 * A dashboard's ad hoc filters as filters of a question. Matching means containing the text. An operator
 * that makes no sense for labels (<, >) passes as it is: the backend answers which ones there are.
 */
export function fromAdHoc(filters: AdHocVariableFilter[] = []): Filter[] {
  return filters
    .map(({ key, operator, value, values }): Filter => {
      const given = (values?.length ? values : [value]).filter((one) => one !== '');
      const known = operators[operator] ?? operator;
      return {
        dimension: key,
        operator: known,
        values: known === 'contains' || known === 'not_contains' ? given.map(withoutAnchors) : given,
      };
    })
    .filter(isComplete);
}

/** "^.*north.*$" and "north" match the same labels. */
const withoutAnchors = (pattern: string) => pattern.replace(/^\^?(\.\*)?/, '').replace(/(\.\*)?\$?$/, '');
