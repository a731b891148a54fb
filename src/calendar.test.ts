import { readFileSync } from 'node:fs';

import { FieldType, toDataFrame } from '@grafana/data';

import { type Transformations, transformed } from './test/transformed';

interface Panel {
  type: string;
  transformations: Transformations;
}

const day = 24 * 60 * 60 * 1000;

// A heatmap draws a cell up to its time, and an answer stamps a day with its beginning.
test.each(['dashboards/sales/my-desk.json', 'dashboards/ru/sales/my-desk.json'])(
  'the calendar of %s draws each day where it is',
  async (file) => {
    const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] };
    const { transformations } = panels.find(({ type }) => type === 'heatmap')!;
    const hour = (name: string, values: number[]) =>
      toDataFrame({
        fields: [
          { name: 'Time', type: FieldType.time, values: [10 * day, 11 * day] },
          { name: 'activities_upcoming', type: FieldType.number, values, config: { displayNameFromDS: name } },
        ],
      });

    const shown = await transformed(transformations, [hour('09:00', [1, 2]), hour('10:00', [3, 4])]);

    expect(
      shown.map(({ fields }) =>
        fields.map(({ type, values, config }) => [type, config.displayNameFromDS, Array.from(values)])
      )
    ).toEqual([
      expect.arrayContaining([
        [FieldType.time, undefined, [11 * day, 12 * day]],
        [FieldType.number, '09:00', [1, 2]],
      ]),
      expect.arrayContaining([
        [FieldType.time, undefined, [11 * day, 12 * day]],
        [FieldType.number, '10:00', [3, 4]],
      ]),
    ]);
    expect(shown.map(({ fields }) => fields.length)).toEqual([2, 2]);
  }
);
