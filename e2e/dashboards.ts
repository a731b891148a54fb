import type { APIRequestContext } from '@playwright/test';

import { datasource, lastYear } from './grafana';
import { expect } from './test';

/** A panel of KPIs. */
export const panel = (type: string, title: string, question: object, x = 0) => ({
  id: x + 1,
  type,
  title,
  datasource,
  gridPos: { x, y: 0, w: 6, h: 6 },
  targets: [{ refId: 'A', datasource, version: 1, queryType: 'kpi', grain: 'none', format: 'table', ...question }],
});

export const stat = (title: string, question: object, x?: number) => panel('stat', title, question, x);

/** Saves a dashboard under a name of its own and returns its uid; one that an earlier run has left is replaced. */
export async function save(request: APIRequestContext, uid: string, dashboard: object): Promise<string> {
  const response = await request.post('/api/dashboards/db', {
    data: { overwrite: true, dashboard: { uid, title: uid, schemaVersion: 41, time: lastYear, ...dashboard } },
  });
  expect(response.ok(), await response.text()).toBe(true);
  return uid;
}

export const remove = (request: APIRequestContext, uid: string) => request.delete(`/api/dashboards/uid/${uid}`);
