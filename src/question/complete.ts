import type { Question } from '../types';

/** Whether the question asks for something, so that it is worth sending. */
export function isComplete({ queryType, kpis = [], entity, dimension }: Question): boolean {
  switch (queryType) {
    case 'records':
      return Boolean(entity) || kpis.length > 0;
    case 'values':
      return Boolean(dimension);
    case 'agenda':
      return true;
    default:
      return kpis.length > 0;
  }
}
