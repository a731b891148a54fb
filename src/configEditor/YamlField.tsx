import { CodeEditor, Field } from '@grafana/ui';
import type { ReactNode } from 'react';

import type { SettingsForm } from './settingsForm';

interface Props {
  form: SettingsForm;
  name: 'mapping' | 'kpis' | 'policy';
  label: string;
  description: ReactNode;
}

/** A setting that is a YAML text. It is taken over when the cursor leaves the editor. */
export function YamlField({ form, name, ...field }: Props) {
  const set = (text: string) => form.set(name, text);
  return <YamlEditor {...field} text={form.settings[name] ?? ''} readOnly={form.disabled} onChange={set} />;
}

interface ViewProps {
  label: string;
  description: ReactNode;
  text: string;
}

/** A YAML text to read, long lines and all. */
export function YamlView(props: ViewProps) {
  return <YamlEditor {...props} readOnly />;
}

interface EditorProps extends ViewProps {
  readOnly: boolean;
  onChange?: (text: string) => void;
}

function YamlEditor({ label, description, text, readOnly, onChange }: EditorProps) {
  return (
    <Field label={label} description={description}>
      <CodeEditor
        language="yaml"
        height={320}
        showLineNumbers
        showMiniMap={false}
        readOnly={readOnly}
        monacoOptions={{ ariaLabel: label, tabSize: 2, scrollBeyondLastLine: false, wordWrap: readOnly ? 'on' : 'off' }}
        value={text}
        onBlur={onChange}
        onSave={onChange}
      />
    </Field>
  );
}
