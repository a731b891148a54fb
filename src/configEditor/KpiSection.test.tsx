import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import type { Settings } from '../types';
import { exampleKpis } from './exampleKpis';
import { KpiSection } from './KpiSection';
import { settingsForm } from './settingsForm';

jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  ...jest.requireActual<object>('../test/CodeEditor'),
}));

function open(jsonData: Settings, readOnly = false) {
  const onChange = jest.fn<void, [Settings]>();
  function Page() {
    const [settings, setSettings] = useState(jsonData);
    const options = { jsonData: settings, readOnly } as Parameters<typeof settingsForm>[0];
    const form = settingsForm(options, (changed) => {
      onChange(changed.jsonData);
      setSettings(changed.jsonData);
    });
    return <KpiSection form={form} connection={{ uid: '', complete: false, changed: false }} />;
  }
  render(<Page />);
  return { user: userEvent.setup(), latest: () => onChange.mock.lastCall?.[0] };
}

const editor = () => screen.getByRole('textbox', { name: 'Custom KPIs (YAML)' });
const insert = () => screen.queryByRole('button', { name: 'Insert an example' });

it('saves the text when the cursor leaves the editor, and nothing for an emptied one', async () => {
  const { user, latest } = open({ mapping: 'entities: {}' });
  await user.type(editor(), 'kpis: x');
  await user.tab();
  expect(latest()).toEqual({ mapping: 'entities: {}', kpis: 'kpis: x' });
  await user.clear(editor());
  await user.tab();
  expect(latest()).toEqual({ mapping: 'entities: {}', kpis: undefined });
});

it('puts in an example on request, and only where there is nothing', async () => {
  const { user, latest } = open({});
  await user.click(insert() as HTMLElement);
  expect(latest()).toEqual({ kpis: exampleKpis });
  expect(editor()).toHaveValue(exampleKpis);
  expect(insert()).not.toBeInTheDocument();
});

it('does not let a provisioned text be changed', () => {
  open({}, true);
  expect(editor()).toHaveAttribute('readonly');
  expect(insert()).not.toBeInTheDocument();
});
