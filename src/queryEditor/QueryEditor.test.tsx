import { CoreApp } from '@grafana/data';
import { cleanup, screen } from '@testing-library/react';

import { testDatasource } from '../test/datasource';
import { field, open, option, start, unfold } from '../test/editor';
import type { Question } from '../types';
import type { Props } from './QueryEditor';

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
  const whole = await option(/^Whole range/);
  expect(whole).toHaveTextContent('Changes Format');
  await user.click(whole);
  expect(latest()).toMatchObject({ grain: 'none', format: 'table' });
  expect(await screen.findByRole('radio', { name: 'Table' })).toBeChecked();
});

describe('the automatic format', () => {
  const fresh: Partial<Question> = { kpis: ['revenue'], grain: 'auto', format: 'auto' };
  const shown = (panelPluginId: string) => ({ data: { request: { panelPluginId } } as Props['data'] });

  it('says what it has become, and can be overridden', async () => {
    const { user, latest } = open(fresh, testDatasource(), shown('stat'));
    expect(await field('Grain')).toHaveValue('Automatic: whole range');
    expect(screen.getByRole('status')).toHaveTextContent('Revenue, over the whole range');
    await unfold(user);
    expect(screen.getByRole('radio', { name: 'Automatic: figures' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Time series' }));
    expect(latest()).toMatchObject({ format: 'timeseries', grain: 'auto' });
    expect(await field('Grain')).toHaveValue('Automatic');
  });

  it('is that of a question that Grafana has begun without the defaults', async () => {
    const untouched = {
      version: undefined,
      queryType: undefined,
      kpis: undefined,
      grain: undefined,
      format: undefined,
    };
    const { user, latest } = open(untouched, testDatasource(), shown('stat'));
    await user.click(await field('KPIs'));
    await user.click(await option(/^Revenue/));
    expect(latest()).toMatchObject({ ...fresh, fits: 'figures' });
  });

  it('notes what it is in the panel, without asking anew', async () => {
    const { latest, onRunQuery } = open(fresh, testDatasource(), shown('timeseries'));
    expect(await field('Grain')).toHaveValue('Automatic');
    expect(latest()).toEqual({ ...start, ...fresh, fits: 'timeseries' });
    expect(onRunQuery).not.toHaveBeenCalled();
  });

  it('notes nothing where a format is named, or nothing is drawn', async () => {
    const named = open({ kpis: ['revenue'] }, testDatasource(), shown('stat'));
    await field('Grain');
    expect(named.onChange).not.toHaveBeenCalled();
    cleanup();
    const decided = { ...fresh, alert: 'value' };
    const { onChange } = open(decided, testDatasource(), { app: CoreApp.UnifiedAlerting });
    expect(await field('Grain')).toHaveValue('Automatic: whole range');
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('an alert rule', () => {
  const rule = { app: CoreApp.UnifiedAlerting };
  const missed = (checked: boolean) =>
    screen.findByRole('radio', { name: 'The target is missed', checked }, { timeout: 5000 });

  it.each([
    ['of a panel', { kpis: ['revenue'], format: 'auto', grain: 'auto', styled: true }],
    ['of a panel with the target', { kpis: ['revenue', 'revenue.target', 'revenue.pace'], format: 'auto' }],
  ])('%s fires when the target is missed, if nobody says otherwise', async (_, panel) => {
    const { user, latest } = open(panel, testDatasource(), rule);
    await missed(true);
    expect(latest()).toMatchObject({ ...panel, alert: 'missed' });
    await user.click(screen.getByRole('radio', { name: "The value passes the rule's limit" }));
    expect(latest()).toMatchObject({ alert: 'value' });
  });

  it('that is new decides when its KPI is picked', async () => {
    const { user, latest, onChange } = open({ format: 'auto', grain: 'none' }, testDatasource(), rule);
    await user.click(await field('KPIs'));
    expect(onChange).not.toHaveBeenCalled();
    await user.click(await option(/^Revenue/));
    await missed(true);
    expect(latest()).toMatchObject({ kpis: ['revenue'], alert: 'missed' });
  });

  it.each([
    ['of a KPI that cannot have a target', { kpis: ['roi'], format: 'auto' }],
    ['of two KPIs', { kpis: ['revenue', 'roi'], format: 'auto' }],
    ['of two statistics', { kpis: ['revenue', 'revenue:statistic=median'], format: 'auto' }],
    ['of a variable', { kpis: ['revenue', '$kpi'], format: 'auto' }],
    ['of a formula', { kpis: ['=revenue / 2'], format: 'auto' }],
  ])('%s compares the value', async (_, panel) => {
    const { latest } = open(panel, testDatasource(), rule);
    await missed(false);
    expect(latest()).toMatchObject({ alert: 'value' });
  });

  it('that was saved stays as it is', async () => {
    const { onChange } = open({ kpis: ['revenue'], format: 'table', grain: 'none' }, testDatasource(), rule);
    await missed(false);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('alone is asked when it fires', async () => {
    open({ kpis: ['revenue'] });
    await field('KPIs');
    expect(screen.queryByRole('radio', { name: 'The target is missed' })).not.toBeInTheDocument();
    cleanup();
    open({ kpis: ['revenue'], alert: 'missed' });
    await missed(true); // to be switched off
  });
});
