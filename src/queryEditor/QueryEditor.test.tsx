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
    const { onChange } = open(fresh, testDatasource(), { app: CoreApp.UnifiedAlerting });
    expect(await field('Grain')).toHaveValue('Automatic: whole range');
    expect(onChange).not.toHaveBeenCalled();
  });
});
