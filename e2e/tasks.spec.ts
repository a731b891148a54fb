import { readFileSync } from 'node:fs';

import type { DashboardPage } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';

import { administrator } from './administrator';
import { panel, remove, save, stat } from './dashboards';
import { type Done, expectDocumented } from './effort';
import { datasource, lastYear } from './grafana';
import { Hand } from './hand';
import { lastNumbers } from './panelData';
import { expectShown } from './numbers';
import { database, missing, tables } from './postgres';
import { expect, test } from './test';
import { visualize } from './visualization';

test.skip(!database, missing);
test.skip(
  ({ grafanaVersion }) => !grafanaVersion.startsWith('12.4'),
  'other versions of Grafana take other clicks of their own than those that docs/builder.md counts'
);

/** What a person does who makes the same with both data sources, and no more. */
const tasks: Record<string, Done> = {};
const most = 12;
const uid = 'crmkpi-e2e-tasks';
const folder = 'CRM e2e tasks';

test.beforeAll(async ({ playwright }) => {
  const request = await playwright.request.newContext(administrator);
  await tables.create(request);
  await request.dispose();
});

test.afterAll(async ({ playwright }) => {
  const request = await playwright.request.newContext(administrator);
  await remove(request, uid);
  await request.delete(`/api/folders/${uid}?forceDeleteRules=true`);
  await tables.remove(request);
  await request.dispose();
});

/** A statement, in one line: an editor would indent what is written in several. */
const statement = (name: string) => readFileSync(`e2e/sql/${name}.sql`, 'utf8').trim().replace(/\s+/g, ' ');

