import type { Field, Option, Question, QueryType } from '../types';

/** What a question has in a field, known to the editor or not. */
export const valueIn = (question: Question, name: string): unknown =>
  (question as unknown as Record<string, unknown>)[name];

/** Whether a field says something. */
export function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

/** Whether a field means something beside the others. */
export function isShown(question: Question, field: Field): boolean {
  const has = (name: string) => isFilled(valueIn(question, name));
  return (!field.with || has(field.with)) && !(field.without && has(field.without));
}

/** The question without what means nothing beside its other fields. */
export function withoutHidden(question: Question, { fields }: QueryType): Question {
  const hidden = fields.filter((field) => !isShown(question, field)).map(({ name }) => name);
  return Object.fromEntries(Object.entries(question).filter(([name]) => !hidden.includes(name))) as Question;
}

/** A value as a text: JSON where it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The choice of a field: what the question has or, where it has nothing, what it means then. */
export function choiceIn(question: Question, fields: Field[], field: Field): string {
  const stored = valueIn(question, field.name) ?? undefined;
  return stored === undefined ? fitting(question, fields, field) : textOf(stored);
}

/** Sets a field, and the other fields so that they go with it. */
export function withValue(question: Question, type: QueryType, name: string, value: unknown): Question {
  const changed = withoutHidden({ ...question, [name]: value }, type);
  const set = (field: Field, to: unknown) => Object.assign(changed, { [field.name]: to });
  for (const field of type.fields.filter((one) => one.name !== name)) {
    const stored = valueIn(changed, field.name);
    if (field.with === name && field.default && stored === undefined && isShown(changed, field)) {
      set(field, field.input === 'choices' ? [field.default] : field.default);
    } else if (typeof stored === 'string' && clashes(changed, type.fields, field, stored)) {
      set(field, fitting(changed, type.fields, field));
    }
  }
  return changed;
}

/** The other choices that a choice changes, because they do not go with it. */
export function changedBy(question: Question, type: QueryType, field: Field, value: string): Field[] {
  const changed = withValue(question, type, field.name, value);
  const differs = ({ name }: Field) => valueIn(question, name) !== valueIn(changed, name);
  return type.fields.filter((other) => other.options && other.name !== field.name && differs(other));
}

/** The default of a field or, where another field does not go with it, the first option that does. */
function fitting(question: Question, fields: Field[], field: Field): string {
  const preset = field.default ?? '';
  if (!clashes(question, fields, field, preset)) {
    return preset;
  }
  return field.options?.find(({ id }) => !clashes(question, fields, field, id))?.id ?? preset;
}

/** Whether another field has a value that does not go with this one. */
function clashes(question: Question, fields: Field[], field: Field, value: string): boolean {
  return fields.some((other) => {
    const theirs = valueIn(question, other.name);
    return (
      typeof theirs === 'string' &&
      (optionOf(field, value)?.clashes?.[other.name] === theirs ||
        optionOf(other, theirs)?.clashes?.[field.name] === value)
    );
  });
}

const optionOf = ({ options = [] }: Field, value: string): Option | undefined => options.find(({ id }) => id === value);
