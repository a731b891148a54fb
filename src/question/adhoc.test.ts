import { fromAdHoc } from './adhoc';

const isField = (key: string) => key === 'amount';
const filters = (key: string, operator: string, ...values: string[]) =>
  fromAdHoc([{ key, operator, value: values[0], values: values.length > 1 ? values : undefined }], isField);

describe('fromAdHoc', () => {
  it.each([
    ['=', 'in'],
    ['!=', 'not_in'],
    ['=~', 'matches'],
    ['!~', 'not_matches'],
  ])('reads %s as %s', (operator, expected) => {
    expect(filters('region', operator, 'EMEA')).toEqual([
      { dimension: 'region', operator: expected, values: ['EMEA'] },
    ]);
  });

  it.each([
    ['=|', 'in'],
    ['!=|', 'not_in'],
  ])('takes every value of %s', (operator, expected) => {
    expect(filters('region', operator, 'EMEA', 'APAC')).toEqual([
      { dimension: 'region', operator: expected, values: ['EMEA', 'APAC'] },
    ]);
  });

  it.each(['EMEA|APAC', '^(EMEA|APAC)$', 'North\\.East', '^.*North.*$'])(
    'passes the regular expression %s as it is written',
    (value) => {
      expect(filters('region', '=~', value)).toEqual([{ dimension: 'region', operator: 'matches', values: [value] }]);
    }
  );

  it.each(['<', '<=', '>', '>='])('compares numbers and days by %s', (operator) => {
    expect(filters('amount', operator, '1000')).toEqual([{ field: 'amount', operator, values: ['1000'] }]);
  });

  it('finds numbers and days that are equal, or are not', () => {
    const differs = (value: string) => ({
      any: [
        { field: 'amount', operator: '<', values: [value] },
        { field: 'amount', operator: '>', values: [value] },
      ],
    });
    const equals = (value: string) => ({ field: 'amount', operator: 'between', values: [value, value] });
    expect(filters('amount', '=', '5')).toEqual([equals('5')]);
    expect(filters('amount', '=|', '5', '7')).toEqual([{ any: [equals('5'), equals('7')] }]);
    expect(filters('amount', '!=', '5')).toEqual([differs('5')]);
    expect(filters('amount', '!=|', '5', '7')).toEqual([{ all: [differs('5'), differs('7')] }]);
  });

  it('leaves out filters that are still being edited, and those that match everything', () => {
    expect(filters('region', '=', '')).toEqual([]);
    expect(filters('', '=', 'EMEA')).toEqual([]);
    expect(filters('region', '=~', '.*')).toEqual([]);
    expect(fromAdHoc(undefined, isField)).toEqual([]);
  });

  it('passes an operator that means nothing, so that the backend can say why', () => {
    expect(filters('region', '<', 'EMEA')).toEqual([{ dimension: 'region', operator: '<', values: ['EMEA'] }]);
    expect(filters('amount', '=~', '1.*')).toEqual([{ field: 'amount', operator: '=~', values: ['1.*'] }]);
  });
});
