import { useId } from 'react';

import { withParameter } from '../question/edit';
import { kpisOf, parametersOf } from '../question/kpis';
import { Choice } from './Choice';
import { optionsOf, variableOptions } from './choices';
import { EditorField } from './EditorField';
import type { InputProps } from './input';
import { TextInput } from './TextInput';

/** What the chosen KPIs let one set, such as the window of a conversion or the statistic of a duration. */
export function ParametersInput({ catalog, type, field, question, onChange }: InputProps) {
  const id = useId();
  const set = question.parameters ?? {};
  return parametersOf(catalog, kpisOf(catalog, type, question), field.parameters, Object.keys(set)).map(
    ({ name, title, help, default: preset, options = [] }) => {
      const change = (changed: string) =>
        onChange(withParameter(question, name, changed.trim() === preset ? undefined : changed.trim()));
      return (
        <EditorField key={name} label={title} tooltip={help || undefined}>
          {options.length > 0 ? (
            <Choice
              id={`${id}-${name}`}
              options={[...optionsOf(options), ...variableOptions()]}
              value={set[name] ?? preset}
              open
              width={20}
              onChange={change}
            />
          ) : (
            <TextInput id={`${id}-${name}`} value={set[name]} placeholder={preset || help} onChange={change} />
          )}
        </EditorField>
      );
    }
  );
}
