import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ru from './ru-RU.json';

type Texts = { [key: string]: string | Texts };

const flatten = (texts: Texts, prefix = ''): Array<[string, string]> =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[prefix + key, text]] : flatten(text, `${prefix}${key}.`)
  );

/** The key and the English text of every call of t() in the sources. */
function usedTexts(): Map<string, string> {
  const root = path.join(__dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));
  const call = /\bt\(\s*'([^']+)',\s*'([^']+)'/g;
  return new Map(
    sources.flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(call)].map(([, key, text]): [string, string] => [
        key,
        text,
      ])
    )
  );
}

const placeholders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();

it('has a Russian text for each English one, and none besides', () => {
  const used = usedTexts();
  expect(used.size).toBeGreaterThan(100);
  expect(
    flatten(ru)
      .map(([key]) => key)
      .sort()
  ).toEqual([...used.keys()].sort());
});

it('uses the same placeholders in both languages', () => {
  const used = usedTexts();
  for (const [key, text] of flatten(ru)) {
    expect([key, placeholders(text)]).toEqual([key, placeholders(used.get(key) ?? '')]);
  }
});
