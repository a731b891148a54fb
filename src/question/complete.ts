import type { Question } from '../types';

/** Whether the question asks for something, so that it is worth sending. */
export function isComplete({ queryType, kpis = [], entity, dimension }: Question): boolean {
  switch (queryType) {
    case 'records':
      return Boolean(entity) || kpis.length > 0;
    case 'values':
      return Boolean(dimension);
    case 'agenda':
    case 'timeline': // without a customer the answer says how to name one; ad hoc filters may do it
    case 'annotations':
    case 'check':
      return true;
    default:
      return kpis.length > 0;
  }
}
