import type { DataSourceSettings } from '@grafana/data';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type FormEvent } from 'react';
import { NEVER } from 'rxjs';

import { speak } from '../test/language';
import type { Detection, Preset, Secrets, Settings } from '../types';
import { ConfigEditor } from './ConfigEditor';

const mockGet = jest.fn();
const mockNothing = NEVER;
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ get: mockGet, fetch: () => mockNothing }),
}));
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

type Options = DataSourceSettings<Settings, Secrets>;

const connection: Settings = { host: 'db', database: 'crm', user: 'reader' };
const known = [
  { id: 'odoo_17', title: 'Odoo 17', schema: 'public', entities: ['deals'] },
  { id: 'chatwoot', title: 'Chatwoot', schema: 'public', entities: ['tickets'] },
] as Preset[];
const proposal = '# A proposal\nentities:\n  # 0.96: named like "deals"\n  deals:\n    from: public.deal as t\n';
const found: Detection = {
  presets: [
    { id: 'odoo_17', title: 'Odoo 17', schema: 'public', confidence: 1, reason: 'all tables are there' },
    { id: 'chatwoot', title: 'Chatwoot', schema: 'R&D', confidence: 0.874, reason: 'two columns are missing' },
  ],
  mapping: proposal,
  numbers: [
    { preset: 'odoo_17=public', title: 'Revenue, 2024', value: '1,250.00 EUR', note: '' },
    { preset: '', title: 'Tickets created, 2024-12', value: '–', note: 'no row has that time' },
  ],
  notes: ['both give users'],
};

