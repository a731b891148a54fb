import type { Question } from '../types';

export const currentVersion = 1;

/**
 * Brings a saved question to the current version. The backend migrates too, for questions that
 * never pass a browser; this one only spares the editor from knowing older shapes.
 */
export function migrate(saved: Partial<Question> & { refId: string }): Question {
  return { ...saved, version: currentVersion, queryType: saved.queryType || 'kpi' };
}
