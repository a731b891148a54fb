import type { ComboboxOption } from '@grafana/ui';

import type { DataSource } from '../datasource';
import { valueIn, withValue } from '../question/fields';
import { titleIn, within } from '../question/titles';
import type { Catalog, Field, Question, QueryType } from '../types';
import { optionsOf, withChosen } from './choices';

/** What every kind of input gets. */
export interface InputProps {
  catalog: Catalog;
  datasource: DataSource;
  type: QueryType;
  field: Field;
  question: Question;
  /** What is sent of the question: what is automatic has become something. */
  asked: Question;
  onChange: (question: Question) => void;
}

/** The label of a field, for an EditorField. */
export const labelOf = ({ field }: InputProps) => ({ label: field.title, tooltip: field.help });

/** Sets the field. */
export const setterOf =
  ({ question, type, field, onChange }: InputProps) =>
  (value: unknown) =>
    onChange(withValue(question, type, field.name, value));

/** The options of a choice; what is chosen says what it has become. */
export function choicesOf({ field, question, asked }: InputProps, chosen: string): ComboboxOption[] {
  const became = valueIn(asked, field.name);
  const options = withChosen(optionsOf(field.options), chosen);
  if (became === valueIn(question, field.name) || typeof became !== 'string') {
    return options;
  }
  const title = titleIn(field.options ?? [], became);
  return options.map((option) =>
    option.value === chosen ? { ...option, label: `${option.label ?? chosen}: ${within(title)}` } : option
  );
}
