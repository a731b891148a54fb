import { valuesOf, type Offer, type Schema } from './schema';

/** What may be written on in a formula, an expression or a path. */
export interface Continuation {
  /** What is written of the word that an offer takes the place of. */
  word: string;
  names: Offer[];
  /** Called with arguments. */
  functions: Offer[];
}

/** A place within the text of a value. */
interface Written {
  root: Schema;
  /** The schema that says how the value is written. */
  syntax: Schema;
  /** The names that may be in it. */
  values: Offer[];
  /** The value as far as the cursor. */
  text: string;
  /** The entity of whose rows an expression reads the fields; undefined where the text does not say. */
  entity?: string;
}

const startsOperand = /(^|[-+*/(,])\s*$/;
const startsTerm = /(^|[-+*/%(,<>=|]|(^|\W)(and|or|not|case|when|then|else|between|i?like|from))\s*$/i;
const comparedText = /([\w.]+)(?:\s*(?:=|<>|!=)|(?:\s+not)?\s+in\s*\((?:\s*'[^']*'\s*,)*)\s*'(\w*)$/i;

/** What can stand at the end of what is written; nothing where that cannot be known, as in texts of SQL. */
export function continued(written: Written): Continuation {
  switch (written.syntax['x-syntax']) {
    case 'formula':
      return inFormula(written);
    case 'expression':
      return inExpression(written);
    case 'path':
      return inPath(written);
  }
  return nothing;
}

const nothing: Continuation = { word: '', names: [], functions: [] };

function inFormula({ syntax, values, text }: Written): Continuation {
  const [path] = /[\w.]*$/.exec(text) ?? [''];
  const before = text.slice(0, text.length - path.length);
  if (/^[\d.]/.test(path) || !startsOperand.test(before)) {
    return nothing;
  }
  const functions = syntax['x-functions'] ?? {};
  const [, call = ''] = /(\w+)\(\s*$/.exec(before) ?? [];
  const argument = Object.hasOwn(functions, call) && functions[call].examples ? valuesOf(functions[call]) : undefined;
  if (argument) {
    return { word: path, names: argument, functions: [] };
  }
  const of = path.slice(0, path.lastIndexOf('.') + 1);
  return {
    word: path.slice(of.length),
    names: values
      .filter((value) => value.text.startsWith(of) && !value.text.slice(of.length).includes('.'))
      .map((value) => ({ ...value, text: value.text.slice(of.length) })),
    functions: of ? [] : Object.entries(functions).map(([name, { description = '' }]) => ({ text: name, description })),
  };
}

function inExpression(written: Written): Continuation {
  const { values, text } = written;
  if ((text.match(/'/g) ?? []).length % 2 === 1) {
    return inComparedText(written);
  }
  const [path] = /:?[\w.]*$/.exec(text) ?? [''];
  const before = text.slice(0, text.length - path.length);
  if (/^:?[\d.]/.test(path) || !startsTerm.test(before)) {
    return nothing;
  }
  if (path.startsWith(':')) {
    return { word: path, names: values, functions: [] };
  }
  const { word, names } = lastStep(written, path);
  return { word, names: path ? names : [...names, ...values], functions: [] };
}

/** The words that a field may hold, where a text is compared with one. */
function inComparedText(written: Written): Continuation {
  const [, path = '', word = ''] = comparedText.exec(written.text) ?? [];
  const steps = path.split('.');
  const field: Schema = fieldsAlong(written, steps.slice(0, -1))[steps[steps.length - 1]] ?? {};
  return { word, names: valuesOf(field), functions: [] };
}

function inPath(written: Written): Continuation {
  return /^([a-z_][\w.]*)?$/i.test(written.text) ? lastStep(written, written.text) : nothing;
}

/** The fields to which a path may lead, or go on along. */
function lastStep(written: Written, path: string): Continuation {
  const steps = path.split('.');
  const types = written.syntax['x-types'];
  const names = Object.entries(fieldsAlong(written, steps.slice(0, -1)))
    .filter(([, field]) => !types || field.$ref || types.includes(field['x-type'] ?? ''))
    .map(([text, { description = '' }]) => ({ text, description }));
  return { word: steps[steps.length - 1], names, functions: [] };
}

/** The fields of what relations lead to from the entity. */
function fieldsAlong({ root, entity }: Written, relations: string[]): Fields {
  return relations.reduce<Fields>(
    (fields, relation) => properties(root, fields[relation]?.$ref),
    properties(root, `#/$defs/fields_of_${entity ?? ''}`)
  );
}

type Fields = Record<string, Schema>;

const properties = (root: Schema, ref = ''): Fields => root.$defs?.[ref.replace('#/$defs/', '')]?.properties ?? {};
