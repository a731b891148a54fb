import type { Kpi } from '../types';

/** Letters and digits alone, so that neither case nor accents nor ё decide. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a word that is found is worth, by where it stands: its beginning is worth more than its middle. */
const worth = { title: 8, names: 6, description: 2 };

/** A word without what languages change at its end: выручки finds выручка. */
const stem = (word: string): string => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word);

function valueOf(word: string, text: string, whole: number): number {
  const padded = ` ${text}`;
  if (padded.includes(` ${word}`)) {
    return whole;
  }
  return text.includes(word) || padded.includes(` ${stem(word)}`) ? whole / 2 : 0;
}

/** How well a KPI fits a search; 0 where a word of it is not found. */
function fit(kpi: Kpi, search: string): number {
  const { id, title, names = [], description, descriptions = [] } = kpi;
  const known = [title, ...names, id].map(plain);
  const told = [description, ...descriptions].map(plain);
  const values = search
    .split(' ')
    .map((word) =>
      Math.max(
        valueOf(word, known[0], worth.title),
        ...known.map((name) => valueOf(word, name, worth.names)),
        ...told.map((text) => valueOf(word, text, worth.description))
      )
    );
  if (values.includes(0)) {
    return 0;
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // What is called just so comes before what only contains the words.
  return (known.includes(search) ? 2 : 1) * mean * (kpi.available ? 1 : 0.5);
}

/** The KPIs that have each word of a text in a title, a synonym or a description, in whatever language; the best first. */
export function searchKpis(kpis: Kpi[], text: string): Kpi[] {
  const search = plain(text);
  if (search === '') {
    return kpis;
  }
  return kpis
    .map((kpi) => ({ kpi, fit: fit(kpi, search) }))
    .filter((found) => found.fit > 0)
    .toSorted((a, b) => b.fit - a.fit)
    .map(({ kpi }) => kpi);
}
