import type { Filter } from '../types';

// Variables are replaced before a question is sent, whether the catalogue is there or not.
const withoutValues = ['is_none', 'is_not_none'];

export const takesValues = (operator: string) => !withoutValues.includes(operator);

/** Whether the filter says something: rows that are still being edited do not. */
export function isComplete({ dimension, operator, values = [] }: Filter): boolean {
  return dimension !== '' && (!takesValues(operator) || values.length > 0);
}
