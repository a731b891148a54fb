import { placeAt, readValues, type Place } from './place';

const key = (path: string, word = ''): Place => ({ path: steps(path), word, isValue: false });
const value = (path: string, word = ''): Place => ({ path: steps(path), word, isValue: true });
const steps = (path: string) => (path ? path.split('/') : []);

// The cursor is at the end of each text.
it.each<[string, Place | null]>([
  ['', key('')],
  ['ent', key('', 'ent')],
  ['entities:\n  ', key('entities')],
  ['entities:\n  deals:\n    fro', key('entities/deals', 'fro')],
  ['entities:\n  deals:\n    from: crm.deals\n    fields:\n      id: id\n      ', key('entities/deals/fields')],
  ['entities:\n  deals:\n    from: crm.deals\n  ', key('entities')],
  ['entities:\n  deals:\n    from: ', value('entities/deals/from')],
  ['entities:\n  deals:\n    from: crm.d', value('entities/deals/from', 'crm.d')],
  ['entities:\n\n  # deals:\n  users:\n    ', key('entities/users')],
  ['entities:\r\n  deals:\r\n    ', key('entities/deals')],
  // lists, indented and not
  ['rules:\n  - ', key('rules/[]')],
  ['rules:\n  - roles: [Vie', value('rules/[]/roles/[]', 'Vie')],
  ['rules:\n- see: own\n- se', key('rules/[]', 'se')],
  ['rules:\n  - see: own\n    ', key('rules/[]')],
  ['rules:\n  - see:\n      - ow', key('rules/[]/see/[]', 'ow')],
  ['rules:\n  - see: own\nservice:\n  ', key('service')],
  ['a:\n  - - x: ', value('a/[]/[]/x')],
  // brackets
  ['a: {', key('a')],
  ['a: {ratio: {of: rev', value('a/ratio/of', 'rev')],
  ['a: {ratio: {of: revenue, ', key('a/ratio')],
  ['a: {ratio: {of: revenue, to: x}, un', key('a', 'un')],
  ['a: {b: [one, tw', value('a/b/[]', 'tw')],
  ['a: {\n  b: 1,\n  c: ', value('a/c')],
  ['a: {b: 1}\nc', key('', 'c')],
  ['a: {b: 1}\nc:\n  d', key('c', 'd')],
  ['a: {b: "x, }", c', key('a', 'c')],
  ["a: {b: 'o''clock, }', c: ", value('a/c')],
  ['a: {b: 1 # {\n  , c', key('a', 'c')],
  ['"quoted key": ', value('quoted key')],
  ['a: {"b c": ', value('a/b c')],
  // SQL is no YAML
  ['from: (values (1, {)) as t\nwhere: ', value('where')],
  ["where: a in ('x: y', 'z')\nfi", key('', 'fi')],
  ['from: "public"."deal', value('from', 'public"."deal')],
  // nothing to complete
  ['# comm', null],
  ['a: b # comm', null],
  ['from: |\n  select ', null],
  ['a:\n  from: >-\n    select\n    fr', null],
  ['a:\n  from: |\n    select\n  wh', key('a', 'wh')],
  ['a: {b: 1}', null],
])('finds the place at the end of %j', (text, place) => {
  expect(placeAt(text)).toEqual(place);
});

it('reads the plain values of a text, also of one that is being written', () => {
  const text = `
measures:
  wins: {entity: deals, time: closed_at, duration: {from: "created_at", in: days}}
  open: # until they are closed
    where: >-
      entity: no key
    entity: 'tickets' # those
    entity: orders
kpis:
  x: {derived: wins /
  y: {title: {en: Why, ru: Зачем}}
`;
  expect(Object.fromEntries(readValues(text))).toEqual(
    expect.objectContaining({
      'measures/wins/entity': 'deals',
      'measures/wins/duration/from': 'created_at',
      'measures/wins/duration/in': 'days',
      'measures/open/entity': 'tickets',
    })
  );
  expect(readValues('kpis: {y: {title: {en: Why, ru: Зачем}}}').get('kpis/y/title/ru')).toBe('Зачем');
});
