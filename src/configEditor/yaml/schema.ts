/** What of JSON Schema the schemas of the settings use, and the titles that the backend adds to names. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  'x-titles'?: Record<string, string>;
  /** How more than a name is written at the place; "path" is of one field, along relations. */
  'x-syntax'?: 'formula' | 'expression' | 'path';
  /** The types of the fields that a path may lead to; any without it. */
  'x-types'?: string[];
  /** The type of a field. */
  'x-type'?: string;
  /** The functions of a formula: what each computes and, where its first argument is a name of other things, these. */
  'x-functions'?: Record<string, Schema>;
  /** The keys of the text below which it defines names that may stand here, too. */
  'x-own'?: string[];
}

/** A key or a value that may stand at a place. */
export interface Offer {
  text: string;
  description: string;
}

/** What may stand at a place, and what the place means. */
export interface Help {
  description: string;
  keys: Offer[];
  values: Offer[];
  /** Where more than a name is written, the schema that says how; the values are the names that may be in it. */
  syntax?: Schema;
}

/**
 * Looks up what a schema says of a place. Of alternatives it offers all: which is meant is seen when more is written. defined are the
 * names that the text itself defines below a key.
 */
export function helpAt(root: Schema, path: string[], defined: (key: string) => Offer[] = () => []): Help {
  const found = path.reduce((schemas, step) => alternatives(root, below(schemas, step)), alternatives(root, [root]));
  return {
    description: describe(found),
    keys: unique(found.flatMap((schema) => keysOf(root, schema))),
    values: unique([
      ...found.flatMap((schema) => schema['x-own'] ?? []).flatMap((key) => defined(key)),
      ...found.flatMap(valuesOf),
    ]),
    syntax: found.find((schema) => schema['x-syntax']),
  };
}

/** The schemas with all that they refer to. */
function alternatives(root: Schema, schemas: Schema[]): Schema[] {
  return schemas.flatMap((schema) => {
    const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
    const referred = $ref ? [root.$defs?.[$ref.replace('#/$defs/', '')] ?? {}] : [];
    return [schema, ...alternatives(root, [...referred, ...allOf, ...anyOf, ...oneOf])];
  });
}

function below(schemas: Schema[], step: string): Schema[] {
  return schemas.flatMap(({ properties, patternProperties = {}, additionalProperties, items }) => {
    if (step === '[]') {
      return items ? [items] : [];
    }
    const named = properties && Object.hasOwn(properties, step) ? [properties[step]] : [];
    const alike = Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern).test(step));
    const fitting = [...named, ...alike.map(([, schema]) => schema)];
    return fitting.length > 0 || typeof additionalProperties !== 'object' ? fitting : [additionalProperties];
  });
}

/** The outermost words count: they are of this place, those of what it refers to are of all such places. */
const describe = (schemas: Schema[]) => schemas.find(({ description }) => description)?.description ?? '';

const keysOf = (root: Schema, { properties = {} }: Schema): Offer[] =>
  Object.entries(properties).map(([text, schema]) => ({
    text,
    description: describe(alternatives(root, [schema])),
  }));

/** The values that a schema itself names. */
export function valuesOf(schema: Schema): Offer[] {
  const { description = '', enum: words = [], examples = [], type } = schema;
  const titles = schema['x-titles'] ?? {};
  const fixed = 'const' in schema ? [schema.const] : words;
  const truths = type === 'boolean' ? [true, false] : [];
  return [...fixed, ...truths, ...examples].map((value) => ({
    text: String(value),
    description: titles[String(value)] ?? description,
  }));
}

function unique(offers: Offer[]): Offer[] {
  return [...new Map(offers.map((offer) => [offer.text, offer])).values()];
}
