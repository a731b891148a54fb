import { fromAdHoc } from './adhoc';

describe('fromAdHoc', () => {
  it.each([
    ['=', 'in'],
    ['!=', 'not_in'],
    ['=~', 'matches'],
    ['!~', 'not_matches'],
  ])('reads %s as %s', (operator, expected) => {
    expect(fromAdHoc([{ key: 'region', operator, value: 'EMEA' }])).toEqual([
      { dimension: 'region', operator: expected, values: ['EMEA'] },
    ]);
  });

  it('takes every value of the multi-value operators', () => {
    const filter = { key: 'region', operator: '=|', value: 'EMEA', values: ['EMEA', 'APAC'] };
    expect(fromAdHoc([filter])).toEqual([{ dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] }]);
  });

  it.each(['EMEA|APAC', '^(EMEA|APAC)$', 'North\\.East', '^.*North.*$'])(
    'passes the regular expression %s as it is written',
    (value) => {
      const [filter] = fromAdHoc([{ key: 'region', operator: '=~', value }]);
      expect(filter).toEqual({ dimension: 'region', operator: 'matches', values: [value] });
    }
  );

  it('leaves out filters that are still being edited', () => {
    expect(fromAdHoc([{ key: 'region', operator: '=', value: '' }])).toEqual([]);
    expect(fromAdHoc([{ key: '', operator: '=', value: 'EMEA' }])).toEqual([]);
    expect(fromAdHoc()).toEqual([]);
  });

  it('passes an operator it does not know, so that the backend can say which there are', () => {
    const [filter] = fromAdHoc([{ key: 'region', operator: '<', value: 'EMEA' }]);
    expect(filter.operator).toBe('<');
  });
});
