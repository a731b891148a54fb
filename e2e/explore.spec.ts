import { datasource } from './grafana';
import { expect, test } from './test';

test('an example of the help page is asked with one click', async ({ explorePage, page }) => {
  await explorePage.datasource.set(datasource.name);
  await page.getByRole('button', { name: 'Show data source help' }).click();
  const example = page.getByRole('button', { name: /^Revenue by team, monthly/ });
  const sentence = await example.innerText();
  const answered = explorePage.waitForQueryDataResponse();
  await example.click();
  expect((await answered).ok()).toBe(true);
  await expect(page.getByRole('status').filter({ hasText: sentence })).toBeVisible();
});
