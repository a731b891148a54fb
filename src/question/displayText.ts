import type { Question } from '../types';

/** One line that tells saved questions apart: "revenue, revenue_target by team per month". */
export function displayText(question: Question): string {
  const { queryType, kpis = [], groupBy = [], grain, entity, dimension } = question;
  switch (queryType) {
    case 'records':
      return `records of ${entity || kpis.join(', ')}`;
    case 'values':
      return `values of ${dimension ?? ''}`;
    case 'agenda':
      return 'agenda';
    default: {
      const by = groupBy.length > 0 ? ` by ${groupBy.join(', ')}` : '';
      const per = grain && grain !== 'auto' && grain !== 'none' ? ` per ${grain}` : '';
      return kpis.join(', ') + by + per;
    }
  }
}
