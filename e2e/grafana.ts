import type { APIRequestContext } from '@playwright/test';

import { expect } from './test';

export const datasource = { type: 'crmkpi-crm-datasource', uid: 'crm-kpis', name: 'CRM KPIs' };

/** The whole last year: it has all months, and its figures stay. */
export const lastYear = { from: 'now-1y/y', to: 'now-1y/y' };

interface Answer {
  results: Record<string, { frames: Array<{ data: { values: Array<Array<number | string | null>> } }> }>;
}

/** The columns of a table that the data source answers, asked without a browser. */
export async function ask(request: APIRequestContext, question: object, range = lastYear) {
  const query = { refId: 'A', datasource, version: 1, queryType: 'kpi', grain: 'none', format: 'table', ...question };
  const response = await request.post('/api/ds/query', { data: { ...range, queries: [query] } });
  expect(response.ok(), await response.text()).toBe(true);
  const { results } = (await response.json()) as Answer;
  return results.A.frames[0].data.values;
}
