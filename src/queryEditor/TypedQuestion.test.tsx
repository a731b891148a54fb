import { CoreApp } from '@grafana/data';
import { screen, within } from '@testing-library/react';

import { testDatasource } from '../test/datasource';
import { field, open, option } from '../test/editor';
import type { Filter } from '../types';
import { AnnotationEditor } from './QueryEditor';

it('lists the values of a dimension', async () => {
  const { user, latest } = open();
  await user.click(await screen.findByRole('radio', { name: 'Values' }));
  await user.click(await field('Values of'));
  await user.click(await option(/^Region/));
  expect(latest()).toMatchObject({ queryType: 'values', dimension: 'region' });
});

it('asks for the story of one customer, beside other filters', async () => {
  const region: Filter = { dimension: 'region', operator: 'in', values: ['EMEA'] };
  const { user, latest } = open({ filters: [region] });
  await user.click(await screen.findByRole('radio', { name: 'Timeline' }));
  await user.click(await field('Customer'));
  await user.click(await option(/^EMEA/));
  const account = { dimension: 'account', operator: 'equals', values: ['EMEA'] };
  expect(latest()).toMatchObject({ queryType: 'timeline', filters: [account, region] });
  await user.click(await screen.findByRole('button', { name: 'Remove filter' }));
  expect(latest()?.filters).toEqual([account]);
});

it('says why the customers could not be read', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getValues').mockRejectedValue({ data: { error: 'accounts are not mapped' } });
  const { user } = open({ queryType: 'timeline' }, datasource);
  await user.click(await field('Customer'));
  expect(await screen.findByText('accounts are not mapped')).toBeVisible();
});

it('chooses what annotations mark', async () => {
  const { user, latest } = open({ parameters: { window: '90d' } });
  await user.click(await screen.findByRole('radio', { name: 'Annotations' }));
  await user.click(await field('Events'));
  await user.click(await option(/^Campaigns/));
  expect(latest()).toMatchObject({ queryType: 'annotations', events: ['campaigns'] });
  await user.type(await screen.findByLabelText('Deals from'), '50000');
  await user.tab();
  expect(latest()?.parameters).toEqual({ threshold: '50000' });
});

it('explains the KPI that was picked last', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await screen.findByRole('radio', { name: 'Explain' }));
  expect(latest()).toMatchObject({ queryType: 'explain', kpis: ['revenue'] });
  await user.click(await field('KPIs'));
  await user.click(await option(/^Sales cycle/));
  expect(latest()?.kpis).toEqual(['sales_cycle']);
});

it('checks the data, its entities unless something else is chosen', async () => {
  const { user, latest } = open();
  await user.click(await screen.findByRole('radio', { name: 'Check' }));
  expect(latest()).toMatchObject({ queryType: 'check' });
  expect(await field('About')).toHaveValue('Entities');
  await user.click(await field('About'));
  await user.click(await option(/^Findings/));
  expect(latest()).toMatchObject({ queryType: 'check', about: 'findings' });
});

describe('what is offered', () => {
  const offered = async () => {
    const group = await screen.findByRole('radiogroup', { name: 'Ask for' });
    return within(group)
      .getAllByRole('radio')
      .map((radio) => (radio as HTMLInputElement).labels?.[0].textContent.trim());
  };

  it('offers an alert rule what gives numbers to alert on, and keeps what is saved', async () => {
    open({ queryType: 'check' }, testDatasource(), { app: CoreApp.UnifiedAlerting });
    expect(await offered()).toEqual(['KPIs', 'Check']);
  });

  it('offers annotations what has events', async () => {
    open({ queryType: 'annotations' }, testDatasource(), { Editor: AnnotationEditor });
    expect(await offered()).toEqual(['Records', 'Agenda', 'Timeline', 'Annotations']);
  });

  it('has nothing to choose where there is one type', async () => {
    open({}, testDatasource(), { app: CoreApp.UnifiedAlerting });
    await field('KPIs');
    expect(screen.queryByRole('radiogroup', { name: 'Ask for' })).not.toBeInTheDocument();
  });
});
