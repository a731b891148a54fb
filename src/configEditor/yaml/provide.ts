import type { monacoTypes } from '@grafana/ui';

import type { Mounted } from '../markers';
import { offersAt } from './offers';
import { placeAt, readValues } from './place';
import type { Offer, Schema } from './schema';

type Model = monacoTypes.editor.ITextModel;
type Position = monacoTypes.Position;

/** Completes keys and values in an editor, and tells on hover what they mean. It returns how to stop. */
export function provideHelp({ editor, monaco }: Mounted, schema: () => Promise<Schema | undefined>): () => void {
  const isOwn = (model: Model) => model.id === editor.getModel()?.id;
  const { CompletionItemKind } = monaco.languages;
  const completion = monaco.languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', '-', '{', '[', ',', '(', '.', ':', "'"],
    provideCompletionItems: async (model, position) => {
      const root = isOwn(model) ? await schema() : undefined;
      const place = root && placeAt(before(model, position));
      if (!place) {
        return undefined;
      }
      const { word, keys, names, functions } = offersAt(root, place, readValues(model.getValue()));
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: position.column - word.length,
        endColumn: position.column,
      };
      const item = (offer: Offer, kind: monacoTypes.languages.CompletionItemKind, insertText: string) => ({
        label: { label: offer.text, description: shortened(offer.description) },
        documentation: offer.description,
        kind,
        insertText,
        range,
      });
      return {
        suggestions: [
          ...keys.map((key) => item(key, CompletionItemKind.Property, `${key.text}: `)),
          ...names.map((name) => item(name, CompletionItemKind.Value, name.text)),
          ...functions.map((call) => item(call, CompletionItemKind.Function, `${call.text}(`)),
        ],
      };
    },
  });
  const hover = monaco.languages.registerHoverProvider('yaml', {
    provideHover: async (model, position) => {
      const word = model.getWordAtPosition(position);
      const root = isOwn(model) && word ? await schema() : undefined;
      const place = root && word && placeAt(before(model, { ...position, column: word.endColumn } as Position));
      if (!place) {
        return undefined;
      }
      const { word: said, keys, names, functions, description } = offersAt(root, place, readValues(model.getValue()));
      const meant = [...keys, ...names, ...functions].find(({ text }) => text === said);
      const value = meant?.description ?? (place.isValue ? description : '');
      return value ? { contents: [{ value }] } : undefined;
    },
  });
  return () => {
    completion.dispose();
    hover.dispose();
  };
}

/** What stands before a position. */
const before = (model: Model, { lineNumber, column }: Position) =>
  model.getValueInRange({ startLineNumber: 1, startColumn: 1, endLineNumber: lineNumber, endColumn: column });

/** What fits beside a word. */
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);
