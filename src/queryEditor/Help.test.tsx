import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { testDatasource } from '../test/datasource';
import { speak } from '../test/language';
import type { Question } from '../types';
import { Help } from './Help';

afterEach(() => speak('en-US'));

function show() {
  const onClickExample = jest.fn<void, [Question]>();
  render(<Help datasource={testDatasource()} query={{ refId: 'C', version: 1 }} onClickExample={onClickExample} />);
  return onClickExample;
}

it('has examples to click, of what the data can answer', async () => {
  const clicked = show();
  await userEvent.click(await screen.findByRole('button', { name: 'Revenue by team, monthly, against last year' }));
  expect(clicked.mock.lastCall?.[0]).toMatchObject({
    refId: 'C',
    version: 1,
    queryType: 'kpi',
    kpis: ['revenue'],
    groupBy: ['team'],
    datasource: { uid: 'crm' },
  });
  expect(screen.queryByRole('button', { name: /win/i })).not.toBeInTheDocument();
});

it('speaks Russian', async () => {
  await speak('ru-RU');
  show();
  expect(await screen.findByRole('heading', { name: 'Спросите о показателях' })).toBeVisible();
  expect(await screen.findByRole('button', { name: /^Revenue, разрез: team/ })).toBeVisible();
});
