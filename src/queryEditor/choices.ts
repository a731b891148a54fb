import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import type { ComboboxOption } from '@grafana/ui';

import { offeredKpis } from '../question/kpis';
import type { Catalog, Kpi, Named, Option } from '../types';

/** The KPIs by department, with the goals of those chosen; those the company's data cannot answer come last, with the reason. */
export function kpiOptions(catalog: Catalog, chosen?: string[]): ComboboxOption[] {
  const { departments } = catalog;
  const place = ({ department }: Kpi) => departments.findIndex(({ id }) => id === department);
  return offeredKpis(catalog, chosen)
    .toSorted((a, b) => place(a) - place(b) || Number(b.available) - Number(a.available))
    .map((kpi) => kpiOption(kpi, departments[place(kpi)]?.title ?? kpi.department));
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
