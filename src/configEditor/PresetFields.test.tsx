import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import type { Preset, Settings } from '../types';
import { MappingSection } from './MappingSection';
import { settingsForm } from './settingsForm';

const mockGet = jest.fn();
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ get: mockGet }),
}));

const known: Preset[] = [
  {
    id: 'odoo_17',
    title: 'Odoo 17',
    versions: '17.0',
    schema: 'public',
    entities: ['deals', 'users'],
    available: 'Sales.',
    limits: 'No stages of the past.',
  },
  {
    id: 'chatwoot',
    title: 'Chatwoot',
    versions: '3',
    schema: 'public',
    entities: ['tickets', 'users'],
    available: 'Support.',
    limits: 'No SLA.',
  },
];

async function open(jsonData: Settings, readOnly = false) {
  const onChange = jest.fn<void, [Settings]>();
  function Page() {
    const [settings, setSettings] = useState(jsonData);
    const options = { jsonData: settings, readOnly } as Parameters<typeof settingsForm>[0];
    const form = settingsForm(options, (changed) => {
      onChange(changed.jsonData);
      setSettings(changed.jsonData);
    });
    return <MappingSection form={form} connection={{ uid: 'crm/1', complete: true, changed: false }} />;
  }
  render(<Page />);
  await screen.findByRole('combobox', { name: /^Presets/ });
  return { user: userEvent.setup(), latest: () => onChange.mock.lastCall?.[0] };
}

beforeEach(() => mockGet.mockReset().mockResolvedValue({ presets: known }));

it('chooses several presets, each with its schema and what it leaves out', async () => {
  const { user, latest } = await open({});
  expect(mockGet).toHaveBeenCalledWith('/api/datasources/uid/crm%2F1/resources/presets', { lang: 'en' }, undefined, {
    showErrorAlert: false,
  });
  const presets = screen.getByRole('combobox', { name: /^Presets/ });
  await user.click(presets);
  await user.click(await screen.findByRole('option', { name: /Odoo 17/ }));
  await user.click(await screen.findByRole('option', { name: /Chatwoot/ }));
  await user.keyboard('{Escape}');
  expect(latest()?.presets).toEqual([{ id: 'odoo_17' }, { id: 'chatwoot' }]);

  expect(screen.queryByText(/No stages of the past/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Odoo 17: what it gives and what it cannot know' }));
  expect(screen.getByText(/No stages of the past/)).toBeInTheDocument();

  await user.type(screen.getByLabelText('Chatwoot: schema'), 'desk');
  expect(latest()?.presets).toEqual([{ id: 'odoo_17' }, { id: 'chatwoot', schema: 'desk' }]);
  await user.clear(screen.getByLabelText('Chatwoot: schema'));
  expect(latest()?.presets).toEqual([{ id: 'odoo_17' }, { id: 'chatwoot', schema: undefined }]);
});

it('keeps what else a choice holds, and shows a preset that it does not know', async () => {
  const { user, latest } = await open({ presets: [{ id: 'sap', except: ['users'], tenant: { value: '8' } }] });
  await user.type(screen.getByLabelText('sap: schema'), 's');
  expect(latest()?.presets).toEqual([{ id: 'sap', schema: 's', except: ['users'], tenant: { value: '8' } }]);
});

it('says why the presets are not there', async () => {
  mockGet.mockRejectedValue({ data: { message: 'Plugin unavailable' } });
  await open({ presets: [{ id: 'odoo_17' }] });
  expect(await screen.findByText('Plugin unavailable')).toBeInTheDocument();
  expect(screen.getByLabelText('odoo_17: schema')).toBeEnabled();
});

it('saves the tenant, and nothing for an emptied one', async () => {
  const { user, latest } = await open({ tenant: { shared: ['currency_rates'] } });
  await user.type(screen.getByLabelText(/^Tenant column/), 'c');
  await user.type(screen.getByLabelText(/^TenantWhere/), '7');
  expect(latest()?.tenant).toEqual({ value: '7', column: 'c', shared: ['currency_rates'] });
  await user.clear(screen.getByLabelText(/^Tenant column/));
  expect(latest()?.tenant).toEqual({ value: '7', shared: ['currency_rates'] });
  await user.click(screen.getByLabelText(/^All tenants/));
  expect(latest()?.tenant).toEqual({ value: '7', shared: ['currency_rates'], all: true });
  await user.click(screen.getByLabelText(/^All tenants/));
});

it('does not let provisioned presets be changed', async () => {
  await open({ presets: [{ id: 'odoo_17' }] }, true);
  expect(await screen.findByLabelText('Odoo 17: schema')).toBeDisabled();
  expect(screen.getByLabelText(/^Tenant column/)).toBeDisabled();
});
