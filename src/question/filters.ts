import type { Filter, Operator } from '../types';

/** The label of rows that have no value in a dimension. */
export const noValue = '(none)';

export const takesValues = (operator: Operator) => operator !== 'is_none' && operator !== 'is_not_none';

export const takesManyValues = (operator: Operator) => operator === 'in' || operator === 'not_in';

/** How many values the operator takes at most. */
export function mostValues(operator: Operator): number {
  if (takesManyValues(operator)) {
    return Infinity;
  }
  return takesValues(operator) ? 1 : 0;
}

/** Whether the filter says something: rows that are still being edited do not. */
export function isComplete({ dimension, operator, values = [] }: Filter): boolean {
  return dimension !== '' && (!takesValues(operator) || values.length > 0);
}
