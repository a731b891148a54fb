import type { Condition, Filter, FilterGroup } from '../types';

// Variables are replaced before a question is sent, whether the catalogue is there or not.
const withoutValues = ['is_none', 'is_not_none'];

export const takesValues = (operator: string) => !withoutValues.includes(operator);

export const isGroup = (condition: Condition): condition is FilterGroup => 'any' in condition || 'all' in condition;

/** A group of filters in the words of the command line. */
export function groupText({ any, all = [] }: FilterGroup): string {
  const parts = (any ?? all).map((part) =>
    isGroup(part) ? groupText(part) : [part.dimension, part.operator, part.values?.join(', ')].filter(Boolean).join(' ')
  );
  return `${any ? 'any' : 'all'}(${parts.join('; ')})`;
}

/** Whether the filter says something: rows that are still being edited do not. */
export function isComplete({ dimension, operator, values = [] }: Filter): boolean {
  return dimension !== '' && (!takesValues(operator) || values.length > 0);
}
