import { t } from '@grafana/i18n';

import { asIs, userLanguage } from '../language';
import type { Catalog, Condition, Field, Having, Limit, Option, Question } from '../types';
import { isFormula } from './entries';
import { isFilled, textOf, valueIn } from './fields';
import { isGroup } from './filters';
import { fixedIn, otherFilters } from './fixedValue';
import { columnTitle, titleIn, within } from './titles';

/** What a question says in some of its fields beyond what they mean anyway, in words of a sentence. */
export const phrasesOf = (catalog: Catalog, question: Question, fields: Field[]): string[] =>
  fields.map((field) => phraseOf(catalog, question, field)).filter((phrase) => phrase !== '');

const and = (list: string[]) => new Intl.ListFormat(userLanguage(), { type: 'conjunction' }).format(list);
const or = (list: string[]) => new Intl.ListFormat(userLanguage(), { type: 'disjunction' }).format(list);

/** What a field says, by the kind of its input; any other kind is told as its title and its value. */
const tellers: Record<string, (catalog: Catalog, question: Question, field: Field) => string> = {
  kpis: (catalog, { kpis = [] }) => columnsIn(catalog, kpis),
  kpi: (catalog, { kpis = [] }) => columnsIn(catalog, kpis),
  columns: (catalog, { kpis = [] }) =>
    columnsIn(
      catalog,
      kpis.filter((entry) => /^[^=]+:/.test(entry))
    ),
  dimensions: ({ dimensions }, question, { name }) =>
    and((valueIn(question, name) as string[]).map((id) => within(titleIn(dimensions, id)))),
  dimension: ({ dimensions }, question, { name }) => titleIn(dimensions, textOf(valueIn(question, name))),
  entity: ({ entities }, question, { name }) => titleIn(entities, textOf(valueIn(question, name))),
  choice: (_, question, field) => optionIn(field, textOf(valueIn(question, field.name))),
  radio: (_, question, field) => optionIn(field, textOf(valueIn(question, field.name))),
  choices: (_, question, field) => and((valueIn(question, field.name) as string[]).map((id) => optionIn(field, id))),
  switch: (_, question, { name, title }) => (valueIn(question, name) === true ? within(title) : ''),
  value: (_, question, { dimension = '' }) => and(fixedIn(question, dimension)?.values ?? []),
  filters: (catalog, question) => conditionsIn(catalog, question),
  having: (catalog, { having = [] }) => and(having.map((one) => havingIn(catalog, one))),
  parameters: (catalog, { parameters = {} }, field) =>
    Object.entries(parameters)
      .map(([name, value]) => parameterIn(catalog, field, name, value))
      .join(', '),
  limit: (catalog, { limit, kpis = [] }) => (limit ? limitIn(catalog, limit, kpis) : ''),
};

function phraseOf(catalog: Catalog, question: Question, field: Field): string {
  const value = valueIn(question, field.name);
  const usual = Array.isArray(value) ? value.length === 1 && value[0] === field.default : value === field.default;
  if (!isFilled(value) || usual) {
    return '';
  }
  const tell = tellers[field.input];
  return tell ? tell(catalog, question, field) : titled(field.title, textOf(value));
}

const titled = (title: string, text: string) => `${within(title)}: ${text}`;

/** The first begins a sentence. */
const columnsIn = (catalog: Catalog, entries: string[]) =>
  and(entries.map((entry, place) => (place === 0 ? columnTitle(catalog, entry) : columnWithin(catalog, entry))));

/** A column in the middle of a sentence; what people have called one stays as it is. */
const columnWithin = (catalog: Catalog, entry: string) =>
  isFormula(entry) ? columnTitle(catalog, entry) : within(columnTitle(catalog, entry));

/** An option without a phrase says nothing where others have one. */
function optionIn({ title, options = [] }: Field, id: string): string {
  const option = options.find((one: Option) => one.id === id);
  if (option?.phrase ?? options.some(({ phrase }) => phrase)) {
    return option ? (option.phrase ?? '') : titled(title, id);
  }
  return option ? within(option.title) : titled(title, id);
}

function conditionsIn(catalog: Catalog, question: Question): string {
  const type = catalog.types.find(({ id }) => id === question.queryType);
  const fixed = (type?.fields ?? []).flatMap(({ input, dimension }) =>
    input === 'value' && dimension ? [dimension] : []
  );
  return otherFilters(question, fixed)
    .map((condition) => conditionIn(catalog, condition))
    .filter((phrase) => phrase !== '')
    .join(', ');
}

/** What a filter says; nothing as long as it has no values that it needs. */
function conditionIn(catalog: Catalog, condition: Condition): string {
  const { of } = condition;
  const phrase = isGroup(condition) ? groupIn(catalog, condition) : comparisonIn(catalog, condition);
  return of !== undefined && phrase
    ? `${within(titleIn([...catalog.sides, ...catalog.entities], of))}: ${phrase}`
    : phrase;
}

function groupIn(catalog: Catalog, { any, all = [] }: Extract<Condition, { any?: Condition[] }>): string {
  const parts = (any ?? all).map((part) => conditionIn(catalog, part)).filter((phrase) => phrase !== '');
  const joined = any ? or(parts) : and(parts);
  return parts.length > 1 ? `(${joined})` : joined;
}

function comparisonIn(catalog: Catalog, filter: Exclude<Condition, { any?: Condition[] }>): string {
  const { dimension = '', field, operator, values = [] } = filter;
  const known = field === undefined ? catalog.operators : catalog.comparators;
  const most = known.find(({ id }) => id === operator)?.most ?? values.length;
  if ((field ?? dimension) === '' || (most > 0 && values.length === 0)) {
    return '';
  }
  if (field === undefined && (operator === 'in' || operator === 'equals')) {
    return t('query.sentence.only', '{{values}} only', { values: or(values), ...asIs });
  }
  const compared = field === undefined ? titleIn(catalog.dimensions, dimension) : titleIn(catalog.fields, field);
  return [within(compared), titleIn(known, operator), field === undefined ? or(values) : and(values)]
    .filter((part) => part !== '')
    .join(' ');
}

const havingIn = (catalog: Catalog, { kpi, operator, values = [] }: Having) =>
  [columnWithin(catalog, kpi), titleIn(catalog.comparators, operator), and(values)].join(' ');

function parameterIn(catalog: Catalog, field: Field, name: string, value: string): string {
  const known = [...(field.parameters ?? []), ...catalog.kpis.flatMap(({ parameters = [] }) => parameters)];
  const parameter = known.find((one) => one.name === name);
  return titled(parameter?.title ?? name, parameter?.options ? within(titleIn(parameter.options, value)) : value);
}

function limitIn(catalog: Catalog, { top, by, ascending, rest }: Limit, kpis: string[]): string {
  const ordered = by ?? kpis[0];
  const values = { top, kpi: ordered === undefined ? '' : columnWithin(catalog, ordered), ...asIs };
  const kept = ascending
    ? t('query.sentence.lowest', 'lowest {{top}} by {{kpi}}', values)
    : t('query.sentence.highest', 'top {{top}} by {{kpi}}', values);
  return rest ? t('query.sentence.with-rest', '{{kept}} and the rest', { kept, ...asIs }) : kept;
}
