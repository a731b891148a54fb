import { screen, waitFor } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('groups by dimensions that every chosen KPI has', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await field('Group by'));
  const team = await option(/^Team/);
  const region = await option(/^Region/);
  expect(region).toHaveTextContent('Not for Sales cycle');
  expect(region).toHaveStyle({ pointerEvents: 'none' });
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

it('offers no KPI that cannot be grouped as the others are, and says why', async () => {
  const { user, onChange } = open({ kpis: ['revenue'], groupBy: ['region'] });
  await user.type(await field('KPIs'), 'cycle');
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
  expect(await option(/^Sales cycle/)).toHaveTextContent('Cannot be grouped by Region');
  await user.keyboard('{ArrowDown}{Enter}');
  expect(onChange).not.toHaveBeenCalled();
});

it('says what is missing because nothing is grouped', async () => {
  const { user } = open({ kpis: ['revenue'] });
  await unfold(user);
  expect(screen.getByText('Groups, Keep groups, Groups where: set Group by first')).toBeVisible();
});
