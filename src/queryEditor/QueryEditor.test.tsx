import { screen } from '@testing-library/react';

import { testDatasource } from '../test/datasource';
import { field, open, option, unfold } from '../test/editor';

it('says why the catalogue is missing, and tries again', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getCatalog').mockRejectedValueOnce({ data: { error: 'password authentication failed' } });
  const { user } = open({}, datasource);
  expect(await screen.findByText('password authentication failed')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await field('KPIs')).toBeVisible();
});

it('makes a table of a question without a time axis', async () => {
  const { user, latest } = open({ kpis: ['revenue'] });
  await unfold(user);
  await user.click(await field('Grain'));
  await user.click(await option(/^Whole range/));
  expect(latest()).toMatchObject({ grain: 'none', format: 'table' });
  expect(await screen.findByRole('radio', { name: 'Table' })).toBeChecked();
});
