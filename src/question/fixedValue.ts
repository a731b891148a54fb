import type { Condition, Filter, Question } from '../types';
import { isGroup } from './filters';

/** Whether the filter names one value of the dimension, or is about to. */
const names = (dimension: string, filter: Condition): filter is Filter =>
  !isGroup(filter) &&
  filter.of === undefined &&
  filter.dimension === dimension &&
  (filter.operator === 'equals' || filter.operator === 'in') &&
  (filter.values ?? []).length <= 1;

/** The filter that names the one value of a dimension that the question is about. */
export const fixedIn = ({ filters = [] }: Question, dimension: string): Filter | undefined =>
  filters.find((filter): filter is Filter => names(dimension, filter));

/** The filters besides those that name the one value of a dimension each. */
export function otherFilters(question: Question, dimensions: string[]): Condition[] {
  const fixed = dimensions.map((dimension) => fixedIn(question, dimension));
  return (question.filters ?? []).filter((filter) => isGroup(filter) || !fixed.includes(filter));
}

/** Puts the one value of a dimension before the other filters. */
export function withFixed(question: Question, dimension: string, value: string | undefined): Question {
  const fixed: Filter[] = value ? [{ dimension, operator: 'equals', values: [value] }] : [];
  return { ...question, filters: [...fixed, ...otherFilters(question, [dimension])] };
}

/** Sets the other filters, and keeps those that name one value each before them. */
export function withOthers(question: Question, dimensions: string[], others: Condition[]): Question {
  const fixed = dimensions.flatMap((dimension) => fixedIn(question, dimension) ?? []);
  return { ...question, filters: [...fixed, ...others] };
}
