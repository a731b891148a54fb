import { screen } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('shows the parameters of the chosen KPIs only', async () => {
  const { user, latest, onRunQuery } = open({ kpis: ['sales_cycle'] });
  await unfold(user);
  const [statistic] = await screen.findAllByRole('combobox', { name: 'Statistic' });
  await user.click(statistic);
  await user.click(await option(/^90th percentile/));
  expect(latest()?.parameters).toEqual({ statistic: 'p90' });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('has no parameters to set where the KPIs have none', async () => {
  const { user } = open({ kpis: ['revenue'] });
  await unfold(user);
  await field('KPIs');
  expect(screen.queryByRole('combobox', { name: 'Statistic' })).not.toBeInTheDocument();
});

it('asks for details', async () => {
  const { user, latest } = open({ kpis: ['pipeline_needed'] });
  await unfold(user);
  await user.click(await screen.findByRole('switch', { name: 'Details' }));
  expect(latest()?.details).toBe(true);
});

it('says that the replaced value of a planning KPI is assumed', async () => {
  const { user, latest } = open({ kpis: ['pipeline_needed'] });
  await unfold(user);
  await user.type(await screen.findByLabelText('Assumed win rate by value'), '40%');
  await user.tab();
  expect(latest()?.parameters).toEqual({ win_rate_value: '40%' });
  expect(screen.getByLabelText('Weights of segments')).toBeVisible();
});
