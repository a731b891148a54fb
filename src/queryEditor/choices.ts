import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import type { ComboboxOption } from '@grafana/ui';

import { isFormula, parseEntry, parseFormula } from '../question/entries';
import { chosenKpis, offeredKpis } from '../question/kpis';
import type { Catalog, Kpi, Named, Option } from '../types';

/** The KPIs by department, with the goals of those chosen; those the company's data cannot answer come last, with the reason. */
export function kpiOptions(catalog: Catalog, chosen?: string[]): ComboboxOption[] {
  const { departments } = catalog;
  const place = ({ department }: Kpi) => departments.findIndex(({ id }) => id === department);
  const written = (chosen ?? []).filter((entry) => isFormula(entry) || entry.includes(':'));
  const columns = written.map((entry) => ({ value: entry, label: columnTitle(catalog, entry) }));
  const kpis = offeredKpis(catalog, chosen)
    .toSorted((a, b) => place(a) - place(b) || Number(b.available) - Number(a.available))
    .map((kpi) => kpiOption(kpi, departments[place(kpi)]?.title ?? kpi.department));
  return [...kpis, ...columns];
}

const kpiOption = ({ id, title, description, unit, available, reason }: Kpi, group: string): ComboboxOption => ({
  value: id,
  label: title,
  description: available
    ? [unit, description].filter(Boolean).join(' · ')
    : t('query.kpis.unavailable', 'Not available: {{reason}}', {
        reason,
        interpolation: { escapeValue: false },
      }),
  group,
});

/** What a column is called in the editor: its own label, or the KPI with what is asked of it. */
export function columnTitle(catalog: Catalog, entry: string): string {
  if (isFormula(entry)) {
    const { label, formula } = parseFormula(entry);
    return label || `= ${formula}`;
  }
  const { kpi, values } = parseEntry(entry);
  const title = chosenKpis(catalog, [kpi])[0]?.title ?? kpi;
  return [title, ...Object.values(values)].join(' · ');
}

export const namedOptions = (named: Named[]): ComboboxOption[] =>
  named.map(({ id, title }) => ({ value: id, label: title }));

/** The options of a field or a parameter. */
export const optionsOf = (options: Option[] = []): ComboboxOption[] =>
  options.map(({ id, title, help }) => ({ value: id, label: title, description: help }));

/** The options, and what is chosen without being one of them. */
export const withChosen = (options: ComboboxOption[], chosen: string): ComboboxOption[] =>
  chosen === '' || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen }];

/** The dashboard's variables, to be chosen wherever a value can. */
export const variableOptions = (): ComboboxOption[] =>
  getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}`, label: `$${name}`, group: t('query.variables', 'Variables') }));
