import { asCode, choose } from './editor';
import { ask, datasource, lastYear } from './grafana';
import { expectShown } from './numbers';
import { expect, test } from './test';
import { visualize } from './visualization';

test('a question goes from the builder to its JSON, is written there, and goes back', async ({
  panelEditPage,
  page,
  request,
}) => {
  await panelEditPage.datasource.set(datasource.name);
  await panelEditPage.timeRange.set(lastYear);
  await visualize(panelEditPage, 'Stat');
  await choose(page, 'KPIs', 'Revenue');
  await asCode(page, '"revenue"');
  await page.getByRole('textbox', { name: 'JSON of the question' }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('{"queryType": "kpi", "kpis": ["deals_won"], "grain": "none", "format": "table"}');
  // The editor has closed brackets by itself.
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ControlOrMeta+S');
  const [[won]] = await ask(request, { kpis: ['deals_won'] });
  await expectShown(panelEditPage.panel, Number(won));
  await page.getByRole('radio', { name: 'Builder', exact: true }).check();
  await expect(page.getByRole('status').filter({ hasText: 'Deals won, over the whole range' })).toBeVisible();
});

test('what is no JSON stays where it is written, with what is wrong', async ({ panelEditPage, page }) => {
  await panelEditPage.datasource.set(datasource.name);
  await choose(page, 'KPIs', 'Revenue');
  await asCode(page, '"revenue"');
  await page.getByRole('textbox', { name: 'JSON of the question' }).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('x');
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByRole('alert').filter({ hasText: 'This is no JSON' })).toBeVisible();
  await expect(page.locator('.view-lines')).toContainText('}x');
});
