import { violations } from './axe';
import { asCode, choose } from './editor';
import { datasource, lastYear } from './grafana';
import { expect, test } from './test';

test('the query editor keeps the rules of axe, colours included', async ({ panelEditPage, page }) => {
  await panelEditPage.datasource.set(datasource.name);
  await panelEditPage.timeRange.set(lastYear);
  await choose(page, 'KPIs', 'Revenue');
  await choose(page, 'Group by', 'Team');
  const editor = panelEditPage.getQueryEditorRow('A');
  await page.getByRole('button', { name: /^Options/ }).click();
  expect(await violations(editor)).toEqual([]);
  await asCode(page, '"revenue"');
  expect(await violations(editor)).toEqual([]);
});

test('the settings page keeps the rules of axe, colours included', async ({ createDataSourceConfigPage, page }) => {
  await createDataSourceConfigPage({ type: datasource.type });
  await expect(page.getByRole('textbox', { name: /^Host/ })).toBeVisible();
  expect(await violations(page.getByRole('main'))).toEqual([]);
});