/** Opens the editor over a backend that answers every look as given. */
async function open(look: () => Promise<Detection>, jsonData: Settings = connection, part: Partial<Options> = {}) {
  mockGet.mockImplementation((url: string) =>
    url.endsWith('/presets') ? Promise.resolve({ presets: known }) : look()
  );
  const onChange = jest.fn<void, [Options]>();
  const onSubmit = jest.fn<void, [FormEvent]>((event) => event.preventDefault());
  let save: (options: Options) => void = () => undefined;
  function Page() {
    const initial = { uid: 'crm/1', version: 1, jsonData, secureJsonFields: {}, ...part } as Options;
    const [options, setOptions] = useState(initial);
    save = setOptions;
    const change = (changed: Options) => {
      onChange(changed);
      setOptions(changed);
    };
    // Grafana's page is a form: what submits it saves the settings.
    return (
      <form onSubmit={onSubmit}>
        <ConfigEditor options={options} onOptionsChange={change} />
      </form>
    );
  }
  const { unmount } = await act(() => Promise.resolve(render(<Page />)));
  const latest = () => onChange.mock.lastCall?.[0].jsonData;
  const saved = (version: number, settings: Settings) =>
    act(() => save({ uid: 'crm/1', version, jsonData: settings, secureJsonFields: {} } as Options));
  return { user: userEvent.setup(), latest, saved, unmount, onSubmit };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const lookButton = () => button('Look at the database');
const view = () => screen.getByRole('textbox', { name: 'Proposed mapping (YAML)' });
const current = () =>
  screen.getAllByRole('listitem', { current: 'step' }).map((step) => within(step).getByRole('heading').textContent);
const copyButton = () => screen.queryByRole('button', { name: 'Copy into the mapping' });

beforeEach(() => mockGet.mockReset());
afterEach(() => speak('en-US'));

it('shows what was found, with what speaks for it', async () => {
  const { user, latest } = await open(() => Promise.resolve(found));
  await user.click(lookButton());
  expect(mockGet).toHaveBeenLastCalledWith('/api/datasources/uid/crm%2F1/resources/detect', { lang: 'en' }, undefined, {
    showErrorAlert: false,
  });
  expect(screen.getByText('Systems recognised: 2')).toBeInTheDocument();
  for (const text of ['Odoo 17', 'Schema R&D', 'Confidence 87%', 'two columns are missing', 'both give users']) {
    expect(screen.getByText(text)).toBeInTheDocument();
  }
  expect(screen.getByText(/Each entity may come from one preset only/)).toBeInTheDocument();
  expect(view()).toHaveValue(proposal);
  expect(view()).toHaveAttribute('readonly');
  expect(latest()).toBeUndefined();
});

it('shows the first numbers before anything is taken over', async () => {
  const { user, latest } = await open(() => Promise.resolve(found));
  await user.click(lookButton());
  expect(current()).toEqual(['2. First numbers']);
  for (const [term, definition] of [
    ['Revenue, 2024 (odoo_17=public)', '1,250.00 EUR'],
    ['Tickets created, 2024-12', '– no row has that time'],
  ] as const) {
    expect(screen.getByText(term).nextElementSibling).toHaveTextContent(definition);
  }
  expect(latest()).toBeUndefined();
});

it('chooses presets, once each, with the schema where it is not the usual one', async () => {
  const { user, latest } = await open(() => Promise.resolve(found));
  await user.click(lookButton());
  await user.click(button('Use Odoo 17, schema public'));
  await user.click(button('Use Chatwoot, schema R&D'));
  expect(latest()?.presets).toEqual([{ id: 'odoo_17' }, { id: 'chatwoot', schema: 'R&D' }]);
  expect(button('Chosen: Odoo 17, schema public')).toBeDisabled();
  expect(button('Chosen: Chatwoot, schema R&D')).toBeDisabled();
  const taken = screen.getByRole('status', { name: 'Taken over into the settings below' });
  expect(
    within(taken)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
  ).toEqual(['Presets: Odoo 17, schema public', 'Presets: Chatwoot, schema R&D']);
  expect(taken).toHaveTextContent('Nothing of it is saved yet: Save & test at the end of the page comes next.');
  expect(screen.queryByRole('listitem', { current: 'step' })).not.toBeInTheDocument();
});

it('moves a chosen preset to the schema found, and keeps what else its choice holds', async () => {
  const presets = [{ id: 'chatwoot', except: ['users'] }, { id: 'odoo_17' }];
  const { user, latest } = await open(() => Promise.resolve(found), { ...connection, presets });
  await user.click(lookButton());
  expect(button('Chosen: Odoo 17, schema public')).toBeDisabled();
  await user.click(button('Use Chatwoot, schema R&D'));
  expect(latest()?.presets).toEqual([{ id: 'chatwoot', except: ['users'], schema: 'R&D' }, { id: 'odoo_17' }]);
});

it('copies the proposal into an empty mapping at once', async () => {
  const { user, latest } = await open(() => Promise.resolve(found));
  await user.click(lookButton());
  await user.click(copyButton() as HTMLElement);
  expect(latest()?.mapping).toBe(proposal);
  expect(screen.getByRole('textbox', { name: 'Mapping (YAML)' })).toHaveValue(proposal);
  expect(screen.getByText(/^Copied/)).toBeInTheDocument();
  expect(copyButton()).toBeDisabled();
});

it('asks before it replaces a mapping, and saves nothing', async () => {
  const { user, latest, onSubmit } = await open(() => Promise.resolve(found), {
    ...connection,
    mapping: 'entities: {a: b}',
  });
  await user.click(lookButton());
  await user.click(copyButton() as HTMLElement);
  expect(screen.getByText(/Replace the whole of it\?$/)).toBeInTheDocument();
  await user.click(button('Keep'));
  expect(copyButton()).toHaveFocus();
  expect(latest()).toBeUndefined();
  await user.click(copyButton() as HTMLElement);
  await user.click(button('Replace'));
  expect(latest()?.mapping).toBe(proposal);
  expect(screen.getByText('Mapping: the proposal in the place of the former text')).toBeInTheDocument();
  expect(screen.queryByText(/Replace the whole of it/)).not.toBeInTheDocument();
  expect(onSubmit).not.toHaveBeenCalled();
});

it('shows what was considered without offering a mapping that maps nothing', async () => {
  const mapping = '## A proposal\nentities:\n  ## 0.40: named like "deals"\n  # deals:\n  #   from: public.deal as t\n';
  const { user } = await open(() => Promise.resolve({ ...found, mapping }));
  await user.click(lookButton());
  expect(view()).toHaveValue(mapping);
  expect(copyButton()).not.toBeInTheDocument();
});

it('shows all steps before the first one', async () => {
  await open(() => Promise.resolve(found));
  const steps = screen.getByRole('list', { name: 'From the database to KPIs' });
  expect(
    within(steps)
      .getAllByRole('heading')
      .map(({ textContent }) => textContent)
  ).toEqual(['1. Find the tables', '2. First numbers', '3. Take over']);
  expect(current()).toEqual(['1. Find the tables']);
  expect(screen.queryByText(/^Taken over/)).not.toBeInTheDocument();
});

it('tells that nothing was found', async () => {
  const nothing = {
    presets: [],
    mapping: '## A proposal\nentities:\n',
    numbers: [],
    notes: ['No table looks like one of a CRM'],
  };
  const { user } = await open(() => Promise.resolve(nothing));
  await user.click(lookButton());
  expect(screen.getByText('Systems recognised: 0')).toBeInTheDocument();
  expect(screen.getByText('No table looks like one of a CRM')).toBeInTheDocument();
  expect(screen.queryByRole('textbox', { name: 'Proposed mapping (YAML)' })).not.toBeInTheDocument();
  expect(copyButton()).not.toBeInTheDocument();
});

it('does not offer the reference schema as a preset', async () => {
  const reference = { ...found.presets[0], id: '', title: 'Reference schema', schema: 'crm' };
  const { user } = await open(() => Promise.resolve({ ...found, presets: [reference] }));
  await user.click(lookButton());
  expect(screen.getByText('Reference schema')).toBeInTheDocument();
  expect(screen.getByText(/neither a preset is chosen nor a mapping is given/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^Use/ })).not.toBeInTheDocument();
});

