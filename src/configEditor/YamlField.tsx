import { Field } from '@grafana/ui';
import { useEffect, useState, type ReactNode } from 'react';

import type { YamlSetting } from '../types';
import { FaultList } from './FaultList';
import { markFaults, showLine, type Mounted } from './markers';
import { readSchema } from './resources';
import type { SettingsForm } from './settingsForm';
import { useTextFaults } from './useTextFaults';
import { provideHelp } from './yaml/provide';
import { YamlEditor } from './YamlEditor';

interface Props {
  form: SettingsForm;
  /** The data source's; empty for one that is not saved yet, whose texts nobody can check. */
  uid: string;
  name: YamlSetting;
  label: string;
  description: ReactNode;
}

/** A setting that is a YAML text. It is checked while it is written, and taken over when the cursor leaves the editor. */
export function YamlField({ form, uid, name, label, description }: Props) {
  const saved = form.settings[name] ?? '';
  const [text, setText] = useDraft(saved);
  const [mounted, setMounted] = useState<Mounted>();
  const faults = useTextFaults(uid, name, form.settings, text);
  useEffect(() => {
    if (mounted) {
      markFaults(mounted, faults ?? []);
    }
  }, [mounted, faults]);
  useEffect(() => {
    let schema: ReturnType<typeof readSchema> | undefined; // asked for when somebody writes
    return mounted && provideHelp(mounted, () => (schema ??= readSchema(uid, name)));
  }, [mounted, uid, name]);
  return (
    <>
      <Field label={label} description={description}>
        <YamlEditor
          label={label}
          text={saved}
          readOnly={form.disabled}
          onType={setText}
          onChange={(changed) => form.set(name, changed)}
          onMount={setMounted}
        />
      </Field>
      <FaultList label={label} faults={faults} onLine={(line) => mounted && showLine(mounted, line)} />
    </>
  );
}

/** What is typed, until another text is put in its place. */
function useDraft(saved: string) {
  const [known, setKnown] = useState(saved);
  const [text, setText] = useState(saved);
  if (known !== saved) {
    setKnown(saved);
    setText(saved);
  }
  return [known === saved ? text : saved, setText] as const;
}
