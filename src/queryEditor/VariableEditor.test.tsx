import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { testDatasource } from '../test/datasource';
import type { Question } from '../types';
import { VariableEditor } from './VariableEditor';

it('lists the values of a dimension, whatever a dashboard left open', async () => {
  setTemplateSrv({ getVariables: () => [] } as unknown as TemplateSrv);
  const onChange = jest.fn<void, [Question]>();
  const saved = { refId: 'A' } as Question;
  render(
    <VariableEditor datasource={testDatasource()} query={saved} onChange={onChange} onRunQuery={() => undefined} />
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole('combobox', { name: 'Values of' }));
  expect(screen.queryByRole('radiogroup', { name: 'Ask for' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('option', { name: /^Region/ }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', version: 1, queryType: 'values', dimension: 'region' });
});

it('lists KPIs of departments instead, and then no dimension', async () => {
  setTemplateSrv({ getVariables: () => [] } as unknown as TemplateSrv);
  const onChange = jest.fn<void, [Question]>();
  const editor = (query: Question) => (
    <VariableEditor datasource={testDatasource()} query={query} onChange={onChange} onRunQuery={() => undefined} />
  );
  const { rerender } = render(editor({ refId: 'A' } as Question));
  const user = userEvent.setup();
  await user.click(await screen.findByRole('combobox', { name: 'List' }));
  await user.click(await screen.findByRole('option', { name: 'KPIs' }));
  const asked: Question = { refId: 'A', version: 1, queryType: 'values', about: 'kpis' };
  expect(onChange).toHaveBeenLastCalledWith(asked);
  rerender(editor(asked));
  expect(screen.queryByRole('combobox', { name: 'Values of' })).not.toBeInTheDocument();
  await user.type(screen.getByRole('textbox', { name: 'Departments' }), '$department');
  await user.tab();
  expect(onChange).toHaveBeenLastCalledWith({ ...asked, departments: '$department' });
});
