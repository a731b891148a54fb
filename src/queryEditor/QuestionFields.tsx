import { InlineFieldRow } from '@grafana/ui';
import type { ComponentType } from 'react';

import { isShown } from '../question/fields';
import type { Field } from '../types';
import { ChoiceInput } from './ChoiceInput';
import { ChoicesInput } from './ChoicesInput';
import { DimensionsInput } from './DimensionsInput';
import { FiltersInput } from './FiltersInput';
import { HavingInput } from './HavingInput';
import type { InputProps } from './input';
import { KpiInput } from './KpiInput';
import { LimitInput } from './LimitInput';
import { namedInput } from './NamedInput';
import { NumberField } from './NumberField';
import { ParametersInput } from './ParametersInput';
import { RadioInput } from './RadioInput';
import { SwitchField } from './SwitchField';
import { TextField } from './TextField';
import { ValueInput } from './ValueInput';

/** What sets a field, by the kind of its input. Any other kind is a text. */
const inputs = new Map<string, ComponentType<InputProps>>([
  ['kpis', KpiInput],
  ['kpi', KpiInput],
  ['dimensions', DimensionsInput],
  ['dimension', namedInput(({ dimensions }) => dimensions)],
  ['entity', namedInput(({ entities }) => entities)],
  ['choice', ChoiceInput],
  ['radio', RadioInput],
  ['choices', ChoicesInput],
  ['number', NumberField],
  ['switch', SwitchField],
  ['filters', FiltersInput],
  ['having', HavingInput],
  ['value', ValueInput],
  ['parameters', ParametersInput],
  ['limit', LimitInput],
]);

/** The fields of a question, as its type has them. */
export function QuestionFields(props: Omit<InputProps, 'field' | 'first'>) {
  const shown = props.type.fields.filter((field) => isShown(props.question, field));
  return rowsOf(shown).map((row) => (
    <InlineFieldRow key={keyOf(row[0])}>
      {row.map((field, place) => {
        const Input = inputs.get(field.input) ?? TextField;
        return <Input key={keyOf(field)} {...props} field={field} first={place === 0} />;
      })}
    </InlineFieldRow>
  ));
}

/** Two fields may share a name, but not the kind of input too. */
const keyOf = ({ name, input }: Field) => `${name} ${input}`;

/** Fields that stand beside the one before them share its row. */
function rowsOf(fields: Field[]): Field[][] {
  const rows: Field[][] = [];
  for (const field of fields) {
    if (field.beside && rows.length > 0) {
      rows[rows.length - 1].push(field);
    } else {
      rows.push([field]);
    }
  }
  return rows;
}
