import { save, remove, stat } from './dashboards';
import { choose } from './editor';
import { ask, datasource, lastYear } from './grafana';
import { expectShown } from './numbers';
import { expect, test } from './test';

const uid = 'crmkpi-e2e-variables';

test.afterEach(async ({ request }) => {
  await remove(request, uid);
});

test('a variable offers the values of a dimension', async ({ variableEditPage, page }) => {
  await variableEditPage.datasource.set(datasource.name);
  await choose(page, 'Values of', 'Team');
  await variableEditPage.runQuery();
  await expect(page.getByText('Sales EMEA', { exact: true }).first()).toBeVisible();
});

test('a panel is filtered by the value of a variable that a reader chooses', async ({
  gotoDashboardPage,
  page,
  request,
  selectors,
}) => {
  const team = {
    name: 'team',
    type: 'query',
    datasource,
    query: { refId: 'Q', version: 1, queryType: 'values', dimension: 'team' },
    refresh: 1,
  };
  const filters = (value: string) => [{ dimension: 'team', operator: 'equals', values: [value] }];
  await save(request, uid, {
    templating: { list: [team] },
    panels: [stat('Revenue', { kpis: ['revenue'], filters: filters('$team') })],
  });
  const dashboard = await gotoDashboardPage({ uid, timeRange: lastYear });
  const { submenuItemValueDropDownValueLinkTexts: chosen } = selectors.pages.Dashboard.SubMenu;
  await page.getByTestId(chosen('Sales AMER')).click();
  await page.getByRole('option', { name: 'Sales EMEA' }).click();
  const [[revenue]] = await ask(request, { kpis: ['revenue'], filters: filters('Sales EMEA') });
  await expectShown(dashboard.getPanelByTitle('Revenue'), Number(revenue));
});

test('an ad hoc filter offers what panels can be filtered by, filters them, and a panel that lacks it says so', async ({
  gotoDashboardPage,
  page,
  request,
}) => {
  await save(request, uid, {
    templating: { list: [{ name: 'filters', type: 'adhoc', datasource, filters: [] }] },
    panels: [stat('Revenue', { kpis: ['revenue'] }), stat('Sessions', { kpis: ['sessions'] }, 6)],
  });
  const dashboard = await gotoDashboardPage({ uid, timeRange: lastYear });
  const bar = page.getByRole('combobox', { name: /filter/i }).first();
  await bar.fill('team');
  await page.getByRole('option', { name: 'Team', exact: true }).click();
  await page.getByRole('option', { name: /^=/ }).first().click();
  await page.getByRole('option', { name: 'Sales EMEA', exact: true }).click();
  const filters = [{ dimension: 'team', operator: 'equals', values: ['Sales EMEA'] }];
  const [[revenue]] = await ask(request, { kpis: ['revenue'], filters });
  await expectShown(dashboard.getPanelByTitle('Revenue'), Number(revenue));
  await page.keyboard.press('Escape');
  // Grafana's sign at the title has neither a role nor a name.
  await dashboard.getPanelByTitle('Sessions').locator.locator('span:has(> svg)').first().hover();
  await expect(page.getByRole('tooltip')).toContainText('filter "Team=Sales EMEA" is not applied');
});
