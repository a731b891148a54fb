import { RadioButtonGroup } from '@grafana/ui';

import { choiceIn } from '../question/fields';
import { EditorField } from './EditorField';
import { choicesOf, labelOf, setterOf, type InputProps } from './input';

/** One of the field's options, all of them in sight. */
export function RadioInput(props: InputProps) {
  const { type, field, question } = props;
  const chosen = choiceIn(question, type.fields, field);
  return (
    <EditorField {...labelOf(props)}>
      <RadioButtonGroup
        aria-label={field.title}
        options={choicesOf(props, chosen)}
        value={chosen}
        onChange={setterOf(props)}
      />
    </EditorField>
  );
}
