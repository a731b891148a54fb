import type { DataSourceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { NEVER, of, type Observable } from 'rxjs';

import { violations } from '../test/axe';
import type { Secrets, Settings } from '../types';
import { ConfigEditor } from './ConfigEditor';

type Options = DataSourceSettings<Settings, Secrets>;

const mockGet = jest.fn<Promise<unknown>, [string]>();
let mockFetch: () => Observable<unknown> = () => NEVER;
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ get: mockGet, fetch: () => mockFetch() }),
}));
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

const answers: Record<string, unknown> = {
  presets: {
    presets: [
      {
        id: 'odoo_17',
        title: 'Odoo 17',
        versions: '17',
        schema: 'public',
        entities: ['deals'],
        available: 'Sales.',
        limits: '',
      },
    ],
  },
  detect: {
    presets: [{ id: 'odoo_17', title: 'Odoo 17', schema: 'odoo', confidence: 0.9, reason: 'the tables are there' }],
    mapping: 'entities:\n  deals:\n    from: t\n',
    numbers: [{ preset: '', title: 'Deals', value: '7', note: 'of a sample' }],
    notes: ['a note'],
  },
  health: {
    message: 'degraded',
    details: {
      state: 'degraded',
      server: '18.4',
      kpis: 2,
      available: 1,
      unreadable: { 'deals.amount': 'no column' },
      unavailable: { revenue: 'deals.amount is not mapped' },
      findings: [{ kind: 'late', severity: 'warning', entity: 'deals', field: 'id', count: 1, meaning: 'late' }],
      excess: ['it can write'],
      entities: [{ entity: 'deals', rows: 7, newest: '2024-01-01T00:00:00Z', usable: 1 }],
    },
  },
  seen: { people: [{ name: 'Anna', email: 'anna@example.com', rule: 1, refused: '' }] },
};

async function open(jsonData: Settings) {
  mockGet.mockImplementation((url) => Promise.resolve(answers[url.split('/').at(-1) ?? '']));
  function Page() {
    const [options, setOptions] = useState({
      uid: 'crm',
      version: 1,
      jsonData,
      secureJsonFields: { password: true },
    } as unknown as Options);
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  }
  const { container } = await act(() => Promise.resolve(render(<Page />)));
  return { container };
}

it('has no violation when it is new', async () => {
  const { container } = await open({});
  expect(await violations(container)).toEqual([]);
});

it('has none with everything unfolded', async () => {
  config.secureSocksDSProxyEnabled = true;
  mockFetch = () => of({ data: { faults: [{ line: 1, message: 'wrong' }] } });
  jest.useFakeTimers();
  const user = userEvent.setup({ advanceTimers: (ms) => jest.advanceTimersByTime(ms) });
  const { container } = await open({
    host: 'db',
    database: 'crm',
    user: 'reader',
    tlsMode: 'verify-full',
    presets: [{ id: 'odoo_17' }],
    mapping: 'entities: {}',
    kpis: 'kpis: {}',
    policy: 'rules: []',
  });
  for (const name of [
    'Look at the database',
    'Use Odoo 17, schema odoo',
    'Check the saved settings',
    'List who sees what',
    'Limits',
    /^KPIs that are not/,
    /^Entities/,
    /^The role can/,
  ]) {
    await user.click(await screen.findByRole('button', { name }));
  }
  act(() => jest.advanceTimersByTime(400));
  expect(screen.getAllByRole('button', { name: 'Line 1' })).toHaveLength(3);
  jest.useRealTimers();
  expect(await violations(container)).toEqual([]);
  config.secureSocksDSProxyEnabled = false;
});
