import { test as grafana } from '@grafana/plugin-e2e';
import { expect, type ConsoleMessage } from '@playwright/test';

export { expect };

const plugin = 'crmkpi-crm-datasource';

interface Checks {
  skippedWithoutGrafana: void;
  quietConsole: void;
}

/** Tests in the Grafana of GRAFANA_URL, in which the plugin leaves nothing in the browser's console. */
export const test = grafana.extend<Checks>({
  skippedWithoutGrafana: [
    async ({}, use, info) => {
      info.skip(!process.env.GRAFANA_URL, 'GRAFANA_URL names no Grafana with the plugin and the demo company');
      await use();
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

/** Grafana and its server have complaints of their own. */
const isComplaint = (message: ConsoleMessage): boolean =>
  ['error', 'warning'].includes(message.type()) && `${message.location().url} ${message.text()}`.includes(plugin);
