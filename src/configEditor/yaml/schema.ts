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
}

/** Looks up what a schema says of a place. Of alternatives it offers all: which is meant is seen when more is written. */
export function helpAt(root: Schema, path: string[]): Help {
  const found = path.reduce((schemas, step) => alternatives(root, below(schemas, step)), alternatives(root, [root]));
  return {
    description: describe(found),
    keys: unique(found.flatMap((schema) => keysOf(root, schema))),
    values: unique(found.flatMap(valuesOf)),
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

function valuesOf(schema: Schema): Offer[] {
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
