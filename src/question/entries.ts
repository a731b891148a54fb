/** A KPI of a question with what is asked of it alone, as in revenue:rolling=28d. */
export interface Entry {
  kpi: string;
  values: Record<string, string>;
}

/** A column that is made of KPIs, as in =revenue / new_customers as "Per customer" in money. */
export interface Formula {
  formula: string;
  label: string;
  unit: string;
}

/** A column that is written otherwise than before. */
export interface Renamed {
  from: string;
  to: string;
}

export const isFormula = (entry: string): boolean => entry.trim().startsWith('=');

export function parseEntry(entry: string): Entry {
  const [kpi, ...parts] = entry.split(':');
  const pairs = parts.map((part): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? [part.trim(), ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return { kpi: kpi.trim(), values: Object.fromEntries(pairs) };
}

/** What is empty is left out. */
export const writeEntry = ({ kpi, values }: Entry): string =>
  [kpi, ...Object.entries(values).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))].join(':');

export function parseFormula(entry: string): Formula {
  const text = entry.trim().slice(1);
  const [, before = text, written, behind = ''] = /^(.*?)\sas\s+(".*")(.*)$/s.exec(text) ?? [];
  const [, formula = before + behind, unit = ''] = /^(.*?)\sin\s+(\S+)$/s.exec(`${before}${behind}`.trim()) ?? [];
  return { formula: formula.trim(), label: written ? textOf(written) : '', unit };
}

export function writeFormula({ formula, label, unit }: Formula): string {
  const title = label ? ` as ${JSON.stringify(label)}` : '';
  return `=${formula}${title}${unit ? ` in ${unit}` : ''}`;
}

function textOf(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

/** The KPIs that a formula may name: whatever looks like one, functions and parameters among them. */
export const operandsOf = (entry: string): string[] =>
  [...parseFormula(entry).formula.matchAll(/[a-z][a-z0-9_.]*/g)].map(([name]) => name);

/** What tells columns apart, and what orders name them by: an entry, of a formula without label and unit. */
export const keyOf = (entry: string): string =>
  isFormula(entry) ? `=${parseFormula(entry).formula.replace(/\s+/g, ' ')}` : entry;
