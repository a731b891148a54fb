import { catalog } from './test/catalog';
import { testDatasource } from './test/datasource';
import type { Question } from './types';

const question: Question = { refId: 'A', version: 1, kpis: ['revenue'] };

it('starts with a question that is not sent until a KPI is chosen', () => {
  const datasource = testDatasource();
  const fresh = { ...datasource.getDefaultQuery(), refId: 'A' } as Question;
  expect(fresh.version).toBe(1);
  expect(datasource.filterQuery(fresh)).toBe(false);
  expect(datasource.filterQuery({ ...fresh, kpis: ['revenue'] })).toBe(true);
});

it('does not send what the catalogue calls incomplete, once it is there', async () => {
  const datasource = testDatasource();
  const open: Question = { refId: 'A', version: 1, queryType: 'values' };
  expect(datasource.filterQuery(open)).toBe(true);
  await datasource.getCatalog();
  expect(datasource.filterQuery(open)).toBe(false);
  expect(datasource.filterQuery({ ...open, dimension: 'region' })).toBe(true);
  expect(datasource.getQueryDisplayText({ ...open, dimension: 'region' })).toBe('Values: region');
});

it('marks all events where annotations are new, and what was chosen where they are saved', () => {
  const { annotations } = testDatasource();
  expect(annotations.getDefaultQuery?.()).toEqual({ version: 1, queryType: 'annotations' });
  const prepare = (target?: Partial<Question>) =>
    annotations.prepareQuery?.({ name: 'CRM', enable: true, iconColor: 'red', target: target as Question });
  expect(prepare()).toEqual({ refId: 'Anno', version: 1, queryType: 'annotations' });
  expect(prepare({ refId: 'Anno', queryType: '', events: ['campaigns'] })).toMatchObject({
    queryType: 'annotations',
    events: ['campaigns'],
  });
  expect(prepare({ refId: 'B', queryType: 'agenda' })).toMatchObject({ refId: 'B', queryType: 'agenda' });
});

it('adds the ad hoc filters of the dashboard to those of the panel', () => {
  const own = { dimension: 'team', operator: 'in' as const, values: ['North'] };
  const asked = testDatasource().applyTemplateVariables({ ...question, filters: [own] }, {}, [
    { key: 'region', operator: '=', value: 'EMEA' },
  ]);
  expect(asked.filters).toEqual([own, { dimension: 'region', operator: 'in', values: ['EMEA'] }]);
});

it('fills in what a question saved without version or type means', () => {
  const saved = { refId: 'A', kpis: ['revenue'] } as unknown as Question;
  expect(testDatasource().applyTemplateVariables(saved, {})).toMatchObject({ version: 1, queryType: 'kpi' });
});

it('reads the catalogue once, and again after a failure', async () => {
  const datasource = testDatasource();
  const read = jest.spyOn(datasource, 'getResource').mockRejectedValueOnce(new Error('no database'));
  await expect(datasource.getCatalog()).rejects.toThrow('no database');
  await expect(datasource.getCatalog()).resolves.toEqual(catalog);
  await datasource.getCatalog();
  expect(read).toHaveBeenCalledTimes(2);
});

it('offers dimensions and their values as ad hoc filters', async () => {
  const datasource = testDatasource();
  await expect(datasource.getTagKeys()).resolves.toContainEqual({ value: 'region', text: 'Region' });
  await expect(datasource.getTagValues({ key: 'region', filters: [] })).resolves.toEqual([
    { value: 'EMEA', text: 'EMEA' },
  ]);
});
