import type { DataSourceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import type { Secrets, Settings } from '../types';
import { ConfigEditor } from './ConfigEditor';

type Options = DataSourceSettings<Settings, Secrets>;

async function open(part: Partial<Options> = {}) {
  const onChange = jest.fn<void, [Options]>();
  function Page() {
    const [options, setOptions] = useState({ jsonData: {}, secureJsonFields: {}, ...part } as Options);
    const change = (changed: Options) => {
      onChange(changed);
      setOptions(changed);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  // The presets are asked for.
  await act(() => {
    render(<Page />);
    return Promise.resolve();
  });
  return { user: userEvent.setup(), latest: () => onChange.mock.lastCall?.[0] };
}

it('saves texts and numbers as such, and nothing for an emptied field', async () => {
  const { user, latest } = await open();
  await user.type(screen.getByLabelText(/^Host/), 'db.example.com');
  await user.type(screen.getByLabelText(/^Port/), '5433');
  expect(latest()?.jsonData).toEqual({ host: 'db.example.com', port: 5433 });
  await user.clear(screen.getByLabelText(/^Host/));
  await user.clear(screen.getByLabelText(/^Port/));
  expect(latest()?.jsonData).toEqual({ host: undefined, port: undefined });
});

it('keeps the password among the secrets', async () => {
  const { user, latest } = await open();
  await user.type(screen.getByLabelText(/^Password/), 'secret');
  expect(latest()).toMatchObject({ jsonData: {}, secureJsonData: { password: 'secret' } });
});

it('does not show a stored password, and lets one replace it', async () => {
  const { user, latest } = await open({ secureJsonFields: { password: true } });
  expect(screen.getByLabelText(/^Password/)).toBeDisabled();
  await user.click(screen.getByRole('button', { name: /reset/i }));
  expect(latest()?.secureJsonFields).toEqual({ password: false });
  expect(screen.getByLabelText(/^Password/)).toBeEnabled();
});

it('asks which of several hosts is read', async () => {
  const { user, latest } = await open();
  expect(screen.queryByRole('combobox', { name: /^Server to read/ })).not.toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Host/), 'db1:5432,db2:5433');
  expect(latest()?.jsonData.host).toBe('db1:5432,db2:5433');
  await user.click(screen.getByRole('combobox', { name: /^Server to read/ }));
  await user.click(await screen.findByRole('option', { name: /A standby, else the primary/ }));
  expect(latest()?.jsonData.targetSessionAttrs).toBe('prefer-standby');
});

it('asks for certificates only where the mode uses them', async () => {
  const { user, latest } = await open();
  expect(screen.queryByLabelText(/^Certificate of the authority/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('combobox', { name: /^Mode/ }));
  await user.click(await screen.findByRole('option', { name: /authority and name/ }));
  expect(latest()?.jsonData.tlsMode).toBe('verify-full');
  expect(screen.getByLabelText(/^Certificate of the authority/)).toBeEnabled();
  expect(screen.getByLabelText(/^Server name/)).toBeEnabled();
});

it('shows the defaults of the business calendar', async () => {
  await open();
  expect(screen.getByRole('combobox', { name: /^Time zone/ })).toHaveValue('UTC');
  expect(screen.getByRole('combobox', { name: /^First day of the week/ })).toHaveValue('Monday');
  expect(screen.getByRole('combobox', { name: /^First month/ })).toHaveValue('January');
});

it('saves the month in which the fiscal year starts as a number', async () => {
  const { user, latest } = await open();
  await user.click(screen.getByRole('combobox', { name: /^First month/ }));
  await user.click(await screen.findByRole('option', { name: 'April' }));
  expect(latest()?.jsonData.fiscalStart).toBe(4);
});

it('folds the limits, and saves them as numbers', async () => {
  const { user, latest } = await open();
  expect(screen.queryByLabelText(/^Cells of an answer/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^Limits/ }));
  await user.type(screen.getByLabelText(/^Cells of an answer/), '5');
  expect(latest()?.jsonData).toEqual({ maxCells: 5 });
});

it('turns live updates off and on', async () => {
  const { user, latest } = await open();
  const live = screen.getByRole('switch', { name: /^Update open panels/ });
  expect(live).toBeChecked();
  await user.click(live);
  expect(latest()?.jsonData.liveUpdates).toBe(false);
  await user.click(live);
  expect(latest()?.jsonData).toEqual({ liveUpdates: undefined });
});

it('does not let a provisioned data source be changed', async () => {
  await open({ readOnly: true });
  expect(screen.getByLabelText(/^Host/)).toBeDisabled();
});

describe('the secure socks proxy', () => {
  afterEach(() => {
    config.secureSocksDSProxyEnabled = false;
  });

  it('is offered where Grafana has one', async () => {
    config.secureSocksDSProxyEnabled = true;
    const { user, latest } = await open({ jsonData: { host: 'db' } });
    await user.click(screen.getByRole('switch', { name: /^Secure socks proxy/ }));
    expect(latest()?.jsonData).toEqual({ host: 'db', enableSecureSocksProxy: true });
  });

  it('is not offered elsewhere', async () => {
    await open();
    expect(screen.queryByText('Secure socks proxy')).not.toBeInTheDocument();
  });
});
