import { RadioButtonGroup } from '@grafana/ui';

import { choiceIn } from '../question/fields';
import { optionsOf, withChosen } from './choices';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';

/** One of the field's options, all of them in sight. */
export function RadioInput(props: InputProps) {
  const { type, field, question } = props;
  const chosen = choiceIn(question, type.fields, field);
  return (
    <EditorField {...labelOf(props)}>
      <RadioButtonGroup
        aria-label={field.title}
        options={withChosen(optionsOf(field.options), chosen)}
        value={chosen}
        onChange={setterOf(props)}
      />
    </EditorField>
  );
}
