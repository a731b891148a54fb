import { useId } from 'react';

import { textOf, valueIn } from '../question/fields';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';
import { TextInput } from './TextInput';

/** A text. What the question has there that is no text is written as JSON. */
export function TextField(props: InputProps) {
  const { field, question } = props;
  const id = useId();
  const set = setterOf(props);
  const stored = valueIn(question, field.name) ?? field.default;
  const isText = stored === undefined || typeof stored === 'string';
  return (
    <EditorField {...labelOf(props)}>
      <TextInput
        id={id}
        placeholder={field.placeholder}
        value={textOf(stored ?? '')}
        onChange={(text) => set(isText ? text : fromJson(text))}
      />
    </EditorField>
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
