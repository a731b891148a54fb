import { defaults } from 'lodash';

import type { Question } from '../types';
import { currentVersion, defaultQuestion } from './defaults';

/**
 * Brings a saved question to the current version. The backend migrates too, for questions that
 * never pass a browser; this one only spares the editor from knowing older shapes.
 */
export function migrate(question: Partial<Question> & { refId: string }): Question {
  const saved = isUntouched(question) ? defaults({ ...question }, defaultQuestion) : question;
  return { ...saved, version: currentVersion, queryType: saved.queryType || defaultQuestion.queryType };
}

/** Grafana begins a panel of the default data source with a question that has not even the defaults. */
const isUntouched = ({ version, queryType, kpis }: Partial<Question>): boolean =>
  version === undefined && queryType === undefined && kpis === undefined;
