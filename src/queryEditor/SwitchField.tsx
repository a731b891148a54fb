import { InlineSwitch } from '@grafana/ui';
import { useId } from 'react';

import { valueIn } from '../question/fields';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';

/** Yes or no. */
export function SwitchField(props: InputProps) {
  const { field, question } = props;
  const id = useId();
  const set = setterOf(props);
  return (
    <EditorField {...labelOf(props)}>
      <InlineSwitch
        id={id}
        value={valueIn(question, field.name) === true}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
    </EditorField>
  );
}
