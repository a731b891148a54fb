import type { Page } from '@playwright/test';

/** Chooses an option of a field of the query editor by its title, as one who types what it is called. */
export async function choose(page: Page, field: string, title: string) {
  await page.getByRole('combobox', { name: field, exact: true }).fill(title);
  // The name of an option goes on with its description.
  await page.getByRole('option', { name: title }).first().click();
  await page.keyboard.press('Tab');
}
