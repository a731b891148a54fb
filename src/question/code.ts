import { t } from '@grafana/i18n';
import { omit, pick } from 'lodash';

import { asIs } from '../language';
import type { Catalog, Field, Question, QueryType } from '../types';
import { parseEntry, isFormula } from './entries';
import { isFilled, valueIn } from './fields';
import { migrate } from './migrate';

/** What Grafana and the editor keep beside a question, and nobody writes. */
const notWritten = ['refId', 'datasource', 'hide', 'key', 'version', 'intervalMs', 'maxDataPoints', 'fits'];

/** A question as text. */
export const codeOf = (question: Question): string => JSON.stringify(omit(question, notWritten), null, 2);

/** What a text is read as. */
export interface Read {
  /** Not there if the text is no question. */
  question?: Question;
  /** What is wrong with it. */
  problems: string[];
}

/** A text as a question in the place of another one. What the catalogue does not know is told, and taken all the same: the backend decides. */
export function readCode(catalog: Catalog, text: string, before: Question): Read {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problems: [t('query.code.no-json', 'This is no JSON: {{reason}}', { reason, ...asIs })] };
  }
  if (!isObject(written)) {
    return {
      problems: [t('query.code.no-object', 'A question is an object, as in {{example}}', { example, ...asIs })],
    };
  }
  const question = migrate({ ...omit(written, notWritten), ...pick(before, notWritten), refId: before.refId });
  const type = catalog.types.find(({ id }) => id === question.queryType);
  if (!type) {
    const known = catalog.types.map(({ id }) => id).join(', ');
    const given = String(question.queryType);
    return {
      question,
      problems: [
        t('query.code.no-type', 'There is no query type {{given}}; the types are {{known}}', { given, known, ...asIs }),
      ],
    };
  }
  const misshapen = type.fields.filter((field) => !fits(field, valueIn(question, field.name)));
  if (misshapen.length > 0) {
    return {
      problems: misshapen.map(({ name, input }) =>
        t('query.code.shape', '{{name}} has to be {{shape}}', { name, shape: shapeOf(input).words(), ...asIs })
      ),
    };
  }
  return { question, problems: [...unknownFields(written, type), ...unknownValues(catalog, type, question)] };
}

const example = '{"kpis": ["revenue"]}';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOf =
  (fits: (item: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every((item: unknown) => fits(item));

const isText = (value: unknown) => typeof value === 'string';

const isComparison = (value: unknown): boolean =>
  isObject(value) && (value.values === undefined || isListOf(isText)(value.values));

const isCondition = (value: unknown): boolean =>
  isObject(value) &&
  (value.any === undefined && value.all === undefined
    ? isComparison(value)
    : isListOf(isCondition)(value.any ?? value.all));

interface Shape {
  fits: (value: unknown) => boolean;
  words: () => string;
}

const shapes = {
  texts: { fits: isListOf(isText), words: () => t('query.code.texts', 'a list of texts') },
  object: { fits: isObject, words: () => t('query.code.object', 'an object') },
  conditions: { fits: isListOf(isCondition), words: () => t('query.code.conditions', 'a list of conditions') },
  number: { fits: (value) => typeof value === 'number', words: () => t('query.code.number', 'a number') },
  yes: { fits: (value) => typeof value === 'boolean', words: () => t('query.code.boolean', 'true or false') },
  any: { fits: () => true, words: () => '' },
  text: { fits: isText, words: () => t('query.code.text', 'a text') },
} satisfies Record<string, Shape>;

/** By the kind of a field's input; that of one that the editor does not know may be anything. */
const byInput: Record<string, Shape> = {
  kpis: shapes.texts,
  kpi: shapes.texts,
  columns: shapes.texts,
  dimensions: shapes.texts,
  choices: shapes.texts,
  parameters: shapes.object,
  limit: shapes.object,
  filters: shapes.conditions,
  value: shapes.conditions,
  having: shapes.conditions,
  number: shapes.number,
  switch: shapes.yes,
  choice: shapes.text,
  radio: shapes.text,
  text: shapes.text,
  dimension: shapes.text,
  entity: shapes.text,
};

const shapeOf = (input: string): Shape => byInput[input] ?? shapes.any;

const fits = ({ input }: Field, value: unknown): boolean =>
  value === undefined || value === null || shapeOf(input).fits(value);

function unknownFields(written: Record<string, unknown>, { title, fields }: QueryType): string[] {
  const names = ['queryType', ...fields.map(({ name }) => name)];
  const known = [...new Set(names)].join(', ');
  return Object.keys(written)
    .filter((name) => !names.includes(name) && !notWritten.includes(name))
    .map((name) =>
      t('query.code.no-field', 'There is no field {{name}}; the fields of {{title}} are {{known}}', {
        name,
        title,
        known,
        ...asIs,
      })
    );
}

/** What has to be one of the catalogue's, unless it is a variable. */
function unknownValues(catalog: Catalog, { fields }: QueryType, question: Question): string[] {
  const kpis = catalog.kpis.flatMap((kpi) => [kpi.id, ...(kpi.goals ?? []).map(({ id }) => id)]);
  const dimensions = catalog.dimensions.map(({ id }) => id);
  return fields.flatMap(({ name, input, options }) => {
    const value = valueIn(question, name);
    if (!isFilled(value)) {
      return [];
    }
    const values = (Array.isArray(value) ? value : [value]) as string[];
    const told = (known: string[], given: string[]) =>
      given
        .filter((one) => !one.includes('$') && !known.includes(one))
        .map((one) =>
          t('query.code.unknown', 'There is no {{given}} for {{name}}; it may be {{known}}', {
            name,
            given: one,
            known: shortened(known),
            ...asIs,
          })
        );
    switch (input) {
      case 'kpis':
      case 'kpi':
        return told(
          kpis,
          values.filter((entry) => !isFormula(entry)).map((entry) => parseEntry(entry).kpi)
        );
      case 'dimensions':
      case 'dimension':
        return told(dimensions, values);
      case 'choice':
      case 'radio':
      case 'choices':
        return told((options ?? []).map(({ id }) => id).filter(Boolean), values);
      default:
        return [];
    }
  });
}

/** As many as one reads. */
const shortened = (list: string[]): string => (list.length > 20 ? [...list.slice(0, 20), '…'] : list).join(', ');
