import type { DataQueryRequest, ScopedVars } from '@grafana/data';
import { distinctUntilChanged, Observable, of, type Unsubscribable } from 'rxjs';

import type { Question } from '../types';
import { listens } from './open';

/** What is used of an object of Grafana's scenes. */
interface SceneObject {
  parent?: SceneObject;
  state: { pluginId?: string };
  subscribeToState: (changed: (state: { pluginId?: string }) => void) => Unsubscribable;
}

/**
 * The visualization of a panel, and each one that a builder chooses instead: Grafana asks for none anew, and draws as one
 * number the last month of what was asked for a chart over time. It goes on where the panel listens, else it ends at once.
 */
export function visualizationOf(request: DataQueryRequest<Question>): Observable<string | undefined> {
  const panel = listens(request) ? panelOf(request.scopedVars) : undefined;
  if (!panel) {
    return of(request.panelPluginId);
  }
  return new Observable<string | undefined>((subscriber) => {
    subscriber.next(request.panelPluginId);
    return panel.subscribeToState(({ pluginId }) => subscriber.next(pluginId));
  }).pipe(distinctUntilChanged());
}

/** The panel whose data are asked for, where Grafana tells. */
function panelOf({ __sceneObject: asking }: ScopedVars = {}): SceneObject | undefined {
  const given: unknown = asking?.value;
  let object = isObject(given) ? (given.valueOf() as Partial<SceneObject>) : undefined;
  while (object && object.state?.pluginId === undefined) {
    object = object.parent;
  }
  return object?.subscribeToState ? (object as SceneObject) : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
