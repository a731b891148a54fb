import { readFileSync, writeFileSync } from 'node:fs';

import type { TestInfo } from '@playwright/test';

import type { Hand } from './hand';
import { expect } from './test';

/** What a task took with one of the data sources. */
export type Effort = ReturnType<Hand['effort']>;

const page = 'docs/builder.md';
const [begin, end] = ['<!-- npx playwright test tasks -u -->\n', '<!-- end -->'];

/** The table of the documentation says what tasks take; with `-u` it is written anew. Seconds are those of the run that wrote it. */
export function expectDocumented(tasks: Record<string, { kpis: Effort; sql: Effort }>, info: TestInfo) {
  const rows = Object.entries(tasks).map(([title, { kpis, sql }]) => [title, ...cells(kpis), ...cells(sql)]);
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const [table, after] = rest.split(end);
  if (info.config.updateSnapshots === 'all') {
    const head = table.split('\n').slice(0, 2);
    const lines = rows.map((row) => `| ${row.join(' | ')} |`);
    writeFileSync(page, `${before}${begin}${[...head, ...lines].join('\n')}\n${end}${after}`);
    return;
  }
  const documented = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(
    documented.map(([, title, clicks, keys, , sqlClicks, sqlKeys]) => [title, clicks, keys, sqlClicks, sqlKeys])
  ).toEqual(rows.map(([title, clicks, keys, , sqlClicks, sqlKeys]) => [title, clicks, keys, sqlClicks, sqlKeys]));
}

const cells = ({ clicks, keys, seconds }: Effort) => [clicks, keys, seconds.toFixed(0)].map(String);
