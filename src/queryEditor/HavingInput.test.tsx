import { screen } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('keeps groups by the value of a KPI, shown or not', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await unfold(user);
  await user.click(await screen.findByRole('button', { name: 'Add condition' }));
  await user.click(await field('KPI of the condition'));
  await user.click(await option(/^Sales cycle/));
  await user.click(await field('Operator of the condition'));
  await user.click(await option(/^at least/));
  await user.type(screen.getByLabelText('Compared with'), '30');
  await user.tab();
  expect(latest()?.having).toEqual([{ kpi: 'sales_cycle', operator: '>=', values: ['30'] }]);
  await user.click(screen.getByRole('button', { name: 'Remove condition' }));
  expect(latest()?.having ?? []).toEqual([]);
});

it('offers no conditions on groups without groups', async () => {
  const { user } = open({ kpis: ['revenue'] });
  await unfold(user);
  await field('Group by');
  expect(screen.queryByRole('button', { name: 'Add condition' })).not.toBeInTheDocument();
});
