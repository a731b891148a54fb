import { useId } from 'react';

import { choiceIn } from '../question/fields';
import type { Catalog, Named } from '../types';
import { Choice } from './Choice';
import { namedOptions, optionsOf, variableOptions, withChosen } from './choices';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';

/** An input of one of the things that the catalogue names, or a variable. */
export const namedInput = (namedIn: (catalog: Catalog) => Named[]) =>
  function NamedInput(props: InputProps) {
    const { catalog, type, field, question } = props;
    const id = useId();
    const chosen = choiceIn(question, type.fields, field);
    const options = [...optionsOf(field.options), ...namedOptions(namedIn(catalog)), ...variableOptions()];
    return (
      <EditorField {...labelOf(props)}>
        <Choice
          id={id}
          placeholder={field.placeholder}
          options={withChosen(options, chosen)}
          value={chosen === '' && !field.options ? undefined : chosen}
          open
          width={30}
          onChange={setterOf(props)}
        />
      </EditorField>
    );
  };
