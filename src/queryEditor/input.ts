import type { DataSource } from '../datasource';
import { withValue } from '../question/fields';
import type { Catalog, Field, Question, QueryType } from '../types';

/** What every kind of input gets. */
export interface InputProps {
  catalog: Catalog;
  datasource: DataSource;
  type: QueryType;
  field: Field;
  question: Question;
  onChange: (question: Question) => void;
}

/** The label of a field, for an EditorField. */
export const labelOf = ({ field }: InputProps) => ({ label: field.title, tooltip: field.help });

/** Sets the field. */
export const setterOf =
  ({ question, type, field, onChange }: InputProps) =>
  (value: unknown) =>
    onChange(withValue(question, type, field.name, value));
