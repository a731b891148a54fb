import type { Compare, Format, Grain, Limit, QueryType, Question } from '../types';

/** What is asked for. An explanation is of one KPI, and the parameters of KPIs mean nothing to annotations. */
export function withType(question: Question, queryType: QueryType): Question {
  switch (queryType) {
    case 'explain':
      return { ...question, queryType, kpis: question.kpis?.slice(0, 1) };
    case 'annotations':
      return { ...question, queryType, parameters: {} };
    default:
      return { ...question, queryType };
  }
}

/** Time series need a time axis, so the automatic grain comes with them. */
export function withFormat(question: Question, format: Format): Question {
  const grain = format === 'timeseries' && question.grain === 'none' ? 'auto' : question.grain;
  return { ...question, format, grain };
}

/** Without a time axis there is one row per group: a table. */
export function withGrain(question: Question, grain: Grain): Question {
  return { ...question, grain, format: grain === 'none' ? 'table' : question.format };
}

export function withCompare({ compareAs, ...question }: Question, compare: Compare): Question {
  return compare === '' ? { ...question, compare } : { ...question, compare, compareAs: compareAs ?? ['value'] };
}

/** Sets how many of the groups are kept; undefined or less than one keeps them all. */
export function withTop({ limit, ...question }: Question, top: number | undefined): Question {
  if (top === undefined || !(top >= 1)) {
    return question;
  }
  const kept: Omit<Limit, 'top'> = limit ?? { rest: true };
  return { ...question, limit: { ...kept, top: Math.floor(top) } };
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
