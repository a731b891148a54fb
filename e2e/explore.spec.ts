import { datasource } from './grafana';
import { expect, test } from './test';

test('an example of the help page is written with one click', async ({ explorePage, page }) => {
  await explorePage.datasource.set(datasource.name);
  await page.getByRole('button', { name: 'Show data source help' }).click();
  const example = page.getByRole('button', { name: /^Revenue by team, monthly/ });
  const sentence = await example.innerText();
  await example.click();
  await expect(page.getByRole('status').filter({ hasText: sentence })).toBeVisible();
  expect((await explorePage.runQuery()).ok()).toBe(true);
});
