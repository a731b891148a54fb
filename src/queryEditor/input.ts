import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';

import type { DataSource } from '../datasource';
import { asIs } from '../language';
import { changedBy, valueIn, withValue } from '../question/fields';
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

/** The options of a choice: what is chosen says what it has become, the others what else they change. */
export function choicesOf(props: InputProps, chosen: string): ComboboxOption[] {
  const { field, question, asked, type } = props;
  const became = valueIn(asked, field.name);
  return withChosen(optionsOf(field.options), chosen).map((option) => {
    if (option.value !== chosen) {
      const changed = changedBy(question, type, field, option.value).map(({ title }) => title);
      return changed.length === 0
        ? option
        : {
            ...option,
            description: t('query.impossible.changes', 'Changes {{fields}}', {
              fields: changed.join(', '),
              ...asIs,
            }),
          };
    }
    return typeof became !== 'string' || became === valueIn(question, field.name)
      ? option
      : { ...option, label: `${option.label ?? chosen}: ${within(titleIn(field.options ?? [], became))}` };
  });
}
