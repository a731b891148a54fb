import { connect } from './connection';
import { datasource } from './grafana';
import { database as reachable, missing } from './postgres';
import { expect, test } from './test';

test.skip(!reachable, missing);
const database = reachable ?? new URL('postgres://localhost');

test('a new data source is connected, and Save & test says what it found', async ({
  createDataSourceConfigPage,
  page,
}) => {
  const config = await createDataSourceConfigPage({ type: datasource.type });
  await connect(page, database);
  expect((await config.saveAndTest()).ok()).toBe(true);
  await expect(config).toHaveAlert('success');
});

test('a database that is down is said to be', async ({ createDataSourceConfigPage, page }) => {
  const config = await createDataSourceConfigPage({ type: datasource.type });
  await connect(page, database, '1');
  await config.saveAndTest();
  await expect(config).toHaveAlert('error', { hasText: /connection refused|cannot be reached/i });
});

test('an invalid mapping is said to be, with the line, while it is written', async ({
  createDataSourceConfigPage,
  page,
}) => {
  const config = await createDataSourceConfigPage({ type: datasource.type });
  await connect(page, database);
  await config.saveAndTest();
  const editor = page.getByRole('textbox', { name: 'Mapping (YAML)' });
  await editor.focus();
  await page.keyboard.insertText('entities:\n  dealz: {table: crm.deals}\n');
  await expect(page.getByRole('status', { name: 'Mapping (YAML)' })).toHaveText('Faults: 1');
  await expect(page.getByRole('listitem').filter({ hasText: 'dealz' })).toContainText('Line 2');
  await page.keyboard.press('Tab');
  await config.saveAndTest();
  await expect(config).toHaveAlert('error', { hasText: 'dealz' });
});

test('what a formula can name is offered while it is written', async ({ createDataSourceConfigPage, page }) => {
  const config = await createDataSourceConfigPage({ type: datasource.type });
  await connect(page, database);
  await config.saveAndTest();
  await page.getByRole('textbox', { name: 'Custom KPIs (YAML)' }).focus();
  await page.keyboard.insertText('kpis:\n  mine:\n    derived: revenue / new_c');
  await page.keyboard.press('ControlOrMeta+Space');
  await expect(page.getByRole('option', { name: /^new_customers/ })).toBeVisible();
});
