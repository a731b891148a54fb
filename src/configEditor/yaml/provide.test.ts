import type { Mounted } from '../markers';
import { provideHelp } from './provide';
import type { Schema } from './schema';

interface Position {
  lineNumber: number;
  column: number;
}
type Provide = (model: unknown, position: Position) => Promise<unknown>;

const schema: Schema = {
  properties: {
    rules: {
      description: 'Who sees what.',
      items: { properties: { see: { description: 'S'.repeat(80), enum: ['own', 'team'] } } },
    },
    open: { type: 'boolean', description: 'For all.' },
    derived: { $ref: '#/$defs/formula', description: 'A formula.' },
  },
  $defs: {
    formula: {
      'x-syntax': 'formula',
      examples: ['revenue', 'new_customers'],
      'x-titles': { new_customers: 'New customers' },
      'x-functions': { max: { description: '(x, y): the greater one' } },
    },
  },
};

/** An editor with a text, and what is provided for it. */
function open(text: string, load = () => Promise.resolve<Schema | undefined>(schema)) {
  const lines = text.split('\n');
  const model = {
    id: 'own',
    getValue: () => text,
    getValueInRange: ({ endLineNumber, endColumn }: { endLineNumber: number; endColumn: number }) =>
      [...lines.slice(0, endLineNumber - 1), lines[endLineNumber - 1].slice(0, endColumn - 1)].join('\n'),
    getWordAtPosition: ({ lineNumber, column }: Position) => {
      const found = [...lines[lineNumber - 1].matchAll(/\w+/g)].find(
        (word) => word.index < column && column <= word.index + word[0].length + 1
      );
      return found ? { endColumn: found.index + found[0].length + 1 } : null;
    },
  };
  const dispose = jest.fn();
  let complete: Provide = () => Promise.resolve();
  let hover: Provide = () => Promise.resolve();
  const languages = {
    CompletionItemKind: { Property: 'key', Value: 'value', Function: 'function' },
    registerCompletionItemProvider: (_: string, provider: { provideCompletionItems: Provide }) => {
      complete = provider.provideCompletionItems;
      return { dispose };
    },
    registerHoverProvider: (_: string, provider: { provideHover: Provide }) => {
      hover = provider.provideHover;
      return { dispose };
    },
  };
  const mounted = { editor: { getModel: () => model }, monaco: { languages } } as unknown as Mounted;
  const stop = provideHelp(mounted, load);
  const end = { lineNumber: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  return {
    complete: (of: unknown = model) => complete(of, end),
    hover: (lineNumber: number, column: number) => hover(model, { lineNumber, column }),
    stop,
    dispose,
  };
}

it('completes keys in the place of what is written of them', async () => {
  expect(await open('ru').complete()).toEqual({
    suggestions: [
      expect.objectContaining({
        label: { label: 'rules', description: 'Who sees what.' },
        documentation: 'Who sees what.',
        kind: 'key',
        insertText: 'rules: ',
        range: { startLineNumber: 1, endLineNumber: 1, startColumn: 1, endColumn: 3 },
      }),
      expect.objectContaining({ insertText: 'open: ' }),
      expect.objectContaining({ insertText: 'derived: ' }),
    ],
  });
});

it('completes values behind a key, and shortens what is said beside them', async () => {
  const { suggestions } = (await open('rules:\n  - see: o').complete()) as {
    suggestions: Array<{ insertText: string; label: { description: string } }>;
  };
  expect(suggestions.map(({ insertText }) => insertText)).toEqual(['own', 'team']);
  expect(suggestions[0].label.description).toHaveLength(60);
});

it('completes the last name of a formula', async () => {
  expect(await open('derived: revenue / new_c').complete()).toEqual({
    suggestions: [
      expect.objectContaining({ insertText: 'revenue' }),
      expect.objectContaining({
        label: { label: 'new_customers', description: 'New customers' },
        kind: 'value',
        insertText: 'new_customers',
        range: { startLineNumber: 1, endLineNumber: 1, startColumn: 20, endColumn: 25 },
      }),
      expect.objectContaining({ kind: 'function', insertText: 'max(' }),
    ],
  });
});

it('says nothing in comments, in other editors and without a schema', async () => {
  expect(await open('# ').complete()).toBeUndefined();
  expect(await open('').complete({ id: 'other' })).toBeUndefined();
  expect(await open('', () => Promise.resolve(undefined)).complete()).toBeUndefined();
});

it('tells on hover what keys and values mean', async () => {
  const { hover } = open('rules:\n  - see: own\nopen: 7 # x');
  expect(await hover(1, 2)).toEqual({ contents: [{ value: 'Who sees what.' }] });
  expect(await hover(2, 10)).toEqual({ contents: [{ value: 'S'.repeat(80) }] });
  expect(await hover(3, 7)).toEqual({ contents: [{ value: 'For all.' }] });
  expect(await hover(3, 11)).toBeUndefined();
  expect(await hover(2, 1)).toBeUndefined();
  const formula = open('derived: revenue / new_customers + max(1, 2)');
  expect(await formula.hover(1, 22)).toEqual({ contents: [{ value: 'New customers' }] });
  expect(await formula.hover(1, 37)).toEqual({ contents: [{ value: '(x, y): the greater one' }] });
  expect(await formula.hover(1, 3)).toEqual({ contents: [{ value: 'A formula.' }] });
});

it('stops', () => {
  const { stop, dispose } = open('');
  stop();
  expect(dispose).toHaveBeenCalledTimes(2);
});
