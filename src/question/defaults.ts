import type { Question } from '../types';

/** What a new panel starts with: nothing is asked until a KPI is picked. */
export const defaultQuestion: Partial<Question> = {
  version: 1,
  queryType: 'kpi',
  kpis: [],
  grain: 'auto',
  format: 'timeseries',
};

/** What new annotations of a dashboard start with: all events that are mapped. */
export const defaultAnnotations: Partial<Question> = { version: 1, queryType: 'annotations' };
