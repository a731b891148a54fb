import type { DataSource } from '../datasource';
import { withValue } from '../question/fields';
import type { Catalog, Field, Question, QueryType } from '../types';
import { labelWidth } from './layout';

/** What every kind of input gets. */
export interface InputProps {
  catalog: Catalog;
  datasource: DataSource;
  type: QueryType;
  field: Field;
  /** Whether the field begins a row. */
  first: boolean;
  question: Question;
  onChange: (question: Question) => void;
}

/** The label of a field, for an InlineField. */
export const labelOf = ({ field, first }: InputProps) => ({
  label: field.title,
  tooltip: field.help || undefined,
  labelWidth: first ? labelWidth : undefined,
});

/** Sets the field. */
export const setterOf =
  ({ question, type, field, onChange }: InputProps) =>
  (value: unknown) =>
    onChange(withValue(question, type, field.name, value));
