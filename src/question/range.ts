import {
  CoreApp,
  dateMath,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type TimeRange,
} from '@grafana/data';
import { t } from '@grafana/i18n';

import type { Catalog, Question } from '../types';
import { autoFormat } from './defaults';
import { drawsOverTime } from './fit';
import { chosenKpis } from './kpis';

const hour = 3_600_000;

/** Over what a KPI is looked at that is read in such periods, the shortest first. */
const courses = [
  { of: 'day', from: 'now-29d/d' },
  { of: 'week', from: 'now-11w/w' },
  { of: 'month', from: 'now-11M/M' },
  { of: 'quarter', from: 'now-7Q/Q' },
  { of: 'year', from: 'now-4y/y' },
];

/** Whether a panel of these questions could be drawn over days instead of the hours of its dashboard. */
export const isTooShort = ({ range, targets, app, panelPluginId }: DataQueryRequest<Question>): boolean =>
  targets.length > 0 &&
  targets.every(isOpen) &&
  app !== String(CoreApp.Explore) &&
  drawsOverTime(panelPluginId) &&
  range.raw.to === 'now' &&
  range.to.valueOf() - range.from.valueOf() < 24 * hour;

/**
 * What a panel shows in place of a few hours, as new dashboards of Grafana have: over less than a day no KPI has a
 * course. Undefined where the range is to stay: where it is longer, or fixed, or a question says itself what it asks for.
 */
export function sensibleRange(request: DataQueryRequest<Question>, catalog?: Catalog): TimeRange | undefined {
  if (!catalog || !isTooShort(request)) {
    return undefined;
  }
  const kpis = request.targets.flatMap((question) => chosenKpis(catalog, question.kpis));
  const course = courses.findLast(({ of }) => kpis.some(({ usual }) => usual === of));
  if (!course) {
    return undefined;
  }
  const raw = { from: course.from, to: 'now' };
  const from = dateMath.toDateTime(raw.from, { timezone: request.timezone });
  const to = dateMath.toDateTime(raw.to, { timezone: request.timezone });
  return from && to && { raw, from, to };
}

/** The answer, with a word on what of time it shows. */
export function toldOf({ from, to }: TimeRange, answer: DataQueryResponse): DataQueryResponse {
  const days = to.diff(from, 'days') + 1;
  const text = t(
    'range.days',
    'The range is shorter than a day, which says nothing about these KPIs: the panel shows {{days}} days up to now. Choose a longer range, or a grain.',
    { days }
  );
  const data = answer.data.map((frame: DataFrame, place) =>
    place > 0
      ? frame
      : {
          ...frame,
          meta: { ...frame.meta, notices: [...(frame.meta?.notices ?? []), { severity: 'info' as const, text }] },
        }
  );
  return { ...answer, data };
}

const isOpen = ({ queryType = 'kpi', format, grain = 'auto' }: Question): boolean =>
  queryType === 'kpi' && format === autoFormat && grain === 'auto';
