import { dateTime, type TimeRange } from '@grafana/data';

import type { DataSource } from './datasource';
import { testDatasource } from './test/datasource';
import type { Question } from './types';

const panel: Question = { refId: 'A', version: 1, queryType: 'kpi', kpis: ['revenue'] };
const hidden: Question = { ...panel, refId: 'B', kpis: ['csat'], hide: true };
const from = dateTime('2026-03-01T00:00:00Z');
const to = dateTime('2026-04-01T00:00:00Z');
const timeRange: TimeRange = { from, to, raw: { from, to } };
const inEMEA = { key: 'region', operator: '=', value: 'EMEA' };

/** A data source whose backend says that, and what it is asked. */
function answering(answer: unknown) {
  const datasource = testDatasource();
  const post = jest.fn<Promise<unknown>, [path: string, asked: unknown]>(() => Promise.resolve(answer));
  datasource.postResource = post as unknown as DataSource['postResource'];
  return { datasource, post };
}

const nothing = { dimensions: [], fields: [], filters: [], groupBy: [] };

it('offers what the catalogue has where no panel is known', async () => {
  const { datasource, post } = answering(nothing);
  const group = 'Numbers and days of the rows';
  await expect(datasource.getTagKeys()).resolves.toEqual([
    { value: 'team', text: 'Team' },
    { value: 'region', text: 'Region' },
    { value: 'agent', text: 'Agent' },
    { value: 'amount', text: 'Amount', group },
    { value: 'created_at', text: 'Created at', group },
  ]);
  await expect(datasource.getGroupByKeys()).resolves.toHaveLength(3);
  expect(post).not.toHaveBeenCalled();
  await expect(datasource.getTagKeys({ filters: [], queries: [panel] })).resolves.toHaveLength(5);
});

it('offers what at least one panel has', async () => {
  const { datasource, post } = answering({ ...nothing, dimensions: ['region'], fields: ['amount'] });
  const keys = await datasource.getTagKeys({ filters: [inEMEA], queries: [panel, hidden], timeRange });
  expect(keys.map(({ value }) => value)).toEqual(['region', 'amount']);
  expect(post).toHaveBeenCalledWith('drilldown?lang=en', {
    questions: [panel],
    filters: [{ dimension: 'region', operator: 'in', values: ['EMEA'] }],
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-04-01T00:00:00.000Z',
  });
  const groups = await datasource.getGroupByKeys({ filters: [], queries: [panel] });
  expect(groups).toEqual([{ value: 'region', text: 'Region' }]);
});

it('offers the values in the rows of the panels, as the other filters leave them', async () => {
  const { datasource, post } = answering({ values: [{ value: 'North', text: 'North' }] });
  const asked = { key: 'team', filters: [inEMEA], queries: [panel], timeRange };
  await expect(datasource.getTagValues(asked)).resolves.toEqual([{ value: 'North', text: 'North' }]);
  expect(post).toHaveBeenCalledWith(
    'values?lang=en',
    expect.objectContaining({
      dimension: 'team',
      questions: [panel],
      filters: [{ dimension: 'region', operator: 'in', values: ['EMEA'] }],
    })
  );
});

it('says where there are more values than it offers', async () => {
  const { datasource } = answering({ values: [{ value: 'North', text: 'North' }], more: true });
  const values = await datasource.getTagValues({ key: 'team', filters: [] });
  expect(values).toEqual([{ value: 'North', text: 'North', group: 'The first 1: type any other' }]);
});

it('suggests no numbers', async () => {
  const { datasource, post } = answering({ values: [] });
  await expect(datasource.getTagValues({ key: 'amount', filters: [] })).resolves.toEqual([]);
  expect(post).not.toHaveBeenCalled();
});

it('says which filters and groups apply, and why others do not', async () => {
  const { datasource } = answering({
    ...nothing,
    filters: [{ applicable: false, reason: 'no Agent' }, { applicable: true }],
    groupBy: [{ applicable: false, reason: 'no Team' }],
  });
  const agent = { key: 'agent', operator: '=', value: 'Ann', origin: 'dashboard' };
  const unfinished = { key: 'team', operator: '=', value: '' };
  await expect(
    datasource.getDrilldownsApplicability({
      filters: [agent, unfinished, inEMEA],
      groupByKeys: ['team'],
      queries: [panel],
    })
  ).resolves.toEqual([
    { key: 'agent', origin: 'dashboard', applicable: false, reason: 'no Agent' },
    { key: 'team', applicable: true },
    { key: 'region', applicable: true },
    { key: 'team', applicable: true },
  ]);
});

it('takes everything as applicable where it cannot be found out', async () => {
  const datasource = testDatasource();
  await expect(datasource.getDrilldownsApplicability({ filters: [inEMEA], queries: [panel] })).resolves.toEqual([]);
});
