import { CoreApp, dateMath, type DataQueryRequest, type ScopedVars, type TimeRange } from '@grafana/data';
import { config } from '@grafana/runtime';

import type { Question } from '../types';

/** Whether changes can reach whoever asks: it goes on listening, over a time that is not over. */
export const staysOpen = (request: DataQueryRequest<Question>): boolean => listens(request) && isCurrent(request.range);

/**
 * Whether whoever asks goes on listening after the first answer: a panel, the annotations of a dashboard or Explore. Variables and
 * alert rules take one answer; so do panels of several data sources, and of several times (an experiment of Grafana's), which
 * would wait for the end.
 */
export function listens({ app, panelId, requestId, scopedVars }: DataQueryRequest<Question>): boolean {
  const shows = Boolean(panelId) || app === String(CoreApp.Explore) || marksDashboard(scopedVars);
  const waits = requestId.startsWith('mixed-') || config.publicDashboardAccessToken || comparesTimes();
  return shows && !waits;
}

/** A feature that Grafana 12.0 does not know yet. */
function comparesTimes(): boolean {
  const { featureToggles } = config;
  return 'timeComparison' in featureToggles && Boolean(featureToggles.timeComparison);
}

/** Annotations that a dashboard shows, as Grafana's scenes ask for them. Their editor asks as well, not for a scene, and waits for the end. */
function marksDashboard(scopedVars: ScopedVars = {}): boolean {
  return '__annotation' in scopedVars && '__sceneObject' in scopedVars;
}

function isCurrent({ raw, to }: TimeRange): boolean {
  return (typeof raw.to === 'string' && raw.to.includes('now')) || to.valueOf() > Date.now();
}

/** A range as it is by now. Ends in fiscal periods stay: which month they begin with, a request does not say. */
export function rangeNow({ raw, from, to }: TimeRange, timezone: string): TimeRange {
  const end = (text: TimeRange['raw']['from'], before: TimeRange['from'], roundUp: boolean) =>
    typeof text === 'string' && text.includes('now') && !text.includes('f')
      ? (dateMath.toDateTime(text, { roundUp, timezone }) ?? before)
      : before;
  return { raw, from: end(raw.from, from, false), to: end(raw.to, to, true) };
}
