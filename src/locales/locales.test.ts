import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { languages, nameOf } from '../language';

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

const textsOf = (tag: string) =>
  flatten(JSON.parse(readFileSync(path.join(__dirname, `${tag}.json`), 'utf8')) as Texts);

it('speaks Russian besides English', () => {
  expect(LOCALES).toContain('ru-RU');
  expect(languages()).toEqual(expect.arrayContaining(['en', 'ru']));
  expect(['en', 'ru', 'de'].map(nameOf)).toEqual(['English', 'Русский', 'Deutsch']);
});

it.each(LOCALES)('has a text for each English one, and none besides: %s', (tag) => {
  const used = usedTexts();
  expect(used.size).toBeGreaterThan(100);
  expect(
    textsOf(tag)
      .map(([key]) => key)
      .sort()
  ).toEqual([...used.keys()].sort());
});

it.each(LOCALES)('uses the same placeholders in each language: %s', (tag) => {
  const used = usedTexts();
  for (const [key, text] of textsOf(tag)) {
    expect([key, placeholders(text)]).toEqual([key, placeholders(used.get(key) ?? '')]);
  }
});
