import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import type { Condition, Filter, FilterGroup, Having, Question } from '../types';
import { isComplete, isGroup, isWhole, takesValues, withOf } from './filters';

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

/** Fields that are Grafana's own, or hold no text of a user. */
const kept = ['refId', 'queryType', 'datasource', 'hide', 'key', 'version'];

/** The question with the variables' values in place of their names, in whatever fields it has. */
export function interpolate(question: Question, variables: Variables): Question {
  const replaced = Object.entries(question).map(([name, value]: [string, unknown]) => {
    if (name === 'filters') {
      return [name, question.filters?.flatMap((filter) => interpolateCondition(filter, variables))];
    }
    if (name === 'having') {
      return [name, question.having?.map((one) => interpolateHaving(one, variables)).filter(isWhole)];
    }
    return [name, kept.includes(name) ? value : interpolateValue(value, variables)];
  });
  return Object.fromEntries(replaced) as Question;
}

/** A text, a list of texts, or an object of them; anything else stays as it is. */
function interpolateValue(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    return variables.expand(value).join(',');
  }
  if (Array.isArray(value)) {
    return [...new Set(value.flatMap((one: unknown) => (typeof one === 'string' ? variables.expand(one) : [one])))];
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]: [string, unknown]) => [name, interpolateValue(one, variables)])
    );
  }
  return value;
}

/** One filter or group, or none when it restricts nothing: of alternatives, one that restricts nothing is enough for that. */
function interpolateCondition(condition: Condition, variables: Variables): Condition[] {
  if (!isGroup(condition)) {
    return interpolateFilter(condition, variables);
  }
  const { any, all, of } = condition;
  const parts = (any ?? all ?? []).map((part) => interpolateCondition(part, variables));
  const kept = parts.flat();
  if (kept.length === 0 || (any && parts.some((part) => part.length === 0))) {
    return [];
  }
  return [withOf<FilterGroup>(any ? { any: kept } : { all: kept }, of)];
}

/** One filter, or none when its variable is set to "All" or to nothing: then it restricts nothing. */
function interpolateFilter(filter: Filter, variables: Variables): Filter[] {
  const values = filter.values ?? [];
  if (values.some((value) => variables.isAll(value))) {
    return [];
  }
  const expanded = takesValues(filter.operator) ? values.flatMap((value) => variables.expand(value)) : [];
  const { dimension = '', field, of } = filter;
  const replaced: Filter = {
    ...(of !== undefined && { of }),
    ...(field === undefined
      ? { dimension: variables.expand(dimension).join(',') }
      : { field: variables.expand(field).join(',') }),
    operator: forMany(filter.operator, expanded.length),
    values: expanded,
  };
  return isComplete(replaced) ? [replaced] : [];
}

/** One condition on groups. */
const interpolateHaving = ({ kpi, operator, values = [] }: Having, variables: Variables): Having => ({
  kpi: variables.expand(kpi).join(','),
  operator,
  values: values.flatMap((value) => variables.expand(value)),
});

/** A variable with several values turns "equals" into "one of". */
function forMany(operator: string, count: number): string {
  if (count > 1 && operator === 'equals') {
    return 'in';
  }
  return count > 1 && operator === 'not_equals' ? 'not_in' : operator;
}
