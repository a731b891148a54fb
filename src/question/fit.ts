import { CoreApp } from '@grafana/data';
import { omit } from 'lodash';

import type { Question } from '../types';
import { autoFormat } from './defaults';

/** The visualizations that draw values over time. */
const overTime = ['timeseries', 'heatmap', 'state-timeline', 'status-history', 'candlestick', 'graph'];

export const isForAlerts = (app?: CoreApp): boolean => app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;

/**
 * The question with the format that fits a visualization, if its format is the automatic one: values over time, or a
 * table of the whole range unless a grain is named. Explore has no visualization of its own and draws over time.
 */
export const fit = (question: Question, visualization?: string): Question =>
  question.format === autoFormat ? fitted(question, drawsOverTime(visualization)) : question;

export const drawsOverTime = (visualization?: string): boolean =>
  visualization === undefined || overTime.includes(visualization);

/** As the backend does for an alert rule: nobody draws it. */
export const fitAlert = (question: Question): Question =>
  question.format === autoFormat ? fitted(question, !isOpen(question)) : question;

const isOpen = ({ grain = 'auto' }: Question): boolean => grain === 'auto';

function fitted(saved: Question, overTime: boolean): Question {
  const question = omit(saved, 'fits');
  if (overTime && question.grain !== 'none') {
    return { ...question, format: 'timeseries' };
  }
  return { ...question, format: 'table', grain: isOpen(question) ? 'none' : question.grain };
}
