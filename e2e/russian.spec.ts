import { datasource } from './grafana';
import { expect, test } from './test';

const speak = (language: string) => ({ data: { language } });

test.beforeEach(async ({ request }) => {
  expect((await request.patch('/api/user/preferences', speak('ru-RU'))).ok()).toBe(true);
});

test.afterEach(async ({ request }) => {
  await request.patch('/api/user/preferences', speak(''));
});

test('the editor speaks Russian with whoever reads Grafana in Russian', async ({ page, selectors }) => {
  await page.goto(selectors.pages.Explore.url);
  await page.getByTestId(selectors.components.DataSourcePicker.inputV2).fill(datasource.name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'KPI', exact: true }).fill('оборот');
  await page.getByRole('option').filter({ hasText: 'Выручка' }).first().click();
  await expect(page.getByRole('combobox', { name: 'Группы по', exact: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Шаг', exact: true })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Выручка' })).toBeVisible();
});
