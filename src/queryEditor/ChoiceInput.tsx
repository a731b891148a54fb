import { useId } from 'react';

import { choiceIn } from '../question/fields';
import { Choice } from './Choice';
import { EditorField } from './EditorField';
import { choicesOf, labelOf, setterOf, type InputProps } from './input';

/** One of the field's options. */
export function ChoiceInput(props: InputProps) {
  const { type, field, question } = props;
  const id = useId();
  const chosen = choiceIn(question, type.fields, field);
  return (
    <EditorField {...labelOf(props)}>
      <Choice id={id} options={choicesOf(props, chosen)} value={chosen} width={24} onChange={setterOf(props)} />
    </EditorField>
  );
}
