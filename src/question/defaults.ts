import { omit } from 'lodash';

import type { Question } from '../types';

export const currentVersion = 1;

/** The format that fits the visualization. */
export const autoFormat = 'auto';

/** What a new panel starts with: nothing is asked until a KPI is picked. */
export const defaultQuestion: Partial<Question> = {
  version: currentVersion,
  queryType: 'kpi',
  kpis: [],
  grain: 'auto',
  format: autoFormat,
  styled: true,
};

/** What a new alert rule starts with: one number for each group, of the whole range. */
export const defaultAlert: Partial<Question> = { ...omit(defaultQuestion, 'styled'), grain: 'none' };

/** What new annotations of a dashboard start with: all events that are mapped. */
export const defaultAnnotations: Partial<Question> = { version: currentVersion, queryType: 'annotations' };

/** What a new variable of a dashboard starts with: the values of a dimension. */
export const defaultVariable: Partial<Question> = { version: currentVersion, queryType: 'values' };

/** What is typed into the list of a variable, as Grafana gives it; where a query has it, lists are searched in the database. */
export const typed = '__searchFilter';

/** A new one is searched in the database: a list may be long. */
export const newVariable: Partial<Question> = { ...defaultVariable, search: `\${${typed}}` };

/** Whether what is typed into the list of a variable is searched in the database. */
export const isSearched = ({ search = '' }: Question): boolean => search.includes(typed);

/** The question of a variable, as saved by a dashboard that may leave its type open. */
export const variableQuestion = (saved: Question): Question => ({
  ...saved,
  version: currentVersion,
  queryType: saved.queryType || defaultVariable.queryType,
});
