import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import type { Filter, Operator, Question } from '../types';
import { isComplete, takesValues } from './filters';

const loneVariable = /^(?:\$(\w+)|\$\{([\w.]+)\}|\[\[([\w.]+)\]\])$/;
const separator = '\u001f';
const allValue = '$__all';

/** Replaces the variables of one text. */
export interface Variables {
  /** The values behind a text: a variable alone gives each of its values, an empty one gives none. */
  expand: (text: string) => string[];
  /** Whether the text is a variable set to "All". */
  isAll: (text: string) => boolean;
}

export function variablesOf(templateSrv: Pick<TemplateSrv, 'replace'>, scopedVars: ScopedVars): Variables {
  const join = (value: string | string[]) => (Array.isArray(value) ? value.join(separator) : String(value));
  return {
    expand(text) {
      const replaced = loneVariable.test(text)
        ? templateSrv.replace(text, scopedVars, join).split(separator)
        : [templateSrv.replace(text, scopedVars)];
      return replaced.filter((value) => value !== '');
    },
    isAll(text) {
      const name = text === allValue ? undefined : loneVariable.exec(text)?.slice(1).find(Boolean);
      // Only the URL form tells "All" from a selection of every value, or from a value labelled "All".
      const form = name ? templateSrv.replace(`\${${name}:queryparam}`, scopedVars) : `=${text}`;
      return /=(\$|%24)__all$/.test(form);
    },
  };
}

/** The question with the variables' values in place of their names. */
export function interpolate(question: Question, variables: Variables): Question {
  const { kpis, groupBy, filters, events, entity, dimension, search, parameters, limit } = question;
  const one = (text: string | undefined) => text && variables.expand(text).join(',');
  const many = (texts: string[] | undefined) => texts && [...new Set(texts.flatMap((text) => variables.expand(text)))];
  return {
    ...question,
    kpis: many(kpis),
    groupBy: many(groupBy),
    events: many(events),
    filters: filters?.flatMap((filter) => interpolateFilter(filter, variables)),
    entity: one(entity),
    dimension: one(dimension),
    search: one(search),
    limit: limit && { ...limit, by: one(limit.by) },
    parameters:
      parameters && Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, one(value) ?? ''])),
  };
}

/** One filter, or none when its variable is set to "All" or to nothing: then it restricts nothing. */
function interpolateFilter(filter: Filter, variables: Variables): Filter[] {
  const values = filter.values ?? [];
  if (values.some((value) => variables.isAll(value))) {
    return [];
  }
  const expanded = takesValues(filter.operator) ? values.flatMap((value) => variables.expand(value)) : [];
  const replaced: Filter = {
    dimension: variables.expand(filter.dimension).join(','),
    operator: forMany(filter.operator, expanded.length),
    values: expanded,
  };
  return isComplete(replaced) ? [replaced] : [];
}

/** A variable with several values turns "equals" into "one of". */
function forMany(operator: Operator, count: number): Operator {
  if (count > 1 && operator === 'equals') {
    return 'in';
  }
  return count > 1 && operator === 'not_equals' ? 'not_in' : operator;
}