interface Panel {
  title: string;
  russian: string;
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
    russian: 'Выручка против плана по командам',
    visualization: 'Bar chart',
    kpis: async (hand) => {
      await hand.choose('KPIs', 'reven', 'Revenue', 'Revenue target');
      await hand.choose('Group by', 'team', 'Team');
    },
    sql: 'revenue-against-target',
  },
  {
    title: 'p90 of the first response in business hours against its target, by team',
    russian: 'p90 первого ответа в рабочие часы против цели, по командам',
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
    russian: 'Пять лучших кампаний по ROI',
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
    russian: 'Воронка по этапам и месяцам',
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

const sources = ['kpis', 'sql'] as const;

for (const { title, russian, visualization, kpis, sql, format } of panels) {
  for (const source of sources) {
    test(`${title}, of ${source}`, async ({ panelEditPage, page, request }) => {
      const expected = await tables.ask(request, statement(sql), format);
      expect(expected.length).toBeGreaterThan(2);
      await panelEditPage.datasource.set(source === 'kpis' ? datasource.name : tables.name);
      await panelEditPage.timeRange.set(lastYear);
      const shown = lastNumbers(page);
      const hand = new Hand(page);
      await visualize(panelEditPage, visualization, (on) => hand.click(on));
      await (source === 'kpis' ? kpis(hand) : writeSql(hand, statement(sql), format));
      note(title, russian, source, hand);
      await expect.poll(shown).toEqual(expected);
    });
  }
}

const filter = [
  'A filter by team for a dashboard of two panels',
  'Фильтр по команде для дашборда из двух панелей',
] as const;
const team = 'Sales EMEA';
const figures: Array<{ title: string; kpi: string; sql: string; of: string }> = [
  { title: 'Revenue', kpi: 'revenue', sql: statement('revenue'), of: ' and coalesce(d.closed_by, d.owner)' },
  { title: 'Deals won', kpi: 'deals_won', sql: statement('deals-won'), of: ' and coalesce(d.closed_by, d.owner)' },
];
const members = (teams: string) =>
  ` in (select u.id from crm.users u join crm.teams t on t.id = u.team where t.name in (${teams}))`;

async function expectFiltered(dashboard: DashboardPage, request: APIRequestContext) {
  for (const { title, sql, of } of figures) {
    const [number] = await tables.ask(request, sql + of + members(`'${team}'`));
    await expectShown(dashboard.getPanelByTitle(title), Number(number.split(': ')[1]));
  }
}

test(`${filter[0]}, of kpis`, async ({ gotoDashboardPage, page, request }) => {
  await save(request, uid, { panels: figures.map(({ title, kpi }, i) => stat(title, { kpis: [kpi] }, 6 * i)) });
  const dashboard = await gotoDashboardPage({ uid, queryParams: new URLSearchParams({ editview: 'variables' }) });
  const hand = new Hand(page);
  await hand.click(page.getByRole('button', { name: /^Add variable|New variable/ }));
  await hand.click(page.getByRole('combobox', { name: 'Variable type' }));
  await hand.write('filt');
  await hand.press('Enter');
  await hand.click(page.getByTestId('data-testid Select a data source'));
  await hand.write(datasource.name);
  await hand.press('Enter');
  await hand.click(page.getByRole('button', { name: 'Back to dashboard' }));
  await hand.click(page.getByRole('combobox', { name: /filter/i }));
  await hand.write('team');
  await hand.click(page.getByRole('option', { name: 'Team', exact: true }));
  await hand.click(page.getByRole('option', { name: /^=/ }).first());
  await hand.click(page.getByRole('option', { name: team, exact: true }));
  note(...filter, 'kpis', hand);
  await expectFiltered(dashboard, request);
});

test(`${filter[0]}, of sql`, async ({ gotoDashboardPage, page, request }) => {
  await save(request, uid, { panels: figures.map(({ title, sql }, i) => tables.stat(title, sql, 6 * i)) });
  const dashboard = await gotoDashboardPage({ uid, queryParams: new URLSearchParams({ editview: 'variables' }) });
  const hand = new Hand(page);
  await hand.click(page.getByRole('button', { name: /^Add variable|New variable/ }));
  await hand.click(page.getByTestId('data-testid Variable editor Form Name field'));
  await hand.press('Control+A');
  await hand.write('team');
  await hand.click(page.getByTestId('data-testid Select a data source'));
  await hand.write(tables.name);
  await expect(page.getByTestId('data-source-card')).toHaveText([new RegExp(tables.name)]);
  await hand.press('Enter');
  // Until its editor is there, the one of the default data source stands, which has a choice of that name, too.
  await expect(page.getByText('Dataset', { exact: true })).toBeVisible();
  await hand.click(page.getByRole('radio', { name: 'Code' }));
  await hand.click(page.locator('.monaco-editor').first());
  await hand.write('select name from crm.teams order by 1');
  await hand.click(page.getByRole('button', { name: 'Run query' }));
  await hand.click(page.getByRole('button', { name: 'Back to dashboard' }));
  for (const { title, of } of figures) {
    const { locator } = dashboard.getPanelByTitle(title);
    await locator.hover();
    await hand.click(locator.getByRole('button', { name: /^Menu/ }));
    await hand.click(page.getByRole('menuitem', { name: /^Edit/ }));
    await hand.click(page.locator('.monaco-editor').first());
    await hand.press('Control+End');
    await hand.write(of + members("'$team'"));
    await hand.click(page.getByRole('button', { name: 'Run query' }));
    await hand.click(page.getByRole('button', { name: 'Back to dashboard' }));
  }
  await hand.click(
    page.getByTestId(dashboard.ctx.selectors.pages.Dashboard.SubMenu.submenuItemLabels('team')).locator('+ *')
  );
  await hand.click(page.getByRole('option', { name: team }));
  note(...filter, 'sql', hand);
  await expectFiltered(dashboard, request);
});

const alert = [
  'An alert on a low win rate, from its panel',
  'Оповещение о низком проценте побед, с его панели',
] as const;

/** What Grafana asks of any rule: where it is kept, how often it is evaluated, and who is told. */
async function saveRule(hand: Hand) {
  const { page } = hand;
  await hand.click(page.getByRole('button', { name: 'Select folder' }));
  await hand.write(folder);
  await hand.click(page.getByRole('treeitem').filter({ hasText: folder }));
  await hand.click(page.getByRole('button', { name: 'New evaluation group' }));
  await hand.write('hourly');
  await hand.press('Enter');
  await hand.click(page.getByTestId('contact-point-picker').getByRole('combobox'));
  await hand.press('Enter');
  await hand.click(page.getByTestId('save-rule'));
}

async function expectRule(request: APIRequestContext, title: string) {
  await expect
    .poll(
      async () => {
        const response = await request.get('/api/prometheus/grafana/api/v1/rules');
        const { data } = (await response.json()) as {
          data: { groups: Array<{ file: string; rules: Array<{ name: string; health: string }> }> };
        };
        const rules = data.groups.filter(({ file }) => file === folder).flatMap((group) => group.rules);
        return rules.find(({ name }) => name === title)?.health;
      },
      { timeout: 120_000 }
    )
    .toBe('ok');
}

for (const source of sources) {
  test(`${alert[0]}, of ${source}`, async ({ gotoPanelEditPage, page, request }) => {
    const title = `Win rate, of ${source}`;
    const shown =
      source === 'kpis'
        ? panel('timeseries', title, { kpis: ['win_rate'], grain: 'auto', format: 'auto' })
        : { ...tables.stat(title, statement('win-rate'), 0, 'time_series'), type: 'timeseries' };
    await request.delete(`/api/folders/${uid}?forceDeleteRules=true`);
    await request.post('/api/folders', { data: { uid, title: folder } });
    await save(request, uid, { panels: [shown], time: { from: 'now-90d', to: 'now' } });
    await gotoPanelEditPage({ dashboard: { uid }, id: '1' });
    const hand = new Hand(page);
    // Grafana fills in what a dashboard leaves out and takes that for a change.
    const discard = page.getByRole('dialog').getByRole('button', { name: 'Discard' });
    await page.addLocatorHandler(discard, () => discard.click());
    await hand.click(page.getByRole('tab', { name: /^Alert/ }));
    await hand.click(
      page.getByRole('link', { name: 'New alert rule' }).or(page.getByRole('button', { name: 'New alert rule' }))
    );
    if (source === 'sql') {
      await hand.click(page.getByRole('button', { name: 'Is above' }));
      await hand.click(page.getByRole('option', { name: 'Is below' }).or(page.getByText('Is below', { exact: true })));
      await hand.click(page.getByRole('spinbutton').last());
      await hand.press('Control+A');
      await hand.write('0.28');
    }
    await saveRule(hand);
    note(...alert, source, hand);
    await expectRule(request, title);
  });
}

// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from it
test('the table of the documentation is that of these tasks', ({}, info) => {
  const done = Object.values(tasks);
  for (const { kpis } of done) {
    expect(kpis.clicks).toBeLessThanOrEqual(most);
  }
  expectDocumented(done, info);
});

function note(en: string, ru: string, source: (typeof sources)[number], hand: Hand) {
  tasks[en] = { ...tasks[en], en, ru, [source]: hand.effort() };
}
