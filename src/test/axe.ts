import axe from 'axe-core';

/** What keeps people from using a part of a page, by the rules of axe; colours and layout need a browser. */
export async function violations(part: Element): Promise<string[]> {
  const found = await axe.run(part, {
    rules: {
      'color-contrast': { enabled: false },
      // A part is no page.
      region: { enabled: false },
    },
  });
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
