import kpis from '../../../docs/schemas/kpis.schema.json';
import mapping from '../../../docs/schemas/mapping.schema.json';
import { offersAt } from './offers';
import { placeAt, readValues } from './place';
import type { Schema } from './schema';

/** What the backend adds to the schemas. */
const fields: Record<string, Schema> = {
  fields_of_deals: {
    properties: {
      amount: { description: 'Amount', 'x-type': 'money' },
      closed_at: { description: 'Closed', 'x-type': 'time' },
      status: { description: 'Status', 'x-type': 'text', enum: ['won', 'lost'], 'x-titles': { won: 'Won' } },
      account: { $ref: '#/$defs/fields_of_accounts', description: 'Customer', 'x-type': 'key' },
    },
  },
  fields_of_accounts: {
    properties: { region: { description: 'Region', 'x-type': 'text', enum: ['EMEA'] } },
  },
};
const ofKPIs = kpis as unknown as Schema;
const served: Schema = {
  ...ofKPIs,
  $defs: {
    ...fields,
    formula: {
      ...ofKPIs.$defs?.formula,
      examples: ['revenue', 'revenue.target', 'revenue.pace', 'new_customers', 'days'],
      'x-titles': { revenue: 'Revenue', new_customers: 'New customers', 'revenue.target': 'Revenue: target' },
      'x-functions': {
        max: { description: '(x, y): the greater one' },
        given: { description: '(kpi)', examples: ['revenue'] },
      },
    },
    expression: { ...ofKPIs.$defs?.expression, examples: [':now', ':window'] },
  },
};

/** What is offered at the end of a text; [word | offers]. */
function offered(text: string, schema: Schema = served, below = '') {
  const place = placeAt(text);
  const { word, keys, names, functions } = offersAt(schema, place!, readValues(`${text}${below}`));
  return [word, [...keys, ...names, ...functions].map(({ text: name }) => name).join(' ')];
}

const formula = 'revenue new_customers days max given';
const ofDeals = 'amount closed_at status account';

it.each([
  ['kpis: {x: {derived: revenue / new_c', 'new_c', formula],
  ['kpis:\n  x:\n    derived: ', '', formula],
  ['kpis:\n  x:\n    derived: "max(0, re', 're', formula],
  ['kpis:\n  x:\n    derived:\n      revenue -', '', formula],
  ['kpis:\n  x:\n    ratio:\n      of: re', 're', formula],
  ['kpis: {x: {conversion: {to: re', 're', formula],
  ['kpis:\n  x:\n    derived: revenue / revenue.ta', 'ta', 'target pace'],
  ['kpis:\n  x:\n    derived: given(r', 'r', 'revenue'],
  // where no name can stand
  ['kpis:\n  x:\n    derived: revenue ', '', ''],
  ['kpis:\n  x:\n    derived: max(1, 2) re', '', ''],
  ['kpis:\n  x:\n    derived: revenue / 12', '', ''],
  ['kpis:\n  x:\n    derived: given(revenue).', '', ''],
  ['kpis:\n  x:\n    derived: costs.ta', 'ta', ''],
])('completes the formula at the end of %j', (text, word, names) => {
  expect(offered(text)).toEqual([word, names]);
});

it('tells what the names of a formula mean', () => {
  const text = 'kpis: {x: {derived: revenue / new_c';
  const { names, functions } = offersAt(served, placeAt(text)!, readValues(text));
  expect(names).toContainEqual({ text: 'new_customers', description: 'New customers' });
  expect(functions).toContainEqual({ text: 'max', description: '(x, y): the greater one' });
});

it('offers what the text itself defines, but no KPI within its own definition', () => {
  const own = `
measures:
  wins: {entity: deals, count: id}
kpis:
  big: {title: Big deals, measure: wins}
  x:
    title: {en: Ex}
`;
  expect(offered(`${own}    derived: `)).toEqual(['', `big wins ${formula}`]);
  expect(offered(`${own}    measure: `)).toEqual(['', 'wins']);
  expect(offersAt(served, placeAt(`${own}    derived: `)!, readValues(own)).names[0]).toEqual({
    text: 'big',
    description: 'Big deals',
  });
});

const measure = 'measures:\n  x:\n    entity: deals\n    ';

it.each([
  ['sum: am', 'am', ofDeals],
  ['sum: ', '', `${ofDeals} :now :window`],
  ['where: status is not null and ', '', `${ofDeals} :now :window`],
  ['where: not (closed_at < :n', ':n', ':now :window'],
  ['where: closed_at + :', ':', ':now :window'],
  ['sum: "coalesce(am', 'am', ofDeals],
  ['where: account.re', 're', 'region'],
  ['duration: {from: cl', 'cl', ofDeals],
  ['duration:\n      from: cl', 'cl', ofDeals],
  // texts are compared with the words that the field may hold
  ["where: status = 'w", 'w', 'won lost'],
  ["where: amount > 5 and status not in ('won', '", '', 'won lost'],
  ["where: account.region = '", '', 'EMEA'],
  ["where: amount = '", '', ''],
  ["where: coalesce(status, 'w", '', ''],
  // where no name of a field can stand
  ["where: status = 'won' ", '', ''],
  ['where: amount an', '', ''],
  ['where: closed_at::da', '', ''],
  ['where: amount > 5', '', ''],
  ['where: account.name.x', 'x', ''],
])('completes the expression of a measure at the end of %j', (text, word, names) => {
  expect(offered(`${measure}${text}`)).toEqual([word, names]);
});

it('knows the entity wherever it stands in the measure, and offers no fields of one that is not said', () => {
  expect(offered('measures: {x: {entity: deals, sum: am')).toEqual(['am', ofDeals]);
  expect(offered('measures:\n  x:\n    sum: am', served, '\n    entity: deals\n')).toEqual(['am', ofDeals]);
  expect(offered('measures:\n  x:\n    sum: am')).toEqual(['am', '']);
  expect(offered('measures:\n  y: {entity: deals}\n  x:\n    sum: am')).toEqual(['am', '']);
  expect(offered('measures:\n  x:\n    entity: constructor\n    sum: am')).toEqual(['am', '']);
});

it.each([
  ['buckets: ', '', 'amount account'],
  ['age: cl', 'cl', 'closed_at account'],
  ['buckets: amount +', '', ''],
  ['flag: amount > 5 and st', 'st', ofDeals],
  ['entity: ', '', 'vehicles'],
])('completes a dimension of the company’s own at the end of %j', (text, word, names) => {
  const { $defs, ...rest } = mapping as unknown as Schema;
  const schema = { ...rest, $defs: { ...$defs, ...fields } };
  const begun = `entities:\n  vehicles: {from: v}\ndimensions:\n  x:\n    ${text.startsWith('entity') ? '' : 'entity: deals\n    '}`;
  expect(offered(`${begun}${text}`, schema)).toEqual([word, names]);
});

it('offers nothing for SQL over the columns of the company, which it does not know', () => {
  const schema = mapping as unknown as Schema;
  expect(offered('entities:\n  deals:\n    where: is_de', schema)).toEqual(['is_de', '']);
  expect(offered('entities:\n  deals:\n    fields:\n      amount: d.am', schema)[1]).toBe('');
});
