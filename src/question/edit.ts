import type { Question, QueryType } from '../types';
import { keyOf, type Renamed } from './entries';
import { withoutHidden } from './fields';

/**
 * What is asked for. A type that always takes one KPI keeps the first, and the parameters of KPIs mean nothing
 * to a type without KPIs that has some of its own.
 */
export function withType(question: Question, type: QueryType): Question {
  const changed = withoutHidden({ ...question, queryType: type.id }, type);
  if (type.fields.some(({ input, required, without }) => input === 'kpi' && required && !without)) {
    changed.kpis = question.kpis?.slice(0, 1);
  }
  const parameters = type.fields.find(({ input }) => input === 'parameters');
  if (parameters && !hasKpis(type)) {
    const own = (name: string) => parameters.parameters?.some((parameter) => parameter.name === name);
    changed.parameters = Object.fromEntries(Object.entries(question.parameters ?? {}).filter(([name]) => own(name)));
  }
  return changed;
}

/** Whether questions of the type name KPIs. */
export const hasKpis = ({ fields }: QueryType): boolean =>
  fields.some(({ input }) => input === 'kpis' || input === 'kpi');

/** Sets the columns. Where one has been written otherwise, the groups stay ordered by it. */
export function withColumns(question: Question, kpis: string[], renamed?: Renamed): Question {
  const { limit } = question;
  if (!limit || !renamed) {
    return { ...question, kpis };
  }
  const follow = (by?: string) => (by === keyOf(renamed.from) ? keyOf(renamed.to) : by);
  return { ...question, kpis, limit: { ...limit, by: follow(limit.by), then: follow(limit.then) } };
}

/** Sets how many of the groups are kept; undefined or less than one keeps them all. */
export function withTop({ limit, ...question }: Question, top: number | undefined): Question {
  if (top === undefined || !(top >= 1)) {
    return question;
  }
  return { ...question, limit: { ...limit, top: Math.floor(top) } };
}

/** Sets a parameter; the default, or nothing, removes it. */
export function withParameter(question: Question, name: string, value: string | undefined): Question {
  const parameters = { ...question.parameters };
  if (value) {
    parameters[name] = value;
  } else {
    delete parameters[name];
  }
  return { ...question, parameters };
}
