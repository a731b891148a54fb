import type { Locator } from '@playwright/test';
import type axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What keeps people from using a part of a page, by the rules of axe: those of colours and layout, too, which need a browser. */
export async function violations(part: Locator): Promise<string[]> {
  await part.page().addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
  return part.evaluate(async (element) => {
    const found = await window.axe.run(element, { rules: { region: { enabled: false } } }); // a part is no page
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  });
}
