import { connect } from './connection';
import { ask, datasource } from './grafana';
import { database as reachable, missing } from './postgres';
import { expect, test } from './test';

test.skip(!reachable, missing);
const database = reachable ?? new URL('postgres://localhost');

test('a database is recognised, and its first numbers are those that panels show', async ({
  createDataSourceConfigPage,
  page,
  request,
}) => {
  const config = await createDataSourceConfigPage({ type: datasource.type });
  await connect(page, database);
  expect((await config.saveAndTest()).ok()).toBe(true);
  await page.getByRole('button', { name: 'Look at the database' }).click();
  const steps = page.getByRole('list', { name: 'From the database to KPIs' });
  await expect(steps.getByText('Systems recognised: 1')).toBeVisible();
  await expect(steps.getByText('Reference schema', { exact: true })).toBeVisible();

  const revenue = steps.getByText(/^Revenue, \d{4} \(crm\)$/);
  const [, year] = /, (\d{4})/.exec(await revenue.innerText()) ?? [];
  const told = await revenue.locator('xpath=following-sibling::*[1]').innerText();
  const range = { from: String(Date.UTC(+year, 0, 1)), to: String(Date.UTC(+year + 1, 0, 1)) };
  const own = { type: datasource.type, uid: config.datasource.uid };
  const [[asked]] = await ask(request, { kpis: ['revenue'], datasource: own }, range);
  expect(Number(told.replace(/[^\d.]/g, ''))).toBeCloseTo(Number(asked), 2);
});
