import { screen } from '@testing-library/react';

import { testDatasource } from '../test/datasource';
import { field, open, option } from '../test/editor';
import type { Filter } from '../types';

it('filters by a suggested value', async () => {
  const { user, latest, onRunQuery } = open({ kpis: ['revenue'] });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Region/));
  await user.click(await field('Values of the filter'));
  await user.click(await option(/^EMEA/));
  expect(latest()?.filters).toEqual([{ dimension: 'region', operator: 'in', values: ['EMEA'] }]);
  expect(onRunQuery).toHaveBeenCalledTimes(3);
});

it('says why values could not be read', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getValues').mockRejectedValue({ data: { error: 'the table crm.accounts is missing' } });
  const { user } = open(
    { kpis: ['revenue'], filters: [{ dimension: 'region', operator: 'in', values: [] }] },
    datasource
  );
  await user.click(await field('Values of the filter'));
  expect(await screen.findByText('the table crm.accounts is missing')).toBeVisible();
});

it('edits groups of filters, within each other too', async () => {
  const region = { dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] };
  const group = { any: [region, { all: [{ dimension: 'team', operator: 'is_none' }] }] };
  const { user, latest } = open({ kpis: ['revenue'], filters: [group] });
  const all = await screen.findAllByRole('radio', { name: 'All of' });
  expect(all.map((one) => (one as HTMLInputElement).checked)).toEqual([false, true]);
  expect(screen.getByText('EMEA')).toBeVisible();
  await user.click(all[0]);
  expect(latest()?.filters).toEqual([{ all: group.any }]);
  await user.click(screen.getAllByRole('button', { name: 'Remove filter' })[0]);
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }]);
  await user.click(screen.getAllByRole('button', { name: 'Add group' }).at(-1)!);
  const fresh = { dimension: '', operator: 'in', values: [] };
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }, { any: [fresh] }]);
  await user.click(screen.getAllByRole('button', { name: 'Remove group' }).at(-1)!);
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }]);
});

it('compares numbers and days that the rows of every KPI have', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  const created = await option(/^Created at/);
  expect(screen.queryByRole('option', { name: /^Amount/ })).not.toBeInTheDocument();
  await user.click(created);
  expect(latest()?.filters).toEqual([{ field: 'created_at', operator: '>', values: [] }]);
  await user.click(await field('Operator of the filter'));
  await user.click(await option(/^between/));
  await user.type(screen.getByLabelText('Compared with'), '2026-01-01');
  await user.type(screen.getByLabelText('Up to'), '2026-03-31');
  await user.tab();
  expect(latest()?.filters).toEqual([
    { field: 'created_at', operator: 'between', values: ['2026-01-01', '2026-03-31'] },
  ]);
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Team/));
  expect(latest()?.filters).toEqual([{ dimension: 'team', operator: 'in', values: [] }]);
});

it('lets a filter hold for one side of a ratio, with what that side has', async () => {
  const filter: Filter = { dimension: 'region', operator: 'in', values: ['EMEA'] };
  const { user, latest } = open({ kpis: ['roi'], filters: [filter] });
  expect(screen.queryByRole('combobox', { name: 'What the filter holds for' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: /^Hold for one side/ }));
  await user.click(await field('What the filter holds for'));
  expect(await option(/^Denominator/)).toBeVisible();
  await user.click(await option(/^Numerator/));
  expect(latest()?.filters).toEqual([{ ...filter, of: 'numerator' }]);
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Amount/));
  expect(latest()?.filters).toEqual([{ of: 'numerator', field: 'amount', operator: '>', values: [] }]);
  await user.click(await field('What the filter holds for'));
  await user.click(await option(/^All rows/));
  expect(latest()?.filters).toEqual([{ field: 'amount', operator: '>', values: [] }]);
});

it('lets a group hold for what comes before a KPI as a whole', async () => {
  const group = { any: [{ dimension: 'team', operator: 'in', values: ['North'] }] };
  const { user, latest } = open({ kpis: ['roi'], filters: [group] });
  await user.click(await screen.findByRole('button', { name: /^Hold for one side/ }));
  await user.click(await field('What the filter holds for'));
  await user.click(await option(/^Deals/));
  expect(latest()?.filters).toEqual([{ ...group, of: 'deals' }]);
  await user.click(screen.getByRole('radio', { name: 'All of' }));
  expect(latest()?.filters).toEqual([{ all: group.any, of: 'deals' }]);
});

it('offers no side where a KPI has none', async () => {
  open({ kpis: ['roi', 'revenue'], filters: [{ dimension: 'region', operator: 'in', values: ['EMEA'] }] });
  expect(await screen.findByRole('button', { name: 'Remove filter' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Hold for one side/ })).not.toBeInTheDocument();
});

it('compares numbers and days of the records of an entity', async () => {
  const { user, latest } = open({ queryType: 'records', entity: 'deals' });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  expect(screen.queryByRole('option', { name: /^Amount/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('option', { name: /^Region/ })).not.toBeInTheDocument();
  await user.click(await option(/^Created at/));
  expect(latest()?.filters).toEqual([{ field: 'created_at', operator: '>', values: [] }]);
});

it('does not filter by a dimension that a KPI lacks, and says why', async () => {
  const { user, onChange } = open({
    kpis: ['sales_cycle'],
    filters: [{ dimension: 'team', operator: 'in', values: [] }],
  });
  await user.type(await field('Dimension of the filter'), 'region');
  expect(await option(/^Region/)).toHaveTextContent('Not for Sales cycle');
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(onChange).not.toHaveBeenCalled();
});
