import type { Filter, Question } from '../types';

/** Whether the filter names one customer, or is about to. */
const names = ({ dimension, operator, values = [] }: Filter) =>
  dimension === 'account' && (operator === 'equals' || operator === 'in') && values.length <= 1;

/** The customer whose timeline the question asks for. */
export const customerOf = ({ filters = [] }: Question): string | undefined => filters.find(names)?.values?.[0];

/** The filters besides the one that names the customer. */
export function otherFilters({ filters = [] }: Question): Filter[] {
  const customer = filters.find(names);
  return filters.filter((filter) => filter !== customer);
}

/** Puts the customer before the other filters. */
export function withCustomer(question: Question, name: string | undefined, others: Filter[]): Question {
  const customer: Filter[] = name ? [{ dimension: 'account', operator: 'equals', values: [name] }] : [];
  return { ...question, filters: [...customer, ...others] };
}
