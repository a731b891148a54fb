import type { APIRequestContext } from '@playwright/test';

import { stat } from './dashboards';
import { lastYear } from './grafana';
import { type Answer, numbersOf } from './panelData';
import { expect } from './test';

/** The database that Grafana shows, as Grafana reaches it; undefined where CRMKPI_DSN does not name it. */
export const database = process.env.CRMKPI_DSN ? new URL(process.env.CRMKPI_DSN) : undefined;

export const missing =
  'CRMKPI_DSN names no database of the demo company, as in postgres://user:password@postgres:5432/crm';

const uid = 'crmkpi-e2e-tables';

/** The company's tables in Grafana's own PostgreSQL data source. */
export const tables = {
  name: 'CRM tables',
  async create(request: APIRequestContext) {
    const { host, pathname, username, password } = database ?? new URL('postgres://localhost');
    await this.remove(request);
    const response = await request.post('/api/datasources', {
      data: {
        uid,
        name: this.name,
        type: 'grafana-postgresql-datasource',
        access: 'proxy',
        url: host,
        user: decodeURIComponent(username),
        jsonData: { database: pathname.slice(1), sslmode: 'disable', postgresVersion: 1500 },
        secureJsonData: { password: decodeURIComponent(password) },
      },
    });
    expect(response.ok(), await response.text()).toBe(true);
  },
  /** What a statement answers in the whole last year. */
  async ask(request: APIRequestContext, rawSql: string, format = 'Table') {
    const query = {
      refId: 'A',
      datasource: { uid },
      rawSql,
      rawQuery: true,
      format: format.toLowerCase().replace(' ', '_'),
    };
    const response = await request.post('/api/ds/query', { data: { ...lastYear, queries: [query] } });
    expect(response.ok(), await response.text()).toBe(true);
    return numbersOf((await response.json()) as Answer);
  },
  /** A panel of one number. */
  stat: (title: string, rawSql: string, x: number, format = 'table') => ({
    ...stat(title, {}, x),
    datasource: { uid },
    targets: [{ refId: 'A', datasource: { uid }, rawSql, rawQuery: true, editorMode: 'code', format }],
  }),
  remove: (request: APIRequestContext) => request.delete(`/api/datasources/uid/${uid}`),
};
