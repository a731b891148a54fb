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
  expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  await user.click(await screen.findByRole('option', { name: /^Region/ }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', version: 1, queryType: 'values', dimension: 'region' });
});
