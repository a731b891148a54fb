import { screen } from '@testing-library/react';

import { field, open, option, unfold } from '../test/editor';

it('keeps the best groups', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await unfold(user);
  await user.type(await screen.findByLabelText('Keep groups'), '5');
  await user.tab();
  expect(latest()?.limit).toEqual({ top: 5 });
});

it('lets another KPI decide between groups that share the last place', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'], groupBy: ['team'], limit: { top: 5 } });
  await unfold(user);
  await user.click(await field('Then by'));
  await user.click(await option(/^Sales cycle/));
  expect(latest()?.limit).toEqual({ top: 5, then: 'sales_cycle' });
});
