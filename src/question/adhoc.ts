import type { AdHocVariableFilter } from '@grafana/data';

import type { Filter } from '../types';
import { isComplete } from './filters';

const operators: Record<string, string> = {
  '=': 'in',
  '!=': 'not_in',
  '=|': 'in',
  '!=|': 'not_in',
  '=~': 'matches',
  '!~': 'not_matches',
};

/**
 * A dashboard's ad hoc filters as filters of a question. An operator that makes no sense for labels (<, >), or a
 * regular expression that is none, passes as it is: the backend answers what there is.
 */
export function fromAdHoc(filters: AdHocVariableFilter[] = []): Filter[] {
  return filters
    .map(({ key, operator, value, values }): Filter => ({
      dimension: key,
      operator: operators[operator] ?? operator,
      values: (values?.length ? values : [value]).filter((one) => one !== ''),
    }))
    .filter(isComplete);
}
