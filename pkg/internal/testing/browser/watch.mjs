// Opens an address in Chromium and tells in lines of JSON what a panel shows, each time it changes, how many annotations it marks, and
// which panels ask.
// It ends with its input.
import { chromium } from 'playwright-core';

const [address, title, executablePath] = process.argv.slice(2);
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { username, password, origin, pathname, search } = new URL(address);

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
process.stdin.on('end', () => void browser.close().then(() => process.exit(0))).resume();

const page = await browser.newPage({ extraHTTPHeaders: {} });
page.on('request', (request) => {
  if (request.url().includes('/api/ds/query')) {
    tell({ asks: request.headers()['x-panel-id'] });
  }
});
await page.exposeFunction('shows', (text) => tell({ shows: text }));
await page.exposeFunction('marks', (number) => tell({ marks: number }));
const login = await page.request.post(`${origin}/login`, { data: { user: username, password } });
if (!login.ok()) {
  throw new Error(`Grafana at ${origin} refuses the user and password of GRAFANA_URL: ${login.status()}`);
}
await page.goto(`${origin}${pathname}${search}`);
const panel = page.getByTestId(`data-testid Panel header ${title}`);
await panel.waitFor({ timeout: 300_000 });
await panel.evaluate((element) => {
  let last = '';
  let marks = 0;
  const look = () => {
    const marked = element.querySelectorAll('[data-testid="data-testid annotation-marker"]').length;
    if (marked !== marks) {
      marks = marked;
      void window.marks(marks);
    }
    const now = element.querySelector('[data-testid="data-testid panel content"]')?.textContent ?? '';
    if (now !== last) {
      last = now;
      void window.shows(now);
    }
  };
  new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
  look();
});
