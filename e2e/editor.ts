import { expect, type Locator, type Page } from '@playwright/test';

/** Chooses options of a field of the query editor by their titles, as one does who types what they are called. */
export async function choose(within: Page | Locator, field: string, ...titles: string[]) {
  const input = within.getByRole('combobox', { name: field, exact: true });
  const page = 'page' in within ? within.page() : within;
  for (const title of titles) {
    await input.fill(title);
    await page
      .getByRole('option')
      .filter({ has: page.getByText(title, { exact: true }) })
      .first()
      .click();
  }
  await input.press('Tab');
}

/** Shows the question as JSON, and waits until it says something. */
export async function asCode(page: Page, text: string) {
  await page.getByRole('radio', { name: 'Code', exact: true }).check();
  await expect(page.locator('.view-lines')).toContainText(text);
}
