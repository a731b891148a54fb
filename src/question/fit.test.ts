import type { Question } from '../types';
import { fit, fitAlert } from './fit';

const question = (part: Partial<Question>): Question => ({ refId: 'A', version: 1, kpis: ['revenue'], ...part });

it.each([
  ['stat', 'auto', 'figures', 'none'],
  ['gauge', undefined, 'figures', 'none'],
  ['bargauge', 'none', 'figures', 'none'],
  ['stat', 'month', 'timeseries', 'month'],
  ['barchart', 'auto', 'table', 'none'],
  ['barchart', 'month', 'table', 'month'],
  ['piechart', 'auto', 'figures', 'none'],
  ['table', 'auto', 'table', 'none'],
  ['some-other-panel', 'auto', 'table', 'none'],
  ['timeseries', 'auto', 'timeseries', 'auto'],
  ['timeseries', undefined, 'timeseries', undefined],
  ['timeseries', 'week', 'timeseries', 'week'],
  ['timeseries', 'none', 'table', 'none'],
  ['heatmap', 'auto', 'timeseries', 'auto'],
  ['state-timeline', 'day', 'timeseries', 'day'],
  ['__unconfigured-panel', 'auto', 'timeseries', 'auto'],
  [undefined, 'auto', 'timeseries', 'auto'],
  [undefined, 'none', 'table', 'none'],
])('asks for %s with the grain %s: %s of %s', (visualization, grain, format, expected) => {
  expect(fit(question({ grain, format: 'auto', fits: 'timeseries' }), visualization)).toEqual(
    question({ grain: expected, format })
  );
});

it('leaves the slices of a pie their own colours', () => {
  const styled = question({ grain: 'auto', format: 'auto', styled: true });
  expect(fit(styled, 'piechart')).not.toHaveProperty('styled');
  expect(fit(styled, 'bargauge')).toHaveProperty('styled', true);
});

it.each(['timeseries', 'table', undefined])('leaves the format %s as it is', (format) => {
  const saved = question({ grain: 'auto', format });
  expect(fit(saved, 'stat')).toBe(saved);
  expect(fitAlert(saved)).toBe(saved);
});

it.each([
  ['auto', 'table', 'none'],
  [undefined, 'table', 'none'],
  ['none', 'table', 'none'],
  ['month', 'timeseries', 'month'],
])('makes of an alert rule with the grain %s %s of %s, as the backend does', (grain, format, expected) => {
  expect(fitAlert(question({ grain, format: 'auto' }))).toEqual(question({ grain: expected, format }));
});

it('makes of an alert rule on a missed target one number for each member, as the backend does', () => {
  const panel = question({
    alert: 'missed',
    format: 'auto',
    grain: 'month',
    compare: 'previous_year',
    transform: 'running_total',
  });
  expect(fitAlert(panel)).toEqual(question({ alert: 'missed', format: 'table', grain: 'none' }));
  const grouped = question({ alert: 'missed', groupBy: ['team'], limit: { top: 3 } });
  expect(fitAlert(grouped)).toEqual(
    question({ alert: 'missed', groupBy: ['team'], groups: 'all', format: 'table', grain: 'none' })
  );
});
