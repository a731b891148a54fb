import { CoreApp } from '@grafana/data';
import { omit } from 'lodash';

import type { Question } from '../types';
import { missed } from './alert';
import { autoFormat } from './defaults';

/** A new panel of Grafana 13, whose visualization is chosen by what Grafana suggests for its data: of one number that is little. */
const undecided = '__unconfigured-panel';

/** The visualizations that draw values over time. */
const overTime = ['timeseries', 'heatmap', 'state-timeline', 'status-history', 'candlestick', 'graph', undecided];

export const isForAlerts = (app?: CoreApp): boolean => app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;

/** Those that draw each figure by itself, and of a table the last row alone. */
const figures = ['stat', 'gauge', 'bargauge', 'piechart'];

/**
 * The question with the format that fits a visualization, if its format is the automatic one: values over time, or
 * figures or a table of the whole range unless a grain is named. Explore has no visualization of its own and draws over time.
 */
export function fit(question: Question, visualization?: string): Question {
  if (question.format !== autoFormat) {
    return question;
  }
  const drawsFigures = visualization !== undefined && figures.includes(visualization);
  if (drawsFigures && (isOpen(question) || question.grain === 'none')) {
    const asked: Question = { ...omit(question, 'fits'), format: 'figures', grain: 'none' };
    return visualization === 'piechart' ? omit(asked, 'styled') : asked; // whose slices the panel's own colours tell apart
  }
  return fitted(question, drawsFigures || drawsOverTime(visualization));
}

export const drawsOverTime = (visualization?: string): boolean =>
  visualization === undefined || overTime.includes(visualization);

/** As the backend does for an alert rule: nobody draws it. */
export function fitAlert(question: Question): Question {
  if (question.alert === missed) {
    const judged = omit(question, 'fits', 'compare', 'compareAs', 'transform', 'limit', 'details');
    return { ...judged, format: 'table', grain: 'none', ...(question.groupBy?.length && { groups: 'all' }) };
  }
  return question.format === autoFormat ? fitted(question, !isOpen(question)) : question;
}

const isOpen = ({ grain = 'auto' }: Question): boolean => grain === 'auto';

function fitted(saved: Question, overTime: boolean): Question {
  const question = omit(saved, 'fits');
  if (overTime && question.grain !== 'none') {
    return { ...question, format: 'timeseries' };
  }
  return { ...question, format: 'table', grain: isOpen(question) ? 'none' : question.grain };
}
