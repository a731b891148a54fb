import type { Question } from '../types';
import { customerOf } from './customer';

/** One line that tells saved questions apart: "revenue, revenue_target by team per month". */
export function displayText(question: Question): string {
  const { queryType, kpis = [], groupBy = [], grain, entity, dimension, events = [], about = 'entities' } = question;
  switch (queryType) {
    case 'records':
      return `records of ${entity || kpis.join(', ')}`;
    case 'values':
      return `values of ${dimension ?? ''}`;
    case 'agenda':
      return 'agenda';
    case 'timeline':
      return `timeline of ${customerOf(question) ?? ''}`;
    case 'annotations':
      return events.length > 0 ? `annotations of ${events.join(', ')}` : 'annotations';
    case 'explain':
      return `explanation of ${kpis.join(', ')}`;
    case 'check':
      return `check of ${about}`;
    default: {
      const by = groupBy.length > 0 ? ` by ${groupBy.join(', ')}` : '';
      const per = grain && grain !== 'auto' && grain !== 'none' ? ` per ${grain}` : '';
      return kpis.join(', ') + by + per;
    }
  }
}
