import type { Field, Question, QueryType } from '../types';
import { defaultQuestion } from './defaults';
import { isFilled, isShown, valueIn } from './fields';
import { fixedIn } from './fixedValue';

/** One line that tells saved questions apart: "revenue, revenue_target by team per month", "Records: deals". */
export function displayText(question: Question, type?: QueryType): string {
  const { queryType = '', kpis = [], groupBy = [], grain } = question;
  if (queryType !== '' && queryType !== defaultQuestion.queryType) {
    return [type?.title ?? queryType, type && subject(question, type)].filter(Boolean).join(': ');
  }
  const by = groupBy.length > 0 ? ` by ${groupBy.join(', ')}` : '';
  const per = grain && grain !== 'auto' && grain !== 'none' ? ` per ${grain}` : '';
  return kpis.join(', ') + by + per;
}

/** What the question is about: the first field that names something. */
const subject = (question: Question, { fields }: QueryType): string | undefined =>
  fields
    .filter((field) => isShown(question, field))
    .map((field) => named(question, field))
    .find(isFilled);

function named(question: Question, field: Field): string | undefined {
  const value =
    field.input === 'value' ? fixedIn(question, field.dimension ?? '')?.values : valueIn(question, field.name);
  if (Array.isArray(value)) {
    return value.filter((one) => typeof one === 'string').join(', ');
  }
  return typeof value === 'string' ? value : field.default;
}
