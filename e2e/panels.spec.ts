import type { PanelEditPage } from '@grafana/plugin-e2e';

import { choose } from './editor';
import { ask, datasource, lastYear } from './grafana';
import { expectShown, shown } from './numbers';
import { expect, test } from './test';
import { visualize } from './visualization';

test.beforeEach(async ({ panelEditPage }) => {
  await panelEditPage.datasource.set(datasource.name);
  await panelEditPage.timeRange.set(lastYear);
});

test.afterEach(async ({ panelEditPage: { panel } }) => {
  await expect(panel.getErrorIcon()).toBeHidden();
});

test('a stat shows the number of the whole range', async ({ panelEditPage, page, request }) => {
  await visualize(panelEditPage, 'Stat');
  await choose(page, 'KPIs', 'Revenue');
  await expect(page.getByRole('status').filter({ hasText: 'Revenue, over the whole range' })).toBeVisible();
  const [[revenue]] = await ask(request, { kpis: ['revenue'] });
  await expectShown(panelEditPage.panel, Number(revenue));
});

test('the format follows a visualization that is chosen afterwards', async ({ panelEditPage, page, request }) => {
  await choose(page, 'KPIs', 'Revenue');
  await visualize(panelEditPage, 'Stat');
  const [[revenue]] = await ask(request, { kpis: ['revenue'] });
  await expectShown(panelEditPage.panel, Number(revenue));
});

test('a time series has the name of the KPI and a month for each point of a year', async ({ panelEditPage, page }) => {
  await visualize(panelEditPage, 'Time series');
  const answered = panelEditPage.waitForQueryDataResponse();
  await choose(page, 'KPIs', 'Revenue');
  expect((await answered).ok()).toBe(true);
  await expect(panelEditPage.panel.locator.getByRole('button', { name: 'Revenue', exact: true })).toBeVisible();
});

test('a bar chart shows revenue by team', async ({ panelEditPage, page, request }) => {
  await visualize(panelEditPage, 'Bar chart');
  await choose(page, 'KPIs', 'Revenue');
  await choose(page, 'Group by', 'Team');
  await expect(page.getByRole('status').filter({ hasText: 'Revenue by team, over the whole range' })).toBeVisible();
  await expect(panelEditPage.panel.locator.getByRole('button', { name: 'Revenue', exact: true })).toBeVisible();
  // A canvas has no text: the same data as a table.
  await panelEditPage.toggleTableView();
  await expectRows(panelEditPage, await ask(request, { kpis: ['revenue'], groupBy: ['team'] }));
});

test('a table shows several KPIs by team', async ({ panelEditPage, page, request }) => {
  await visualize(panelEditPage, 'Table');
  await choose(page, 'KPIs', 'Revenue', 'Deals won');
  await choose(page, 'Group by', 'Team');
  await expect(panelEditPage.panel.fieldNames).toContainText(['Team', 'Revenue', 'Deals won']);
  await expectRows(panelEditPage, await ask(request, { kpis: ['revenue', 'deals_won'], groupBy: ['team'] }));
});

/** Each row of an answer, whose first column is a name, and all others numbers, once the table has been drawn. */
async function expectRows({ panel }: PanelEditPage, [names, ...columns]: Array<Array<number | string | null>>) {
  const width = 1 + columns.length;
  await expect(async () => {
    const cells = await panel.data.allInnerTexts();
    expect(cells).toHaveLength(names.length * width);
    const rows = names.map((_, i) => cells.slice(i * width, (i + 1) * width));
    for (const [i, name] of names.entries()) {
      const row = rows.find(([first]) => first === String(name));
      expect(row, `a row of ${name}`).toBeDefined();
      for (const [j, column] of columns.entries()) {
        const { value, rounding } = shown(row?.[j + 1] ?? '');
        expect(Math.abs(value - Number(column[i]))).toBeLessThanOrEqual(rounding);
      }
    }
  }).toPass({ timeout: 30_000 });
}
