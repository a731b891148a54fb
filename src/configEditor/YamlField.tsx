import { CodeEditor, Field } from '@grafana/ui';
import type { ReactNode } from 'react';

import type { SettingsForm } from './settingsForm';

interface Props {
  form: SettingsForm;
  name: 'mapping' | 'kpis';
  label: string;
  description: ReactNode;
}

/** A setting that is a YAML text. It is taken over when the cursor leaves the editor. */
export function YamlField({ form, name, label, description }: Props) {
  return (
    <Field label={label} description={description}>
      <CodeEditor
        language="yaml"
        height={320}
        showLineNumbers
        readOnly={form.disabled}
        monacoOptions={{ ariaLabel: label, tabSize: 2, scrollBeyondLastLine: false }}
        value={form.settings[name] ?? ''}
        onBlur={(text) => form.set(name, text)}
        onSave={(text) => form.set(name, text)}
      />
    </Field>
  );
}
