import { readFileSync } from 'node:fs';

import { type Effort, expectDocumented } from './effort';
import { datasource, lastYear } from './grafana';
import { Hand } from './hand';
import { lastNumbers } from './panelData';
import { administrator, database, missing, tables } from './postgres';
import { expect, test } from './test';
import { visualize } from './visualization';

test.skip(!database, missing);

/** What a person does who makes the same with both data sources, and no more. */
const tasks: Record<string, { kpis: Effort; sql: Effort }> = {};
const most = 12;

test.beforeAll(async ({ playwright }) => {
  const request = await playwright.request.newContext(administrator);
  await tables.create(request);
  await request.dispose();
});

test.afterAll(async ({ playwright }) => {
  const request = await playwright.request.newContext(administrator);
  await tables.remove(request);
  await request.dispose();
});

interface Panel {
  title: string;
  visualization: string;
  kpis: (hand: Hand) => Promise<void>;
  /** The statement, in e2e/sql. */
  sql: string;
  /** What is chosen where it is not a table. */
  format?: string;
}

const panels: Panel[] = [
  {
    title: 'Revenue against target by team',
    visualization: 'Bar chart',
    kpis: async (hand) => {
      await hand.choose('KPIs', 'reven', 'Revenue', 'Revenue target');
      await hand.choose('Group by', 'team', 'Team');
    },
    sql: 'revenue-against-target',
  },
  {
    title: 'p90 of the first response in business hours against its target, by team',
    visualization: 'Bar chart',
    kpis: async (hand) => {
      await hand.choose('KPIs', 'first resp', 'First response time', 'First response time: target');
      await hand.choose('Group by', 'support', 'Support team');
      await hand.click(hand.page.getByRole('button', { name: /^Options/ }));
      await hand.choose('Hours', '', 'Business hours');
      await hand.choose('Statistic', '', 'p90');
    },
    sql: 'first-response',
  },
  {
    title: 'The five best campaigns by ROI',
    visualization: 'Bar chart',
    kpis: async (hand) => {
      await hand.choose('KPIs', 'roi', 'ROI');
      await hand.choose('Group by', 'campaign', 'Campaign');
      await hand.click(hand.page.getByRole('button', { name: /^Options/ }));
      await hand.click(hand.page.getByRole('spinbutton', { name: 'Keep groups' }));
      await hand.write('5');
      await hand.press('Tab');
    },
    sql: 'best-campaigns',
  },
  {
    title: 'Pipeline by stage and month',
    visualization: 'Time series',
    kpis: async (hand) => {
      await hand.choose('KPIs', 'pipel', 'Pipeline value');
      await hand.choose('Group by', 'stage', 'Stage');
      await hand.choose('Grain', '', 'Month');
    },
    sql: 'pipeline-by-stage',
    format: 'Time series',
  },
];

/** A statement, in one line: an editor would indent what is written in several. */
const statement = (name: string) => readFileSync(`e2e/sql/${name}.sql`, 'utf8').trim().replace(/\s+/g, ' ');

async function writeSql(hand: Hand, sql: string, format?: string) {
  const { page } = hand;
  if (format) {
    await hand.click(page.getByRole('combobox', { name: 'Format' }));
    await hand.click(page.getByRole('option', { name: format }));
  }
  await hand.click(page.getByRole('radio', { name: 'Code' }));
  await hand.click(page.locator('.monaco-editor').first());
  await hand.write(sql);
  await hand.click(page.getByRole('button', { name: 'Run query' }));
}

for (const { title, visualization, kpis, sql, format } of panels) {
  for (const [source, write] of [
    [datasource.name, kpis],
    [tables.name, (hand: Hand) => writeSql(hand, statement(sql), format)],
  ] as const) {
    test(`${title}, with ${source}`, async ({ panelEditPage, page, request }) => {
      const expected = await tables.ask(request, statement(sql), format);
      expect(expected.length).toBeGreaterThan(2);
      await panelEditPage.datasource.set(source);
      await panelEditPage.timeRange.set(lastYear);
      const shown = lastNumbers(page);
      const hand = new Hand(page);
      await visualize(panelEditPage, visualization, (on) => hand.click(on));
      await write(hand);
      note(title, source, hand.effort());
      await expect.poll(shown).toEqual(expected);
    });
  }
}

// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from it
test('the table of the documentation is that of these tasks', ({}, info) => {
  for (const { kpis } of Object.values(tasks)) {
    expect(kpis.clicks).toBeLessThanOrEqual(most);
  }
  expectDocumented(tasks, info);
});

function note(title: string, source: string, effort: Effort) {
  tasks[title] = { ...tasks[title], [source === datasource.name ? 'kpis' : 'sql']: effort };
}
