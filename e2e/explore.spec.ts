import { datasource } from './grafana';
import { expect, test } from './test';

test('an example of the help page is written with one click', async ({ explorePage, page, selectors }) => {
  await explorePage.datasource.set(datasource.name);
  await page.getByRole('button', { name: 'Show data source help' }).click();
  const example = page.getByRole('button', { name: /^Revenue by team, monthly/ });
  const sentence = await example.innerText();
  await example.click();
  await expect(page.getByRole('status').filter({ hasText: sentence })).toBeVisible();
  // Its own way to run a query gives up after a second, which a busy machine takes.
  const answered = explorePage.waitForQueryDataResponse();
  await explorePage.getByGrafanaSelector(selectors.components.RefreshPicker.runButtonV2).first().click();
  expect((await answered).ok()).toBe(true);
});
