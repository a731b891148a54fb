import { expect, test as grafana } from '@grafana/plugin-e2e';
import type { ConsoleMessage } from '@playwright/test';

import { administrator } from './administrator';

export { expect };

const plugin = 'crmkpi-crm-datasource';

interface Checks {
  skippedWithoutGrafana: void;
  quietConsole: void;
  keptSession: void;
}

/** Tests in the Grafana of GRAFANA_URL, in which the plugin leaves nothing in the browser's console. */
export const test = grafana.extend<Checks>({
  request: async ({ playwright }, use) => {
    const request = await playwright.request.newContext(administrator);
    await use(request);
    await request.dispose();
  },
  skippedWithoutGrafana: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from it
    async ({}, use, info) => {
      info.skip(!process.env.GRAFANA_URL, 'GRAFANA_URL names no Grafana with the plugin and the demo company');
      await use();
    },
    { auto: true },
  ],
  // A page renews its session every ten minutes: the next test begins with what this one has got, or it would be signed out.
  keptSession: [
    async ({ context, storageState }, use) => {
      await use();
      if (typeof storageState === 'string') {
        await context.storageState({ path: storageState });
      }
    },
    { auto: true },
  ],
  quietConsole: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on('weberror', (error) => complaints.push(String(error.error().stack)));
      context.on('console', (message) => {
        if (isComplaint(message)) {
          complaints.push(message.text());
        }
      });
      await use();
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Grafana has complaints of its own, and the browser tells of each answer that is an error, which the specs look at themselves. */
const isComplaint = (message: ConsoleMessage): boolean =>
  ['error', 'warning'].includes(message.type()) &&
  `${message.location().url} ${message.text()}`.includes(plugin) &&
  !message.text().startsWith('Failed to load resource');
