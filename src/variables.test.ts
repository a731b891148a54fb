import type { DataQueryRequest, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { EMPTY } from 'rxjs';

import { DataSource } from './datasource';
import { testDatasource } from './test/datasource';
import type { Question, Settings } from './types';
import { VariableSupport } from './variables';

const question: Question = { refId: 'values', version: 1, dimension: 'account', search: '${__searchFilter}' };

function asked(scopedVars: DataQueryRequest<Question>['scopedVars'], saved = question, settings: Settings = {}) {
  const datasource = testDatasource(settings);
  const query = jest.spyOn(datasource, 'query').mockReturnValue(EMPTY);
  new VariableSupport(datasource).query({ targets: [saved], scopedVars } as unknown as DataQueryRequest<Question>);
  return query.mock.calls[0][0];
}

it('asks for the values of a dimension where the dashboard leaves the type open', () => {
  expect(asked({}).targets).toEqual([{ ...question, queryType: 'values', rows: 10_000 }]);
});

it('searches for what is typed into the list, and for nothing before', () => {
  expect(asked({}).scopedVars).toMatchObject({ __searchFilter: { value: '' } });
  const typed = { __searchFilter: { text: 'acme', value: 'acme' }, other: { text: 'a', value: 'b' } };
  expect(asked(typed).scopedVars).toEqual(typed);
});

it('searches new ones in the database', () => {
  expect(testDatasource().variables?.getDefaultQuery?.()).toEqual({
    version: 1,
    queryType: 'values',
    search: '${__searchFilter}',
  });
});

it('bounds a list that is searched, and no other: that would be refused where it is too long', () => {
  const [first] = asked({}, question, { maxListRows: 500 }).targets;
  expect(first.rows).toBe(500);
  expect(asked({}, { ...question, rows: 7 }).targets[0].rows).toBe(7);
  expect(asked({}, { ...question, search: '' }).targets[0].rows).toBeUndefined();
});

describe('in the scope of a repeated panel, a link or another variable', () => {
  const values: Record<string, string | string[]> = { region: ['EMEA', 'APAC'], department: ['sales', 'support'] };
  const templateSrv = {
    getVariables: () => [],
    replace: (text = '', scopedVars: ScopedVars = {}, format?: string | ((value: string | string[]) => string)) =>
      text.replace(/\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g, (whole, inBraces?: string, form?: string, bare?: string) => {
        const name = inBraces ?? bare ?? '';
        const value = (scopedVars[name]?.value as string | string[] | undefined) ?? values[name];
        if (value === undefined) {
          return whole;
        }
        if (form === 'queryparam') {
          return [value]
            .flat()
            .map((item) => `var-${name}=${encodeURIComponent(item)}`)
            .join('&');
        }
        return typeof format === 'function' ? format(value) : `{${[value].flat().join(',')}}`;
      }),
  } as unknown as TemplateSrv;

  const settings = { uid: 'crm', name: 'CRM', jsonData: {} } as DataSourceInstanceSettings<Settings>;
  const asksFor = (saved: Partial<Question>, scopedVars: ScopedVars = {}) =>
    new DataSource(settings, templateSrv).applyTemplateVariables({ refId: 'A', version: 1, ...saved }, scopedVars);
  const byRegion = {
    queryType: 'values',
    dimension: 'team',
    filters: [{ dimension: 'region', operator: 'in', values: ['$region'] }],
  };

  it('takes every value of another variable', () => {
    expect(asksFor(byRegion).filters).toEqual([{ dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] }]);
  });

  it('takes the one value of a repeated panel', () => {
    const scopedVars = { region: { text: 'APAC', value: 'APAC' } };
    expect(asksFor(byRegion, scopedVars).filters).toEqual([{ dimension: 'region', operator: 'in', values: ['APAC'] }]);
  });

  it('filters nothing by All', () => {
    const scopedVars = { region: { text: 'All', value: '$__all' } };
    expect(asksFor(byRegion, scopedVars).filters).toEqual([]);
  });

  it('lists the KPIs of several departments', () => {
    const saved = { queryType: 'values', about: 'kpis', departments: '$department' };
    expect(asksFor(saved).departments).toBe('sales,support');
  });
});
