import { readFileSync, writeFileSync } from 'node:fs';

import type { TestInfo } from '@playwright/test';

import type { Hand } from './hand';
import { expect } from './test';

/** What a task took with one of the data sources. */
export type Effort = ReturnType<Hand['effort']>;

/** A task, named in the languages of the documentation. */
export interface Done {
  en: string;
  ru: string;
  kpis: Effort;
  sql: Effort;
}

const [begin, end] = ['<!-- npx playwright test tasks -u -->\n', '<!-- end -->'];

/** The tables of the documentation say what tasks take; with `-u` they are written anew. Seconds are those of the run that wrote them. */
export function expectDocumented(tasks: Done[], info: TestInfo) {
  for (const [file, language] of [
    ['docs/builder.md', 'en'],
    ['docs/ru/builder.md', 'ru'],
  ] as const) {
    const rows = tasks.map((task) => [task[language], ...cells(task.kpis), ...cells(task.sql)]);
    const [before, rest] = readFileSync(file, 'utf8').split(begin);
    const [table, after] = rest.split(end);
    const [title, rule, ...documented] = table.trim().split('\n');
    if (['all', 'changed'].includes(info.config.updateSnapshots)) {
      const lines = [title, rule, ...rows.map((row) => `| ${row.join(' | ')} |`)];
      writeFileSync(file, `${before}${begin}${lines.join('\n')}\n${end}${after}`);
    } else {
      const told = documented.map((line) => line.split('|').map((cell) => cell.trim()));
      expect(told.map(([, ...row]) => timeless(row))).toEqual(rows.map(timeless));
    }
  }
}

const cells = ({ clicks, keys, seconds }: Effort) => [clicks, keys, Math.round(seconds)].map(String);

const timeless = ([task, clicks, keys, , sqlClicks, sqlKeys]: string[]) => [task, clicks, keys, sqlClicks, sqlKeys];
