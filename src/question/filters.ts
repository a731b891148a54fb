import type { Condition, Filter, FilterGroup, Having } from '../types';

// Variables are replaced before a question is sent, whether the catalogue is there or not.
const withoutValues = ['is_none', 'is_not_none'];

export const takesValues = (operator: string) => !withoutValues.includes(operator);

export const isGroup = (condition: Condition): condition is FilterGroup => 'any' in condition || 'all' in condition;

/** Lets a condition hold for something alone; for all rows without it. */
export function withOf<C extends Condition>(condition: C, of: string | undefined): C {
  const changed = { ...condition };
  delete changed.of;
  return of ? { ...changed, of } : changed;
}

/** Whether the filter says something: rows that are still being edited do not. */
export function isComplete({ dimension, field, operator, values = [] }: Filter): boolean {
  return Boolean(field ?? dimension) && (!takesValues(operator) || values.length > 0);
}

/** Whether the condition on groups says something. */
export const isWhole = ({ kpi, values = [] }: Having): boolean => kpi !== '' && values.length > 0;
