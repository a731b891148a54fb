import { Stack } from '@grafana/ui';
import type { ComponentType } from 'react';

import { isFilled, isShown, valueIn } from '../question/fields';
import { phrasesOf } from '../question/phrases';
import type { Field, Use } from '../types';
import { ChoiceInput } from './ChoiceInput';
import { ChoicesInput } from './ChoicesInput';
import { ColumnsInput } from './ColumnsInput';
import { DimensionsInput } from './DimensionsInput';
import { EditorRow } from './EditorRow';
import { FiltersInput } from './FiltersInput';
import { HavingInput } from './HavingInput';
import type { InputProps } from './input';
import { KpiInput } from './KpiInput';
import { LimitInput } from './LimitInput';
import { namedInput } from './NamedInput';
import { NeededFields } from './NeededFields';
import { NumberField } from './NumberField';
import { OptionsFold } from './OptionsFold';
import { ParametersInput } from './ParametersInput';
import { RadioInput } from './RadioInput';
import { SwitchField } from './SwitchField';
import { TextField } from './TextField';
import { ValueInput } from './ValueInput';

/** What sets a field, by the kind of its input. Any other kind is a text. */
const inputs = new Map<string, ComponentType<InputProps>>([
  ['kpis', KpiInput],
  ['kpi', KpiInput],
  ['columns', ColumnsInput],
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

/** The fields of a question, as its type has them: what most people need, and the rest folded away. */
export function QuestionFields({ use, ...props }: Omit<InputProps, 'field'> & { use: Use }) {
  const { catalog, type, question } = props;
  const shown = type.fields.filter(
    (field) => isShown(question, field) && (!field.for || field.for === use || isFilled(valueIn(question, field.name)))
  );
  const folded = shown.filter((field) => field.folded);
  const rows = (fields: Field[]) =>
    rowsOf(fields).map((row) => (
      <EditorRow key={keyOf(row[0])}>
        {row.map((field) => {
          const Input = inputs.get(field.input) ?? TextField;
          return <Input key={keyOf(field)} {...props} field={field} />;
        })}
      </EditorRow>
    ));
  return (
    <Stack direction="column" gap={1}>
      {rows(shown.filter((field) => !field.folded))}
      {folded.length > 0 && (
        <OptionsFold summary={phrasesOf(catalog, question, folded).join(' · ')}>
          {rows(folded)}
          <NeededFields question={question} type={type} />
        </OptionsFold>
      )}
    </Stack>
  );
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
