import type { Locator, Page } from '@playwright/test';

/** A hand at a mouse and a keyboard, whose clicks and keys are counted. */
export class Hand {
  clicks = 0;
  keys = 0;
  private readonly began = Date.now();

  constructor(readonly page: Page) {}

  async click(on: Locator) {
    this.clicks++;
    await on.click();
  }

  /**
   * Writes a text into what has the focus: at once, but counted by its letters. Typed faster than a person does, some are lost in fields that look for
   * options, and editors of code add brackets of their own.
   */
  async write(text: string) {
    this.keys += [...text].length;
    await this.page.keyboard.insertText(text);
  }

  async press(key: string) {
    this.keys += key.split('+').length;
    await this.page.keyboard.press(key);
  }

  /** Clicks on a field, writes what narrows its list, and clicks on options. */
  async choose(field: string, typed: string, ...titles: string[]) {
    await this.click(this.page.getByRole('combobox', { name: field, exact: true }).first());
    await this.write(typed);
    for (const title of titles) {
      const named = this.page.getByText(title, { exact: true });
      await this.click(this.page.getByRole('option').filter({ has: named }).first());
    }
  }

  /** What it took: clicks, keys, and the seconds of this run. */
  effort() {
    return { clicks: this.clicks, keys: this.keys, seconds: (Date.now() - this.began) / 1000 };
  }
}
