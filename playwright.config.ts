import { existsSync } from 'node:fs';

import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig } from '@playwright/test';

// A Grafana with the plugin that shows the demo company, as in http://admin:admin@localhost:3000 while `go tool mage demo` runs.
const grafana = process.env.GRAFANA_URL ? new URL(process.env.GRAFANA_URL) : undefined;
if (!grafana && process.env.TEST_WORKER_INDEX === undefined) {
  console.warn('GRAFANA_URL names no Grafana with the plugin and the demo company: every spec is skipped.');
}
const user = grafana && { user: grafana.username, password: grafana.password };

// Without one of these, Playwright takes the browser that `npx playwright install chromium` has got.
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium'].find((path) => existsSync(path));

export default defineConfig<PluginOptions>({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  // The language and the dashboards are those of one user.
  workers: 1,
  // Nothing waits that long; a busy machine must not fail a spec.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: grafana?.origin,
    user,
    grafanaAPICredentials: user,
    viewport: { width: 1600, height: 1000 },
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] },
  },
  projects: grafana
    ? [
        { name: 'sign in', testDir: 'node_modules/@grafana/plugin-e2e/dist/auth', testMatch: 'auth.setup.js' },
        {
          name: 'specs',
          use: { storageState: `playwright/.auth/${grafana.username}.json` },
          dependencies: ['sign in'],
        },
      ]
    : [{ name: 'specs' }],
});
