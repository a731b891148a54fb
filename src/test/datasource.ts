import type { DataSourceInstanceSettings } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import { DataSource } from '../datasource';
import type { Settings } from '../types';
import { catalog } from './catalog';

/** Leaves every text as it is: a dashboard without variables. */
const templateSrv = { replace: (text = '') => text, getVariables: () => [] } as unknown as TemplateSrv;

/** A data source whose catalogue and values are at hand. */
export function testDatasource(jsonData: Settings = {}): DataSource {
  const settings = { uid: 'crm', name: 'CRM', jsonData } as DataSourceInstanceSettings<Settings>;
  const datasource = new DataSource(settings, templateSrv);
  datasource.getResource = jest.fn((path: string) =>
    Promise.resolve(path === 'catalog' ? catalog : { values: [{ value: 'EMEA', text: 'EMEA' }] })
  ) as unknown as DataSource['getResource'];
  datasource.postResource = jest.fn((path: string) => Promise.reject(new Error(`nothing is sent to ${path}`)));
  return datasource;
}
