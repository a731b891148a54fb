import type { Catalog } from '../types';
import { isFormula, parseEntry, parseFormula } from './entries';
import { chosenKpis } from './kpis';

/** What a column is called: its own label, or the KPI with what is asked of it. */
export function columnTitle(catalog: Catalog, entry: string): string {
  if (isFormula(entry)) {
    const { label, formula } = parseFormula(entry);
    return label || `= ${formula}`;
  }
  const { kpi, values } = parseEntry(entry);
  const title = chosenKpis(catalog, [kpi])[0]?.title ?? kpi;
  return [title, ...Object.entries(values).map(([name, value]) => argumentTitle(catalog, name, value))].join(' · ');
}

function argumentTitle({ arguments: all }: Catalog, name: string, value: string): string {
  const argument = all.find((one) => one.name === name);
  const chosen = argument?.options?.find(({ id }) => id === value);
  return chosen?.title ?? (argument ? `${argument.title} ${value}` : value);
}

/** The title of one of the things that the catalogue names; the id of what it does not know. */
export const titleIn = (named: Array<{ id: string; title: string }>, id: string): string =>
  named.find((one) => one.id === id)?.title ?? id;

/** A title within a sentence: as it is where it is an abbreviation. */
export const within = (title: string): string =>
  /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLocaleLowerCase() + title.slice(1) : title;
