import { Field } from '@grafana/ui';
import type { ReactNode } from 'react';

import { YamlEditor } from './YamlEditor';

interface Props {
  label: string;
  description: ReactNode;
  text: string;
}

/** A YAML text to read, long lines and all. */
export function YamlView({ label, description, text }: Props) {
  return (
    <Field label={label} description={description}>
      <YamlEditor label={label} text={text} readOnly />
    </Field>
  );
}
