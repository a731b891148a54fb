import type { Question, QueryType } from '../types';
import { defaultQuestion } from './defaults';
import { isFilled, isShown, valueIn } from './fields';

/**
 * Whether the question asks for something, so that it is worth sending. Without its type only what a new panel
 * starts with is known to ask for nothing; of anything else the backend says what is missing.
 */
export function isComplete(question: Question, type?: QueryType): boolean {
  if (type) {
    return type.fields.every(
      (field) => !field.required || !isShown(question, field) || isFilled(valueIn(question, field.name))
    );
  }
  const fresh = (question.queryType ?? defaultQuestion.queryType) === defaultQuestion.queryType;
  return !fresh || isFilled(question.kpis);
}
