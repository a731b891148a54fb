import type { Catalog, Question } from '../types';
import { defaultQuestion } from './defaults';
import { sentenceOf } from './sentence';

/** One line that tells saved questions apart; while the catalogue is not there, by the ids of the KPIs or the type. */
export function displayText(question: Question, catalog?: Catalog): string {
  if (catalog) {
    return sentenceOf(catalog, question);
  }
  const { queryType = '', kpis = [] } = question;
  return queryType === '' || queryType === defaultQuestion.queryType ? kpis.join(', ') : queryType;
}
