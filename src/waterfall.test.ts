import { readFileSync } from 'node:fs';

import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';

import { type Transformations, transformed } from './test/transformed';

interface Panel {
  title: string;
  transformations: Transformations;
}

const { panels } = JSON.parse(readFileSync('dashboards/sales/pipeline.json', 'utf8')) as { panels: Panel[] };
const waterfall = panels.find(({ title }) => title === 'Pipeline due in the range')!;

const titles: Record<string, string> = { pipeline_opening: 'Opening pipeline', pipeline_closing: 'Closing pipeline' };

const amounts = (refId: string, values: Record<string, number[]>, moves?: string[]): DataFrame =>
  toDataFrame({
    refId,
    fields: [
      ...(moves ? [{ name: 'pipeline_move', type: FieldType.string, values: moves }] : []),
      ...Object.entries(values).map(([name, values]) => ({
        name,
        values,
        type: FieldType.number,
        config: { unit: 'currencyUSD', displayNameFromDS: titles[name] ?? name.replace('=', '') },
      })),
    ],
  });

// Each bar stands where the one before ends, on a base that is not seen; all are amounts of one currency, so that they have one axis.
test('the bars of the waterfall lead from the opening to the closing, in the currency', async () => {
  const data = [
    amounts('A', { pipeline_opening: [100] }),
    amounts('B', { '=max(pipeline_change, 0)': [40, 0], '=max(0 - pipeline_change, 0)': [0, 15] }, [
      'new',
      'pushed_out',
    ]),
    amounts('C', { '=0 - pipeline_change': [30] }, ['won']),
    amounts('D', { '=0 - (pipeline_change)': [5] }, ['lost']),
    amounts('E', { pipeline_closing: [90] }),
  ];
  const [frame] = await transformed(waterfall.transformations, data);
  const shown = Object.fromEntries(frame.fields.map(({ name, values }) => [name, values as unknown]));
  expect(shown).toEqual({
    pipeline_move: ['0', 'new', 'pushed_out', 'won', 'lost', '1'],
    'pipeline_opening + rest': [0, 100, 125, 95, 90, 0],
    pipeline_opening: [100, 0, 0, 0, 0, 0],
    '=max(pipeline_change, 0)': [0, 40, 0, 0, 0, 0],
    '=max(0 - pipeline_change, 0)': [0, 0, 15, 0, 0, 0],
    '=0 - pipeline_change': [0, 0, 0, 30, 0, 0],
    '=0 - (pipeline_change)': [0, 0, 0, 0, 5, 0],
    pipeline_closing: [0, 0, 0, 0, 0, 90],
  });
  const names = frame.fields.map(({ name }) => name);
  expect(names.indexOf('pipeline_opening + rest')).toBeLessThan(names.indexOf('=max(pipeline_change, 0)')); // bars stand on what comes first
  for (const { type, config } of frame.fields) {
    expect(config.unit).toBe(type === FieldType.number ? 'currencyUSD' : undefined);
  }
});
