import { useId } from 'react';

import { valueIn } from '../question/fields';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';
import { NumberInput } from './NumberInput';

/** A whole number. */
export function NumberField(props: InputProps) {
  const { field, question } = props;
  const id = useId();
  return (
    <EditorField {...labelOf(props)}>
      <NumberInput
        id={id}
        placeholder={field.placeholder}
        value={valueIn(question, field.name) as number | undefined}
        onChange={setterOf(props)}
      />
    </EditorField>
  );
}
