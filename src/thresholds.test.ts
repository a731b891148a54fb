import {
  applyFieldOverrides,
  createTheme,
  dataFrameFromJSON,
  FieldConfigOptionsRegistry,
  ThresholdsMode,
  type DataFrameJSON,
  type FieldConfigPropertyItem,
} from '@grafana/data';
import { readFileSync } from 'node:fs';

/** A frame of the backend's golden files, below the comments in which people read it. */
const golden = (file: string): DataFrameJSON => {
  const text = readFileSync(`pkg/frames/testdata/${file}`, 'utf8').replace(/^\/\/.*$/gm, '');
  return (JSON.parse(text) as { frames: DataFrameJSON[] }).frames[0];
};

const properties = new FieldConfigOptionsRegistry();
for (const id of ['color', 'thresholds']) {
  const taken = { id, path: id, name: id, process: (value: unknown) => value, shouldApply: () => true };
  properties.register(taken as unknown as FieldConfigPropertyItem);
}

it('keeps the colours of the data source in a panel with thresholds of its own', () => {
  const [shown] = applyFieldOverrides({
    data: [dataFrameFromJSON(golden('bars_of_groups_with_a_goal.jsonc'))],
    fieldConfigRegistry: properties,
    fieldConfig: {
      defaults: { thresholds: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'green' }] } }, // a new panel's
      overrides: [],
    },
    replaceVariables: (text) => text,
    theme: createTheme(),
  });
  const { display } = shown.fields.find(({ name }) => name === 'revenue.attainment')!;
  const { visualization } = createTheme();
  expect(display!(-0.5).color).toBe(visualization.getColorByName('red'));
  expect(display!(0.5).color).toBe(visualization.getColorByName('red'));
  expect(display!(1.5).color).toBe(visualization.getColorByName('green'));
});
