import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { speak } from '../test/language';
import type { Health } from '../types';
import { HealthSection } from './HealthSection';

const mockGet = jest.fn<Promise<unknown>, [string]>();
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ get: mockGet }),
}));

const degraded: Health = {
  message: 'The data source is degraded: deals.amount cannot be read',
  details: {
    state: 'degraded',
    server: '18.4',
    kpis: 260,
    available: 200,
    unreadable: { 'deals.amount': 'the column does not exist' },
    unavailable: {
      csat: 'surveys is not mapped',
      revenue: 'deals.amount is not mapped',
      win_value: 'deals.amount is not mapped',
    },
    entities: [
      { entity: 'deals', rows: 12345, newest: '2024-06-14T10:00:00Z', usable: 0.987 },
      { entity: 'tickets', rows: null, problem: 'there was no time' },
    ],
    findings: [
      {
        kind: 'duplicate_key',
        severity: 'error',
        entity: 'users',
        field: 'id',
        count: 2,
        examples: '7, 8',
        meaning: 'keys are not unique',
      },
      { kind: 'late', severity: 'warning', entity: '', field: '', count: 0, meaning: 'the history is short' },
    ],
    skipped: ['orphan keys of tickets'],
    excess: ['it can write'],
  },
};

function open(complete = true) {
  render(<HealthSection connection={{ uid: 'crm/1', complete, changed: false }} />);
  return userEvent.setup();
}

const check = () => screen.getByRole('button', { name: 'Check the saved settings' });
const folds = () => screen.getAllByText(/^\D+ \(\d+\)$/).map(({ textContent }) => textContent);

it('shows what a failed check found, the worst first', async () => {
  mockGet.mockRejectedValue({ status: 400, data: { ...degraded, status: 'ERROR' } });
  const user = open();
  await user.click(check());
  expect(mockGet.mock.lastCall?.[0]).toBe('/api/datasources/uid/crm%2F1/health');
  const status = await screen.findByRole('alert');
  expect(status).toHaveTextContent('Only a part of the questions is answered');
  expect(status).toHaveTextContent(degraded.message);
  expect(status).toHaveTextContent('PostgreSQL 18.4');
  expect(status).toHaveTextContent('KPIs available: 200 of 260');
  expect(folds()).toEqual([
    'Cannot be read (1)',
    'Wrong in the data (2)',
    'The role can do more than it needs (1)',
    'Not checked (1)',
    'KPIs that are not available (3)',
    'Entities (2)',
  ]);
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'deals.amount the column does not exist',
    'error: users.id keys are not unique (2: 7, 8)',
    'warning the history is short',
  ]);
});

it('unfolds why KPIs are missing, and what the rows are like', async () => {
  mockGet.mockResolvedValue({
    ...degraded,
    details: { ...degraded.details, findings: [], unreadable: {}, excess: [] },
  });
  const user = open();
  await user.click(check());
  await user.click(await screen.findByRole('button', { name: /^KPIs that are not available/ }));
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'revenue, win_value deals.amount is not mapped',
    'csat surveys is not mapped',
  ]);
  await user.click(screen.getByRole('button', { name: /^Entities/ }));
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows.slice(1).map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['deals', '12,345', 'Jun 14, 2024', '98.7%'],
    ['tickets', 'there was no time', '', ''],
  ]);
});

it('says that all is well where it is', async () => {
  mockGet.mockResolvedValue({
    status: 'OK',
    message: 'Connected',
    details: { state: 'up', kpis: 260, available: 260 },
  });
  const user = open();
  await user.click(check());
  expect(await screen.findByRole('status')).toHaveTextContent('Questions are answered');
  expect(screen.queryByRole('list')).not.toBeInTheDocument();
});

it('tells why there is no report', async () => {
  mockGet.mockRejectedValue({ status: 502, data: { message: 'Plugin unavailable' } });
  const user = open();
  await user.click(check());
  expect(await screen.findByText('Plugin unavailable')).toBeInTheDocument();
});

it('waits until a connection is saved', () => {
  open(false);
  expect(check()).toBeDisabled();
});

it('speaks Russian', async () => {
  await speak('ru-RU');
  mockGet.mockResolvedValue(degraded);
  const user = open();
  await user.click(screen.getByRole('button', { name: 'Проверить сохранённые настройки' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Доступно KPI: 200 из 260');
  await user.click(screen.getByRole('button', { name: /^Сущности/ }));
  expect(screen.getByText(/^12.345$/)).toBeInTheDocument();
  await speak('en-US');
});
