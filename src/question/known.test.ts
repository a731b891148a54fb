import { catalog, typeOf } from '../test/catalog';
import type { Filter, Operator } from '../types';
import { fromAdHoc } from './adhoc';
import { defaultAnnotations, defaultQuestion, defaultVariable } from './defaults';
import { takesValues } from './filters';

// Questions are prepared before the catalogue is there; what is known without it has to be what the catalogue says.

it.each([
  ['panels', defaultQuestion],
  ['alerts', defaultQuestion],
  ['annotations', defaultAnnotations],
  ['variables', defaultVariable],
])('starts %s with a type that is offered there, and with its defaults', (use, { queryType = '', ...start }) => {
  const type = typeOf(queryType);
  expect(type.uses).toContain(use);
  for (const [name, value] of Object.entries(start).filter(([, one]) => typeof one === 'string')) {
    const field = type.fields.find((one) => one.name === name);
    // What is saved without a format is a time series; what is new fits the panel.
    expect(name === 'format' ? field?.options?.at(-1)?.id : field?.default).toBe(value);
  }
});

it('knows the operators that take no values', () => {
  const unary = catalog.operators.filter(({ most }) => most === 0).map(({ id }) => id);
  expect(catalog.operators.map(({ id }) => id).filter((id) => !takesValues(id))).toEqual(unary);
});

it('makes ad hoc filters of operators that there are', () => {
  const known = (operators: Operator[]) => operators.map(({ id }) => id);
  for (const operator of ['=', '!=', '=|', '!=|', '=~', '!~']) {
    const [filter] = fromAdHoc([{ key: 'region', operator, value: 'EMEA' }], () => false) as Filter[];
    expect(known(catalog.operators)).toContain(filter.operator);
  }
  for (const operator of ['=', '<', '<=', '>', '>=']) {
    const [filter] = fromAdHoc([{ key: 'amount', operator, value: '5' }], () => true) as Filter[];
    expect(known(catalog.comparators)).toContain(filter.operator);
  }
});
