import mapping from '../../../docs/schemas/mapping.schema.json';
import policy from '../../../docs/schemas/policy.schema.json';
import { helpAt, type Schema } from './schema';

const texts = (offers: Array<{ text: string }>) => offers.map(({ text }) => text);
const at = (schema: unknown, path: string) => helpAt(schema as Schema, path ? path.split('/') : []);

it('offers the keys of a place with what they mean', () => {
  expect(texts(at(mapping, '').keys)).toEqual(['base', 'entities', 'dimensions', 'tenant']);
  const { keys } = at(mapping, 'entities/deals');
  expect(texts(keys)).toEqual(expect.arrayContaining(['from', 'where', 'fields', 'extra']));
  expect(keys.find(({ text }) => text === 'where')?.description).toBe('SQL over the columns of from.');
});

it('offers the values of a place, through references, lists and alternatives', () => {
  expect(texts(at(mapping, 'base').values)).toEqual(['reference']);
  expect(texts(at(policy, 'rules/[]/roles/[]').values)).toEqual(['Viewer', 'Editor', 'Admin']);
  expect(texts(at(policy, 'rules/[]/unmasked').values)).toEqual(['true', 'false']);
  expect(texts(at(policy, 'rules/[]/see').values)).toContain('own');
  expect(texts(at(policy, 'rules/[]/see/[]').values)).toContain('own');
  expect(texts(at(policy, 'rules/[]/see/[]/filters/[]/any/[]').keys)).toEqual([
    'dimension',
    'operator',
    'values',
    'any',
    'all',
  ]);
});

it('offers the options of conversions', () => {
  expect(texts(at(mapping, 'entities/deals/fields/closed_at').keys)).toEqual(
    expect.arrayContaining(['epoch', 'local', 'text', 'format', 'zone'])
  );
});

it('knows nothing of what is not in the schema', () => {
  expect(at(mapping, 'nothing/here')).toEqual({ description: '', keys: [], values: [] });
});

it('prefers names of the place to what holds for all alike, and tells their titles', () => {
  const schema: Schema = {
    properties: {
      entities: {
        properties: {
          deals: { $ref: '#/$defs/entity', description: 'Deals', properties: { x: { description: 'X' } } },
        },
        additionalProperties: { $ref: '#/$defs/entity' },
      },
      kpi: { type: 'string', examples: ['revenue'], 'x-titles': { revenue: 'Выручка' } },
    },
    $defs: { entity: { description: 'Any', properties: { from: {} } } },
  };
  expect(helpAt(schema, ['entities', 'deals'])).toEqual({
    description: 'Deals',
    keys: [
      { text: 'x', description: 'X' },
      { text: 'from', description: '' },
    ],
    values: [],
  });
  expect(helpAt(schema, ['entities', 'own']).description).toBe('Any');
  expect(helpAt(schema, ['kpi']).values).toEqual([{ text: 'revenue', description: 'Выручка' }]);
});
