import { choose } from './editor';
import { datasource } from './grafana';
import { expect, test } from './test';

test('annotations mark events that are chosen in their editor', async ({ annotationEditPage, page }) => {
  await annotationEditPage.datasource.set(datasource.name);
  await choose(page, 'Events', 'Won deals');
  expect((await annotationEditPage.runQuery()).ok()).toBe(true);
  await expect(page.getByText(/^\d+ events/)).toBeVisible();
});
