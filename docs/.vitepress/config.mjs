import { posix } from 'node:path';

import { defineConfig } from 'vitepress';

const repository = 'https://github.com/crmkpi/crm-datasource';

/** The pages in the order in which somebody needs them, by language; a title is that of the page. */
const parts = [
  ['Start', 'Начало', { '': ['Overview', 'Обзор'], demo: ['The demo company', 'Демонстрационная компания'] }],
  [
    'Connect',
    'Подключить',
    {
      mapping: ['Map a database', 'Сопоставить базу'],
      'custom-kpis': ['Custom KPIs', 'Свои показатели'],
      connection: ['Troubleshooting', 'Когда нет соединения'],
    },
  ],
  [
    'Build',
    'Собрать',
    {
      kpis: ['All KPIs', 'Все показатели'],
      panels: ['Panels', 'Панели'],
      builder: ['Panels in a minute', 'Панели за минуту'],
      filters: ['Filters', 'Фильтры'],
      variables: ['Variables', 'Переменные'],
      annotations: ['Annotations', 'Аннотации'],
      alerts: ['Alerts', 'Оповещения'],
      live: ['Live updates', 'Обновление вживую'],
      'dashboards/': ['Dashboards', 'Дашборды'],
    },
  ],
  [
    'Run',
    'Эксплуатировать',
    {
      security: ['Who can do and see what', 'Кто что может'],
      policy: ['Row policy', 'Кто что видит'],
      operations: ['Operations', 'Эксплуатация'],
      metrics: ['Metrics and spans', 'Метрики и спаны'],
      performance: ['Performance', 'Производительность'],
      rollups: ['Rollups', 'Сводки'],
      scale: ['Several servers', 'Несколько серверов'],
    },
  ],
];

const sidebar = (language, base) =>
  parts.map(([english, russian, pages]) => ({
    text: [english, russian][language],
    items: Object.entries(pages).map(([page, titles]) => ({ text: titles[language], link: base + page })),
  }));

/** What lies outside of docs/ is read in the repository. */
function leadOut(md) {
  const open = md.renderer.rules.link_open ?? ((tokens, at, options, _, self) => self.renderToken(tokens, at, options));
  md.renderer.rules.link_open = (tokens, at, options, env, self) => {
    const href = tokens[at].attrGet('href') ?? '';
    const path = posix.join('docs', posix.dirname(env.relativePath), href);
    if (href.startsWith('.') && !path.startsWith('docs/')) {
      tokens[at].attrSet('href', `${repository}/blob/main/${path}`);
    } else if (/\.(json|yaml|csv|sql)$/.test(href) && !/^\w+:/.test(href)) {
      tokens[at].attrSet('href', `${repository}/blob/main/${path}`);
    }
    return open(tokens, at, options, env, self);
  };
}

export default defineConfig({
  title: 'CRM KPIs',
  description: 'A Grafana data source that knows what KPIs of sales, marketing and support mean',
  // The path of the site on its host, as in /crm-datasource/ on GitHub Pages.
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  srcExclude: ['benchmark.md', 'ru/benchmark.md'],
  rewrites: { 'dashboards/README.md': 'dashboards/index.md', 'ru/dashboards/README.md': 'ru/dashboards/index.md' },
  markdown: { config: leadOut },
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
  },
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: sidebar(0, '/') } },
    ru: {
      label: 'Русский',
      lang: 'ru',
      title: 'Показатели CRM',
      description: 'Источник данных Grafana, который знает, что значат показатели продаж, маркетинга и поддержки',
      themeConfig: {
        sidebar: sidebar(1, '/ru/'),
        outline: { label: 'На этой странице' },
        docFooter: { prev: 'Назад', next: 'Дальше' },
        darkModeSwitchLabel: 'Тема',
        sidebarMenuLabel: 'Меню',
        returnToTopLabel: 'Наверх',
        langMenuLabel: 'Язык',
      },
    },
  },
});
