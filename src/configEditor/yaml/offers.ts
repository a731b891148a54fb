import { userLanguage } from '../../language';
import type { Place } from './place';
import { helpAt, type Offer, type Schema } from './schema';
import { continued, type Continuation } from './syntax';

/** What may stand at a place, and what the place means. */
interface Offers extends Continuation {
  keys: Offer[];
  description: string;
}

/** Finds what may be written at a place by the schema, and by what the text itself says: its plain values by their keys. */
export function offersAt(root: Schema, { path, word, isValue }: Place, written: Map<string, string>): Offers {
  const { keys, values, description, syntax } = helpAt(root, path, (key) => definedBelow(key, path, written));
  const here: Continuation = syntax
    ? continued({ root, syntax, values, text: word, entity: entityOf(path, written) })
    : { word, names: values, functions: [] };
  return { ...here, keys: isValue ? [] : keys, description };
}

/** What the text defines below a key, without that in whose definition the place is. */
function definedBelow(key: string, path: string[], written: Map<string, string>): Offer[] {
  const defined = [...written.keys()].map((at) => at.split('/')).filter((at) => at[0] === key && at.length > 2);
  const isOwn = (id: string) => path[0] === key && path[1] === id;
  return [...new Set(defined.map(([, id]) => id))]
    .filter((id) => !isOwn(id))
    .map((id) => ({ text: id, description: titleOf(`${key}/${id}/title`, written) }));
}

const titleOf = (at: string, written: Map<string, string>) =>
  written.get(`${at}/${userLanguage()}`) ?? written.get(at) ?? written.get(`${at}/en`) ?? '';

/** The entity that stands beside a place, or beside what it is a part of. */
function entityOf(path: string[], written: Map<string, string>): string | undefined {
  const beside = path.map((_, i) => [...path.slice(0, path.length - 1 - i), 'entity'].join('/'));
  return beside.map((at) => written.get(at)).find((entity) => entity !== undefined);
}
