import { screen, within } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('adds a formula by the keyboard alone, with a label and a unit, and orders groups by it', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'], limit: { top: 3 } });
  await unfold(user);
  (await screen.findByRole('button', { name: 'Add formula' })).focus();
  await user.keyboard('{Enter}');
  screen.getByLabelText('Formula').focus();
  await user.keyboard('revenue / sales_cycle');
  await user.tab();
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle']);
  const label = await screen.findByLabelText('Label');
  await user.type(label, 'Per "day"');
  await user.tab();
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle as "Per \\"day\\""']);
  await user.click(await field('Unit'));
  await user.click(await option(/^money per day/));
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle as "Per \\"day\\"" in money_per_day']);
  await user.click(await field('By'));
  await user.click(await option(/^Per "day"/));
  expect(latest()?.limit?.by).toBe('=revenue / sales_cycle');
  await user.click(screen.getByRole('button', { name: 'Remove formula' }));
  expect(latest()?.kpis).toEqual(['revenue']);
});

it('sets the statistic and the window of a column, and keeps the order of groups by it', async () => {
  const { user, latest } = open({ kpis: ['sales_cycle'], groupBy: ['team'], limit: { top: 3, by: 'sales_cycle' } });
  await unfold(user);
  await user.click(
    within(await screen.findByRole('group', { name: 'Sales cycle' })).getByRole('combobox', { name: 'Statistic' })
  );
  await user.click(await option(/^90th percentile/));
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90']);
  expect(latest()?.limit?.by).toBe('sales_cycle:statistic=p90');
  await user.type(await screen.findByLabelText('Rolling over'), '28d');
  await user.tab();
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90:rolling=28d']);
  await user.click(await field('To date'));
  await user.click(await option(/^Year to date/));
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90:to_date=year']);
});

it('offers no statistic where the KPI has none', async () => {
  const { user } = open({ kpis: ['revenue'] });
  await unfold(user);
  expect(await screen.findByLabelText('Rolling over')).toBeVisible();
  expect(screen.queryByRole('combobox', { name: 'Statistic' })).not.toBeInTheDocument();
});
