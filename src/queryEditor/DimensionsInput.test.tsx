import { screen } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('groups by dimensions that every chosen KPI has', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await field('Group by'));
  const team = await option(/^Team/);
  expect(screen.queryByRole('option', { name: /^Region/ })).not.toBeInTheDocument();
  await user.click(team);
  expect(latest()?.groupBy).toEqual(['team']);
});

it('warns of a dimension that a KPI does not have', async () => {
  open({ kpis: ['sales_cycle'], groupBy: ['region'] });
  expect(await screen.findByRole('alert')).toHaveTextContent('can be grouped by region');
});

it('shows every member of a dimension on request', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await unfold(user);
  await user.click(await screen.findByRole('radio', { name: 'All' }));
  expect(latest()?.groups).toBe('all');
});
