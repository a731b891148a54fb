// Opens the dashboards that its input names in lines of JSON ({path, width, height, theme, locale, picture}) and tells for each,
// in a line of JSON, what is wrong with what Chromium shows: {errors, empty, console}. It takes a picture where one is asked for.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [address, executablePath] = process.argv.slice(2);
const { username, password, origin } = new URL(address);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await look(JSON.parse(line)))}\n`);
}
await browser.close();

async function look({ path, width, height, theme, locale, picture }) {
  const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'UTC', locale });
  try {
    const page = await context.newPage();
    const console = [];
    page.on('pageerror', (error) => console.push(String(error)));
    const login = await page.request.post(`${origin}/login`, { data: { user: username, password } });
    if (!login.ok()) {
      throw new Error(`Grafana at ${origin} refuses the user and password of GRAFANA_URL: ${login.status()}`);
    }
    // Whoever reads Russian dashboards reads Grafana in Russian: its words, and the days and months in tables.
    const language = await page.request.patch(`${origin}/api/user/preferences`, { data: { language: locale } });
    if (!language.ok()) {
      throw new Error(`Grafana at ${origin} does not speak ${locale}: ${language.status()}`);
    }
    await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}kiosk&theme=${theme}`);
    await settle(page);
    if (picture) {
      await page.screenshot({ path: picture, type: 'jpeg', quality: 82 });
    }
    const errors = await panels(page, 'data-testid Panel status error');
    // Whatever a panel says when it has no data.
    const empty = await panels(page, 'data-testid Panel data error message');
    return { errors, empty, console };
  } finally {
    await context.close();
  }
}

/** The texts of the panels that hold an element of Grafana's. */
function panels(page, id) {
  return page.getByTestId(id).evaluateAll((all) => all.map((one) => one.closest('section')?.innerText ?? 'a panel'));
}

/** Waits until there are panels and none has been loading for a second. */
async function settle(page) {
  await page.locator('section[data-testid^="data-testid Panel header"]').first().waitFor({ timeout: 120_000 });
  const loading = page.locator('section[data-testid^="data-testid Panel header"] [role="status"]'); // its label is in the reader's language
  let since = Date.now();
  while (Date.now() - since < 1_500) {
    if ((await loading.count()) > 0) {
      since = Date.now();
    }
    await page.waitForTimeout(100);
  }
}
