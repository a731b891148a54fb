import type { Condition, Filter, Question } from '../types';
import { interpolate, variablesOf, type Variables } from './interpolate';

const values: Record<string, string[]> = { region: ['EMEA', 'APAC'], team: ['North'], kpi: ['revenue'], unset: [] };

const variables: Variables = {
  expand: (text) => (text.startsWith('$') ? (values[text.slice(1)] ?? [text]) : [text]),
  isAll: (text) => text === '$all',
};

const ask = (part: Partial<Question>): Question => ({ refId: 'A', version: 1, ...part });
const filters = (...list: Condition[]) => interpolate(ask({ filters: list }), variables).filters;

describe('interpolate', () => {
  it('replaces a variable by all its values', () => {
    expect(filters({ dimension: 'region', operator: 'in', values: ['$region', 'LATAM'] })).toEqual([
      { dimension: 'region', operator: 'in', values: ['EMEA', 'APAC', 'LATAM'] },
    ]);
  });

  it('turns operators for one value into those for many when the variable has many', () => {
    expect(filters({ dimension: 'region', operator: 'equals', values: ['$region'] })?.[0]).toMatchObject({
      operator: 'in',
    });
    expect(filters({ dimension: 'region', operator: 'not_equals', values: ['$region'] })?.[0]).toMatchObject({
      operator: 'not_in',
    });
    expect(filters({ dimension: 'team', operator: 'equals', values: ['$team'] })?.[0]).toMatchObject({
      operator: 'equals',
    });
  });

  it('drops a filter whose variable is set to All or to nothing', () => {
    expect(filters({ dimension: 'region', operator: 'in', values: ['$all'] })).toEqual([]);
    expect(filters({ dimension: 'region', operator: 'in', values: ['$unset'] })).toEqual([]);
    expect(filters({ dimension: 'region', operator: 'in', values: [] })).toEqual([]);
  });

  it('replaces variables in groups, of which an alternative that is set to All leaves nothing to ask', () => {
    const team: Filter = { dimension: 'team', operator: 'in', values: ['$team'] };
    const north = { ...team, values: ['North'] };
    const all: Filter = { dimension: 'region', operator: 'in', values: ['$all'] };
    expect(filters({ any: [team, { all: [team, all] }] })).toEqual([{ any: [north, { all: [north] }] }]);
    expect(filters({ any: [team, all] }, { any: [team, { all: [all] }] }, { all: [all] })).toEqual([]);
  });

  it('keeps operators that take no values, and gives them none', () => {
    expect(filters({ dimension: 'region', operator: 'is_none', values: ['left over'] })).toEqual([
      { dimension: 'region', operator: 'is_none', values: [] },
    ]);
  });

  it('replaces KPIs and dimensions, each once', () => {
    const question = interpolate(ask({ kpis: ['$kpi', 'revenue', 'win_rate'], groupBy: ['team'] }), variables);
    expect(question.kpis).toEqual(['revenue', 'win_rate']);
    expect(question.groupBy).toEqual(['team']);
  });

  it('replaces variables in comparisons of fields, and leaves out those that are set to All', () => {
    expect(filters({ field: 'amount', operator: 'between', values: ['1', '$unset', '$team'] })).toEqual([
      { field: 'amount', operator: 'between', values: ['1', 'North'] },
    ]);
    expect(filters({ field: '$team', operator: '>=', values: ['1000'] })).toEqual([
      { field: 'North', operator: '>=', values: ['1000'] },
    ]);
    expect(filters({ field: 'amount', operator: '>=', values: ['$all'] })).toEqual([]);
    expect(filters({ field: 'amount', operator: '>=', values: ['$unset'] })).toEqual([]);
  });

  it('replaces variables in conditions on groups, and leaves out those without a value', () => {
    const having = [
      { kpi: '$kpi', operator: '>=', values: ['$team'] },
      { kpi: 'revenue', operator: '<', values: ['$unset'] },
    ];
    expect(interpolate(ask({ having }), variables).having).toEqual([
      { kpi: 'revenue', operator: '>=', values: ['North'] },
    ]);
  });

  it('keeps what filters hold for', () => {
    const team: Filter = { dimension: 'team', operator: 'in', values: ['$team'] };
    const North: Filter = { ...team, values: ['North'] };
    expect(filters({ ...team, of: 'numerator' }, { any: [team], of: 'touches' })).toEqual([
      { ...North, of: 'numerator' },
      { any: [North], of: 'touches' },
    ]);
  });

  it('replaces parameters, the limit and the fields of other query types', () => {
    const question = ask({ dimension: '$team', search: '$team', entity: '$team', parameters: { window: '$team' } });
    const replaced = interpolate({ ...question, limit: { top: 3, by: '$kpi' } }, variables);
    expect(replaced).toMatchObject({
      dimension: 'North',
      search: 'North',
      entity: 'North',
      parameters: { window: 'North' },
      limit: { top: 3, by: 'revenue' },
    });
  });

  it('replaces the events and the customer of a list', () => {
    const account: Filter = { dimension: 'account', operator: 'equals', values: ['$team'] };
    const question = ask({ events: ['$region', 'campaigns', 'campaigns'], filters: [account] });
    expect(interpolate(question, variables)).toMatchObject({
      events: ['EMEA', 'APAC', 'campaigns'],
      filters: [{ ...account, values: ['North'] }],
    });
    expect(interpolate(ask({ details: true }), variables)).toEqual(ask({ details: true }));
  });

  it('replaces them in fields that it has never heard of, and nothing in those of Grafana', () => {
    const datasource = { uid: '$team' };
    const question = { ...ask({ queryType: '$team' }), datasource, mood: '$team', moods: ['$region'], rows: 3 };
    expect(interpolate(question, variables)).toEqual({ ...question, mood: 'North', moods: ['EMEA', 'APAC'] });
  });

  it('does not change the saved question', () => {
    const question = ask({ filters: [{ dimension: 'region', operator: 'in', values: ['$region'] }] });
    interpolate(question, variables);
    expect(question.filters).toEqual([{ dimension: 'region', operator: 'in', values: ['$region'] }]);
  });
});

