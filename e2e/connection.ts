import type { Page } from '@playwright/test';

/** Fills in what the connection to a database needs. */
export async function connect(page: Page, database: URL, port = database.port) {
  const field = (name: RegExp) => page.getByRole('textbox', { name });
  await field(/^Host/).fill(database.hostname);
  await page.getByRole('spinbutton', { name: /^Port/ }).fill(port);
  await field(/^Database/).fill(database.pathname.slice(1));
  await field(/^User/).fill(decodeURIComponent(database.username));
  await page.getByLabel(/^Password/).fill(decodeURIComponent(database.password));
  await page.getByRole('combobox', { name: /^Mode/ }).click();
  await page.getByRole('option', { name: /^Off/ }).click();
}
