import type { AdHocVariableFilter } from '@grafana/data';

import type { Condition, Filter } from '../types';

/** Grafana's operators on labels. One that means nothing there passes as it is: the backend says so. */
const onLabels: Record<string, string> = {
  '=': 'in',
  '!=': 'not_in',
  '=|': 'in',
  '!=|': 'not_in',
  '=~': 'matches',
  '!~': 'not_matches',
};

/**
 * A dashboard's ad hoc filters as conditions of a question; those that are still being edited, or match everything, are none.
 * What is compared is a dimension, or a number or time of the rows.
 */
export function fromAdHoc(filters: AdHocVariableFilter[] = [], isField: (key: string) => boolean): Condition[] {
  return filters.flatMap((filter) => {
    const { key, operator, value } = filter;
    const values = (filter.values?.length ? filter.values : [value]).filter((one) => one !== '');
    if (key === '' || values.length === 0 || matchesAll(operator, values)) {
      return [];
    }
    return [
      isField(key)
        ? ofField(key, operator, values)
        : { dimension: key, operator: onLabels[operator] ?? operator, values },
    ];
  });
}

const matchesAll = (operator: string, values: string[]) => operator === '=~' && values.every((one) => one === '.*');

/** Numbers and days are equal where they lie between a value and itself, and differ where they are below or above. */
function ofField(field: string, operator: string, values: string[]): Condition {
  const compare = (sign: string, ...given: string[]): Filter => ({ field, operator: sign, values: given });
  switch (operator) {
    case '=':
    case '=|':
      return one(
        'any',
        values.map((value) => compare('between', value, value))
      );
    case '!=':
    case '!=|':
      return one(
        'all',
        values.map((value) => ({ any: [compare('<', value), compare('>', value)] }))
      );
    default:
      return compare(operator, ...values);
  }
}

const one = (kind: 'any' | 'all', parts: Condition[]): Condition =>
  parts.length === 1 ? parts[0] : kind === 'any' ? { any: parts } : { all: parts };
