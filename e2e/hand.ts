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

  /** Types into what has the focus, no faster than editors can follow. */
  async type(text: string) {
    this.keys += [...text].length;
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** Writes a text at once, which is counted as if it were typed: editors of code add brackets of their own to what is typed. */
  async write(text: string) {
    this.keys += [...text].length;
    await this.page.keyboard.insertText(text);
  }

  async press(key: string) {
    this.keys += key.split('+').length;
    await this.page.keyboard.press(key);
  }

  /** Clicks on a field, types what the list is to be narrowed to, and clicks on an option. */
  async choose(field: Locator, typed: string, option: Locator) {
    await this.click(field);
    await this.type(typed);
    await this.click(option);
  }

  /** What it took: clicks, keys, and the seconds of this run. */
  effort() {
    return { clicks: this.clicks, keys: this.keys, seconds: (Date.now() - this.began) / 1000 };
  }
}
