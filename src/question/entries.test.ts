import { isFormula, keyOf, operandsOf, parseEntry, parseFormula, writeEntry, writeFormula } from './entries';

it('reads and writes what stands behind a KPI', () => {
  const entry = parseEntry('revenue:rolling=28d:statistic=median');
  expect(entry).toEqual({ kpi: 'revenue', values: { rolling: '28d', statistic: 'median' } });
  expect(writeEntry(entry)).toBe('revenue:rolling=28d:statistic=median');
  expect(writeEntry({ kpi: 'revenue', values: { rolling: '', offset: '1y' } })).toBe('revenue:offset=1y');
});

it.each([
  ['=revenue / new_customers', { formula: 'revenue / new_customers', label: '', unit: '' }],
  ['=a / b in money', { formula: 'a / b', label: '', unit: 'money' }],
  ['=a / b as "Per \\"b\\", in as x" in money', { formula: 'a / b', label: 'Per "b", in as x', unit: 'money' }],
])('reads and writes the formula %s', (text, formula) => {
  expect(isFormula(text)).toBe(true);
  expect(parseFormula(text)).toEqual(formula);
  expect(writeFormula(formula)).toBe(text);
});

it('tells formulas apart by what they compute', () => {
  expect(keyOf('=a  / b as "B" in money')).toBe('=a / b');
  expect(keyOf('revenue:offset=1y')).toBe('revenue:offset=1y');
  expect(operandsOf('=max(revenue, csat.target) as "x y"')).toEqual(['max', 'revenue', 'csat.target']);
});
