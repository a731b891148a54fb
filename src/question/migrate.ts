import type { Question } from '../types';
import { currentVersion, defaultQuestion } from './defaults';

/**
 * Brings a saved question to the current version. The backend migrates too, for questions that
 * never pass a browser; this one only spares the editor from knowing older shapes.
 */
export function migrate(saved: Partial<Question> & { refId: string }): Question {
  return { ...saved, version: currentVersion, queryType: saved.queryType || defaultQuestion.queryType };
}
