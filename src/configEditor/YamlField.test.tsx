import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Observable, of, throwError } from 'rxjs';

import { monacoCalls } from '../test/CodeEditor';
import { speak } from '../test/language';
import type { Settings, TextFault } from '../types';
import { settingsForm } from './settingsForm';
import { YamlField } from './YamlField';

interface Asked {
  url: string;
  params: unknown;
  data: { setting: string; settings: Settings };
}

const mockFetch = jest.fn<Observable<{ data: { faults: TextFault[] } }>, [Asked]>();
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ fetch: mockFetch }),
}));
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

beforeEach(() => {
  jest.useFakeTimers();
  mockFetch.mockReset().mockReturnValue(answer([]));
  Object.values(monacoCalls).forEach((call) => call.mockClear());
});
afterEach(() => jest.useRealTimers());

const answer = (faults: TextFault[]) => of({ data: { faults } });
const faulty: TextFault[] = [
  { line: 0, message: 'nothing is mapped' },
  { line: 3, message: 'there is no "form" here' },
  { line: 60, message: 'the end is missing' },
];

function open(jsonData: Settings, uid = 'crm/1') {
  let replace: (settings: Settings) => void = () => undefined;
  function Page() {
    const [settings, setSettings] = useState(jsonData);
    replace = setSettings;
    const options = { jsonData: settings } as Parameters<typeof settingsForm>[0];
    const form = settingsForm(options, (changed) => setSettings(changed.jsonData));
    return <YamlField form={form} uid={uid} name="kpis" label="KPIs" description="" />;
  }
  const { unmount } = render(<Page />);
  return {
    user: userEvent.setup({ advanceTimers: (ms) => jest.advanceTimersByTime(ms) }),
    replaced: (settings: Settings) => act(() => replace(settings)),
    unmount,
  };
}

const pause = () => act(() => jest.advanceTimersByTime(400));
const editor = () => screen.getByRole('textbox', { name: 'KPIs' });
const status = () => screen.getByRole('status', { name: 'KPIs' });

it('asks what is wrong when somebody pauses, with the other texts as they stand', async () => {
  const { user } = open({ mapping: 'entities: {}', password: 'never' } as Settings);
  await user.type(editor(), 'kpis: x');
  expect(mockFetch).not.toHaveBeenCalled();
  pause();
  expect(mockFetch).toHaveBeenCalledTimes(1);
  expect(mockFetch.mock.lastCall?.[0]).toMatchObject({
    url: '/api/datasources/uid/crm%2F1/resources/validate',
    params: { lang: 'en' },
    data: { setting: 'kpis', settings: { mapping: 'entities: {}', kpis: 'kpis: x' } },
  });
  expect(mockFetch.mock.lastCall?.[0].data.settings).not.toHaveProperty('password');
  expect(status()).toHaveTextContent('Nothing wrong was found in the text.');
});

it('lists the faults with their lines, and underlines them', async () => {
  mockFetch.mockReturnValue(answer(faulty));
  const { user } = open({ kpis: 'kpis:' });
  pause();
  expect(status()).toHaveTextContent('Faults: 3');
  const items = screen.getAllByRole('listitem');
  expect(items.map((item) => item.textContent)).toEqual([
    'nothing is mapped',
    'Line 3 there is no "form" here',
    'Line 60 the end is missing',
  ]);
  expect(monacoCalls.setModelMarkers.mock.lastCall?.[2]).toEqual([
    { severity: 8, message: 'nothing is mapped', startLineNumber: 1, endLineNumber: 1, startColumn: 3, endColumn: 9 },
    expect.objectContaining({ startLineNumber: 3 }),
    expect.objectContaining({ startLineNumber: 60, startColumn: 1 }),
  ]);
  await user.click(within(items[1]).getByRole('button', { name: 'Line 3' }));
  expect(monacoCalls.revealLineInCenter).toHaveBeenLastCalledWith(3);
  expect(monacoCalls.setPosition).toHaveBeenLastCalledWith({ lineNumber: 3, column: 1 });
  expect(editor()).toHaveFocus();
});

it('takes what was found back while something else is typed', async () => {
  mockFetch.mockReturnValue(answer(faulty));
  const { user } = open({ kpis: 'kpis:' });
  pause();
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  await user.type(editor(), ' ');
  expect(screen.queryByRole('listitem')).not.toBeInTheDocument();
  expect(monacoCalls.setModelMarkers.mock.lastCall?.[2]).toEqual([]);
});

it('cancels what is superseded, and what was left', async () => {
  const cancelled = jest.fn();
  mockFetch.mockReturnValue(new Observable(() => cancelled));
  const { user, unmount } = open({ kpis: 'kpis:' });
  pause();
  await user.type(editor(), 'x');
  expect(cancelled).toHaveBeenCalledTimes(1);
  pause();
  unmount();
  expect(cancelled).toHaveBeenCalledTimes(2);
});

it('checks a text that is put in, and not an empty one', () => {
  const { replaced } = open({});
  pause();
  expect(mockFetch).not.toHaveBeenCalled();
  replaced({ kpis: 'kpis: {}' });
  pause();
  expect(mockFetch.mock.lastCall?.[0].data.settings.kpis).toBe('kpis: {}');
});

it('is silent where nobody can check', () => {
  mockFetch.mockReturnValue(throwError(() => ({ status: 403 })));
  open({ kpis: 'kpis:' });
  pause();
  expect(mockFetch).toHaveBeenCalled();
  expect(status()).toBeEmptyDOMElement();
});

it('asks nothing of a data source that is not saved yet', () => {
  open({ kpis: 'kpis:' }, '');
  pause();
  expect(mockFetch).not.toHaveBeenCalled();
});

it('speaks Russian, and asks the server to', async () => {
  await speak('ru-RU');
  mockFetch.mockReturnValue(answer(faulty));
  open({ kpis: 'kpis:' });
  pause();
  expect(mockFetch.mock.lastCall?.[0].params).toEqual({ lang: 'ru' });
  expect(status()).toHaveTextContent('Ошибок: 3');
  expect(screen.getByRole('button', { name: 'Строка 60' })).toBeEnabled();
  await speak('en-US');
});
