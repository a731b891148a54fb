import { screen } from '@testing-library/react';

import { field, open, start } from '../test/editor';

jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

const code = () => screen.findByLabelText('JSON of the question');

it('goes from the builder to the code and back without loss', async () => {
  const part = { kpis: ['revenue'], unheard: { of: [1] } };
  const { user, latest, onChange } = open(part);
  await user.click(await screen.findByRole('radio', { name: 'Code' }));
  expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('There is no field unheard');
  const editor = await code();
  expect(editor).toHaveValue(
    JSON.stringify(
      { queryType: 'kpi', kpis: ['revenue'], grain: 'auto', format: 'timeseries', unheard: { of: [1] } },
      null,
      2
    )
  );
  await user.clear(editor);
  await user.click(editor);
  await user.paste('{"refId": "Z", "kpis": ["roi"], "groupBy": ["region"], "unheard": {"of": [1]}}');
  await user.tab();
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(latest()).toEqual({
    refId: 'A',
    version: 1,
    queryType: 'kpi',
    kpis: ['roi'],
    groupBy: ['region'],
    unheard: { of: [1] },
  });
  await user.click(screen.getByRole('radio', { name: 'Builder' }));
  await field('KPIs');
  expect(screen.getByText('ROI')).toBeVisible();
});

it('keeps what cannot be read, and says what is wrong', async () => {
  const { user, onChange } = open({ kpis: ['revenue'] });
  await user.click(await screen.findByRole('radio', { name: 'Code' }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.type(await code(), 'x');
  await user.tab();
  expect(await screen.findByRole('alert')).toHaveTextContent('This is no JSON');
  expect((await code()) as HTMLTextAreaElement).toHaveValue(
    `${JSON.stringify({ queryType: 'kpi', kpis: ['revenue'], grain: start.grain, format: start.format }, null, 2)}x`
  );
  expect(onChange).not.toHaveBeenCalled();
});
