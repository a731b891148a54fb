import type { DataQueryRequest } from '@grafana/data';
import { BehaviorSubject } from 'rxjs';

import type { Question } from '../types';
import { visualizationOf } from './visualization';

/** A panel of Grafana's scenes, and what asks for its data. */
function scene(pluginId: string) {
  const states = new BehaviorSubject({ pluginId });
  const panel = {
    state: {},
    subscribeToState: (changed: (state: { pluginId: string }) => void) => states.subscribe(changed),
  };
  Object.defineProperty(panel, 'state', { get: () => states.value });
  const runner = { state: {}, parent: { state: {}, parent: panel } };
  return { states, scopedVars: { __sceneObject: { text: '', value: { valueOf: () => runner } } } };
}

const request = (part: object) =>
  ({
    requestId: 'Q1',
    panelId: 1,
    panelPluginId: 'timeseries',
    targets: [],
    ...part,
  }) as unknown as DataQueryRequest<Question>;

function follow(asked: DataQueryRequest<Question>) {
  const seen: unknown[] = [];
  let over = false;
  const subscription = visualizationOf(asked).subscribe({
    next: (one) => seen.push(one),
    complete: () => (over = true),
  });
  return { seen, subscription, isOver: () => over };
}

it('tells what a builder chooses instead, once', () => {
  const { states, scopedVars } = scene('timeseries');
  const { seen, subscription, isOver } = follow(request({ scopedVars }));
  states.next({ pluginId: 'timeseries' });
  states.next({ pluginId: 'stat' });
  states.next({ pluginId: 'stat' });
  expect(seen).toEqual(['timeseries', 'stat']);
  expect(isOver()).toBe(false);
  subscription.unsubscribe();
  states.next({ pluginId: 'table' });
  expect(seen).toHaveLength(2);
  expect(states.observed).toBe(false);
});

it.each([
  ['whoever waits for the end', { requestId: 'mixed-1', ...{ scopedVars: scene('stat').scopedVars } }],
  ['what is no panel', { panelId: undefined, ...{ scopedVars: scene('stat').scopedVars } }],
  ['a dashboard without scenes', {}],
  [
    'an object of another kind',
    { scopedVars: { __sceneObject: { text: '', value: { valueOf: () => ({ state: {} }) } } } },
  ],
])('ends at once for %s', (_, part) => {
  const { seen, isOver } = follow(request(part));
  expect(seen).toEqual(['timeseries']);
  expect(isOver()).toBe(true);
});
