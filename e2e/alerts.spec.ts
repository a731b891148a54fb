import { panel, remove, save } from './dashboards';
import { ask } from './grafana';
import { expect, test } from './test';

const uid = 'crmkpi-e2e-alerts';

test.afterEach(async ({ request }) => {
  await remove(request, uid);
});

test('an alert rule of a panel opens with its question, and its preview has a number', async ({
  gotoPanelEditPage,
  page,
  request,
  selectors,
}) => {
  await save(request, uid, {
    panels: [
      panel('timeseries', 'Win rate', { kpis: ['win_rate'], grain: 'auto', format: 'auto', fits: 'timeseries' }),
    ],
  });
  await gotoPanelEditPage({ dashboard: { uid }, id: '1' });
  await page.getByRole('tab', { name: /^Alert/ }).click();
  // Grafana fills in what a dashboard leaves out and takes that for a change.
  const discard = page.getByRole('dialog').getByRole('button', { name: 'Discard' });
  await page.addLocatorHandler(discard, () => discard.click());
  await page
    .getByRole('link', { name: 'New alert rule' })
    .or(page.getByRole('button', { name: 'New alert rule' }))
    .click();
  await expect(page.getByRole('radio', { name: 'The target is missed' })).toBeChecked();
  await page.getByRole('radio', { name: "The value passes the rule's limit" }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Win rate, over the whole range' })).toBeVisible();
  const [[rate]] = await ask(request, { kpis: ['win_rate'] });
  expect(rate).not.toBeNull();
  const evaluated = page.waitForResponse(selectors.apis.Alerting.eval);
  await page.getByTestId(selectors.components.AlertRules.previewButton).click();
  expect(await (await evaluated).text()).toContain(String(rate).slice(0, 8));
});
