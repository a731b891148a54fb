import type { DataQueryRequest } from '@grafana/data';
import { EMPTY } from 'rxjs';

import { testDatasource } from './test/datasource';
import type { Question } from './types';
import { VariableSupport } from './variables';

const question: Question = { refId: 'values', version: 1, dimension: 'account', search: '${__searchFilter}' };

function asked(scopedVars: DataQueryRequest<Question>['scopedVars']) {
  const datasource = testDatasource();
  const query = jest.spyOn(datasource, 'query').mockReturnValue(EMPTY);
  new VariableSupport(datasource).query({ targets: [question], scopedVars } as unknown as DataQueryRequest<Question>);
  return query.mock.calls[0][0];
}

it('asks for the values of a dimension where the dashboard leaves the type open', () => {
  expect(asked({}).targets).toEqual([{ ...question, queryType: 'values' }]);
});

it('searches for what is typed into the list, and for nothing before', () => {
  expect(asked({}).scopedVars).toMatchObject({ __searchFilter: { value: '' } });
  const typed = { __searchFilter: { text: 'acme', value: 'acme' }, other: { text: 'a', value: 'b' } };
  expect(asked(typed).scopedVars).toEqual(typed);
});
