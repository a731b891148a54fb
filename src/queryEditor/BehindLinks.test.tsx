import { CoreApp } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen } from '@testing-library/react';

import { testDatasource } from '../test/datasource';
import { field, open } from '../test/editor';
import type { Question } from '../types';
import type { Props } from './QueryEditor';

const part = { kpis: ['revenue'], groupBy: ['team'] };

afterEach(() => {
  config.exploreEnabled = false;
});

it('shows what is behind at once in Explore', async () => {
  const { user, latest, onRunQuery } = open(part, testDatasource(), { app: CoreApp.Explore });
  await user.click(await screen.findByRole('button', { name: 'Definition, SQL, plan' }));
  expect(latest()).toEqual({ refId: 'A', version: 1, queryType: 'explain', kpis: ['revenue'] });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('leads from a panel to Explore, over the same range', async () => {
  config.exploreEnabled = true;
  const range = { raw: { from: 'now-1y', to: 'now' } };
  open(part, testDatasource(), { app: CoreApp.PanelEditor, data: { request: { range } } as Props['data'] });
  const link = await screen.findByRole('link', { name: 'Rows behind' });
  const url = new URL(link.getAttribute('href') ?? '', 'http://grafana');
  expect(url.pathname).toBe('/explore');
  expect(JSON.parse(url.searchParams.get('panes') ?? '')).toMatchObject({
    crm: {
      datasource: 'crm',
      queries: [{ queryType: 'records', kpis: ['revenue'] }],
      range: { from: 'now-1y', to: 'now' },
    },
  });
});

it('takes the filters of the dashboard along that the figure obeys', async () => {
  config.exploreEnabled = true;
  const filters = [
    { key: 'region', operator: '=', value: 'EMEA' },
    { key: 'platform', operator: '=', value: 'web' },
  ];
  open(part, testDatasource(), { app: CoreApp.PanelEditor, data: { request: { filters } } as Props['data'] });
  const asked = async (name: string) => {
    const link = await screen.findByRole('link', { name });
    const url = new URL(link.getAttribute('href') ?? '', 'http://grafana');
    const { crm } = JSON.parse(url.searchParams.get('panes') ?? '') as { crm: { queries: Question[] } };
    return crm.queries[0];
  };
  const obeyed = [{ dimension: 'region', operator: 'in', values: ['EMEA'] }];
  expect((await asked('Rows behind')).filters).toEqual(obeyed);
  expect((await asked('Definition, SQL, plan')).filters).toEqual(obeyed);
});

it('leads nowhere where there is no Explore', async () => {
  open(part, testDatasource(), { app: CoreApp.PanelEditor });
  await field('KPIs');
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});