it('shows the words of the server when it fails, and lets one look again', async () => {
  const look = jest
    .fn<Promise<Detection>, []>()
    .mockRejectedValueOnce({ status: 403, data: { error: 'it needs the role Admin' } })
    .mockResolvedValueOnce(found);
  const { user } = await open(look);
  await user.click(lookButton());
  expect(within(screen.getByRole('alert')).getByText('it needs the role Admin')).toBeInTheDocument();
  await user.click(lookButton());
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(view()).toBeInTheDocument();
});

it('looks once at a time, and is silent when the page was left', async () => {
  let answer: (found: Detection) => void = () => undefined;
  const { user, unmount } = await open(() => new Promise((resolve) => (answer = resolve)));
  await user.click(lookButton());
  expect(button('Looking…')).toBeDisabled();
  const complaints = jest.spyOn(console, 'error');
  unmount();
  await act(() => Promise.resolve(answer(found)));
  expect(complaints).not.toHaveBeenCalled();
  complaints.mockRestore();
});

it('waits until a connection is saved', async () => {
  const { user, saved } = await open(() => Promise.resolve(found), {});
  const why = 'Fill in the connection and save it first: host, database and user.';
  expect(lookButton()).toBeDisabled();
  expect(lookButton()).toHaveAccessibleDescription(why);
  await user.type(screen.getByLabelText(/^Host/), 'db');
  await user.type(screen.getByLabelText(/^Database/), 'crm');
  await user.type(screen.getByLabelText(/^User/), 'reader');
  expect(lookButton()).toBeDisabled();
  saved(2, connection);
  expect(lookButton()).toBeEnabled();
  expect(lookButton()).not.toHaveAccessibleDescription(why);
});

it('is not for a data source that does not exist yet', async () => {
  await open(() => Promise.resolve(found), connection, { uid: '' });
  expect(lookButton()).toBeDisabled();
  expect(mockGet).not.toHaveBeenCalled();
});

it('says that the saved connection is used while another one is typed', async () => {
  const { user, saved } = await open(() => Promise.resolve(found));
  expect(lookButton()).not.toHaveAccessibleDescription();
  await user.type(screen.getByLabelText(/^Password/), 'secret');
  expect(lookButton()).toHaveAccessibleDescription(/the saved one is used/);
  expect(lookButton()).toBeEnabled();
  saved(2, connection);
  expect(lookButton()).not.toHaveAccessibleDescription();
});

it('only shows what was found where the settings are provisioned', async () => {
  const { user } = await open(() => Promise.resolve(found), connection, { readOnly: true });
  await user.click(lookButton());
  expect(button('Use Odoo 17, schema public')).toBeDisabled();
  expect(view()).toHaveValue(proposal);
  expect(copyButton()).not.toBeInTheDocument();
});

it('speaks Russian, and asks the server to', async () => {
  await speak('ru-RU');
  const { user } = await open(() => Promise.resolve(found));
  await user.click(button('Осмотреть базу'));
  expect(mockGet).toHaveBeenLastCalledWith(expect.any(String), { lang: 'ru' }, undefined, expect.anything());
  expect(screen.getByText('Распознано систем: 2')).toBeInTheDocument();
  expect(screen.getByText(/^Уверенность 87\s%$/)).toBeInTheDocument();
  expect(button('Выбрать Chatwoot, схема R&D')).toBeEnabled();
  expect(button('Скопировать в сопоставление')).toBeEnabled();
});
