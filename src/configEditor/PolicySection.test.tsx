import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { NEVER } from 'rxjs';

import type { SeenBy, SeenPerson, Settings } from '../types';
import { examplePolicy } from './examplePolicy';
import { PolicySection } from './PolicySection';
import { settingsForm } from './settingsForm';

const mockNothing = NEVER;
const get = jest.fn<Promise<unknown>, [string, Record<string, string>]>();

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ get, fetch: () => mockNothing }),
}));

jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

function open(jsonData: Settings) {
  const onChange = jest.fn<void, [Settings]>();
  function Page() {
    const [settings, setSettings] = useState(jsonData);
    const form = settingsForm({ jsonData: settings } as Parameters<typeof settingsForm>[0], (changed) => {
      onChange(changed.jsonData);
      setSettings(changed.jsonData);
    });
    return <PolicySection form={form} connection={{ uid: 'crm', complete: true, changed: false }} />;
  }
  render(<Page />);
  return { user: userEvent.setup(), latest: () => onChange.mock.lastCall?.[0] };
}

it('puts in an example where there is no policy, and has nothing to try before', async () => {
  const { user, latest } = open({});
  expect(screen.queryByRole('button', { name: 'Show what they see' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Insert an example' }));
  expect(latest()).toEqual({ policy: examplePolicy });
});

it('shows what a person sees', async () => {
  const seen: SeenBy = {
    rule: 2,
    refused: '',
    rows: true,
    entities: [
      { id: 'deals', title: 'Deals', all: false, rows: 12, masked: [] },
      { id: 'stages', title: 'Stages', all: true, rows: null, masked: [] },
      { id: 'tickets', title: 'Tickets', all: false, rows: null, masked: ['subject'] },
    ],
    exempt: [
      { kpis: ['Revenue', 'Deals won'], by: ['Team'], grain: 'month', rows: 5, people: 2 },
      { kpis: ['New leads'], by: [], grain: 'year', rows: 9, people: 3 },
    ],
  };
  get.mockResolvedValue(seen);
  const { user } = open({ policy: examplePolicy });
  await user.type(screen.getByRole('textbox', { name: /See as/ }), 'anna@example.com ');
  await user.click(screen.getByRole('button', { name: 'Show what they see' }));
  const rows = within(await screen.findByRole('table')).getAllByRole('row');
  expect(rows.slice(1).map((row) => row.textContent)).toEqual([
    'Deals12',
    'Stagesall',
    'Ticketssome; not counted in timesubject',
  ]);
  expect(screen.getByText(/By rule 2/)).toBeInTheDocument();
  expect(screen.getByText(/in total and by Team: Revenue, Deals won \(grain month, from 5 rows/)).toBeInTheDocument();
  expect(screen.getByText(/in total: New leads \(grain year, from 9 rows of 3 others/)).toBeInTheDocument();
  const [url, asked] = get.mock.lastCall ?? [];
  expect(url).toBe('/api/datasources/uid/crm/resources/seen');
  expect(asked).toMatchObject({ as: 'anna@example.com', role: 'Viewer' });
});

it('says why somebody sees nothing', async () => {
  get.mockResolvedValue({
    rule: 0,
    refused: 'Ask the CRM team',
    rows: false,
    entities: [],
    exempt: [],
  } satisfies SeenBy);
  const { user } = open({ policy: examplePolicy });
  await user.click(screen.getByRole('button', { name: 'Show what they see' }));
  expect(await screen.findByText('Ask the CRM team')).toBeInTheDocument();
});

it('lists the people with their rules', async () => {
  const people: SeenPerson[] = [
    { name: 'Anna', email: 'anna@example.com', rule: 3, refused: '' },
    { name: 'Ben', email: 'ben@example.com', rule: 0, refused: 'No rule' },
  ];
  get.mockResolvedValue({ people });
  const { user } = open({ policy: examplePolicy });
  await user.click(screen.getByRole('button', { name: 'List who sees what' }));
  const rows = within(await screen.findByRole('table')).getAllByRole('row');
  expect(rows.slice(1).map((row) => row.textContent)).toEqual(['Annaanna@example.com3', 'Benben@example.comNo rule']);
});

it('has an audit log on request', async () => {
  const { user, latest } = open({});
  await user.click(screen.getByRole('combobox', { name: /Audit log/ }));
  await user.click(await screen.findByRole('option', { name: /without the values/ }));
  expect(latest()).toEqual({ audit: 'questions' });
  await user.click(screen.getByRole('combobox', { name: /Audit log/ }));
  await user.click(await screen.findByRole('option', { name: 'Nothing' }));
  expect(latest()).toEqual({ audit: undefined });
});
