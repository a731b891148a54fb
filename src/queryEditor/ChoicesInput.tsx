import { useId } from 'react';

import { isFilled, valueIn } from '../question/fields';
import { optionsOf, variableOptions } from './choices';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';
import { OpenChoices } from './OpenChoices';

/** Several of the field's options. */
export function ChoicesInput(props: InputProps) {
  const { field, question } = props;
  const id = useId();
  const stored = valueIn(question, field.name);
  const preset = field.default ? [field.default] : [];
  return (
    <EditorField {...labelOf(props)}>
      <OpenChoices
        id={id}
        placeholder={field.placeholder}
        options={[...optionsOf(field.options), ...variableOptions()]}
        value={isFilled(stored) ? (stored as string[]) : preset}
        onChange={setterOf(props)}
      />
    </EditorField>
  );
}