describe('variablesOf', () => {
  type Format = (value: string | string[]) => string;
  const state: Record<string, { value: string | string[]; url: string }> = {
    region: { value: ['EMEA', 'A, B'], url: 'var-region=EMEA&var-region=A%2C%20B' },
    every: { value: ['EMEA', 'APAC'], url: 'var-every=%24__all' },
    empty: { value: '', url: 'var-empty=' },
  };
  const replace = (text = '', _: unknown, format?: string | Format) =>
    text.replace(/\$\{?(\w+)(:queryparam)?\}?/g, (original: string, name: string, url?: string) => {
      const found = state[name];
      if (!found) {
        return original;
      }
      if (url) {
        return found.url;
      }
      return typeof format === 'function' ? format(found.value) : `{${String(found.value)}}`;
    });
  const { expand, isAll } = variablesOf({ replace: replace }, {});

  it('expands a variable that stands alone, in each of its spellings', () => {
    expect(expand('$region')).toEqual(['EMEA', 'A, B']);
    expect(expand('${region}')).toEqual(['EMEA', 'A, B']);
  });

  it('keeps a text with a variable in it one text', () => {
    expect(expand('x$region')).toEqual(['x{EMEA,A, B}']);
    expect(expand('EMEA')).toEqual(['EMEA']);
  });

  it('gives nothing for an empty variable and leaves an unknown one as it is', () => {
    expect(expand('$empty')).toEqual([]);
    expect(expand('$unknown')).toEqual(['$unknown']);
  });

  it('tells All from a selection of every value', () => {
    expect(isAll('$every')).toBe(true);
    expect(isAll('$region')).toBe(false);
    expect(isAll('EMEA')).toBe(false);
    expect(isAll('$unknown')).toBe(false);
    expect(isAll('$__all')).toBe(true);
  });
});
