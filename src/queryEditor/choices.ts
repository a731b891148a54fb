import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import type { ComboboxOption } from '@grafana/ui';
import { difference } from 'lodash';

import { asIs } from '../language';
import { isFormula } from '../question/entries';
import { commonDimensions, lacking, offeredKpis, withGoals } from '../question/kpis';
import { searchKpis } from '../question/search';
import { columnTitle } from '../question/titles';
import type { Catalog, Kpi, Named, Option, Question } from '../types';
import { informing, isInformation } from './information';

/** The KPIs by department, with the goals of those chosen, and the other columns of the question. */
export function kpiOptions(catalog: Catalog, chosen: string[] = []): ComboboxOption[] {
  return [
    ...byDepartment(catalog, offeredKpis(catalog, chosen)).map((kpi) => kpiOption(catalog, kpi)),
    ...columnOptions(catalog, chosen),
  ];
}

/**
 * The KPIs that a text finds, those that fit best first, the best of them with its goals; all of them without a text, those used last before the
 * others.
 */
export function foundKpis(
  catalog: Catalog,
  { kpis: chosen = [], groupBy = [] }: Pick<Question, 'kpis' | 'groupBy'>,
  recent: string[],
  text: string
): ComboboxOption[] {
  const option = (kpi: Kpi) => ungroupable(catalog, kpi, groupBy) ?? kpiOption(catalog, kpi);
  const offered = byDepartment(catalog, offeredKpis(catalog, chosen));
  if (text.trim() !== '') {
    const [best, ...others] = searchKpis(offered, text);
    const first = best ? withGoals(best) : [];
    return [...first, ...difference(others, first)].map((kpi) => option(kpi));
  }
  const used = recent.flatMap((id) => offered.find((kpi) => kpi.id === id && kpi.available) ?? []);
  const group = t('query.kpis.recent', 'Recently used');
  return [
    ...used.map((kpi) => ({ ...option(kpi), group })),
    ...offered.filter((kpi) => !used.includes(kpi)).map((kpi) => option(kpi)),
  ];
}

/** In the order of the departments; those that the company's data cannot answer come last. */
function byDepartment({ departments }: Catalog, kpis: Kpi[]): Kpi[] {
  const place = ({ department }: Kpi) => departments.findIndex(({ id }) => id === department);
  return kpis.toSorted((a, b) => place(a) - place(b) || Number(b.available) - Number(a.available));
}

/** One that the company's data cannot answer is shown with the reason, and cannot be chosen. */
function kpiOption({ departments, units }: Catalog, kpi: Kpi): ComboboxOption {
  const { id, title, description, unit, department, available, reason } = kpi;
  const measured = units.find((one) => one.id === unit)?.title ?? unit;
  const option = {
    value: id,
    label: title,
    group: departments.find((one) => one.id === department)?.title ?? department,
  };
  return available
    ? { ...option, description: [measured, description].filter(Boolean).join(' · ') }
    : informing(option, t('query.kpis.unavailable', 'Not available: {{reason}}', { reason, ...asIs }));
}

/** A KPI that cannot be grouped as the question is; undefined where it can. */
function ungroupable(catalog: Catalog, kpi: Kpi, groupBy: string[]): ComboboxOption | undefined {
  const without = catalog.dimensions.filter(({ id }) => groupBy.includes(id) && lacking([kpi], id).length > 0);
  return without.length === 0
    ? undefined
    : informing(
        kpiOption(catalog, kpi),
        t('query.impossible.kpi', 'Cannot be grouped by {{dimensions}}', {
          dimensions: without.map(({ title }) => title).join(', '),
          ...asIs,
        })
      );
}

/** The columns of a question that say more than a KPI. */
const columnOptions = (catalog: Catalog, entries: string[]): ComboboxOption[] =>
  entries
    .filter((entry) => isFormula(entry) || entry.includes(':'))
    .map((entry) => ({ value: entry, label: columnTitle(catalog, entry) }));

export const namedOptions = (named: Named[]): ComboboxOption[] =>
  named.map(({ id, title }) => ({ value: id, label: title }));

/** The dimensions that all of the KPIs have and, with the reason why they cannot be chosen, the others. */
export function dimensionOptions(catalog: Catalog, kpis: Kpi[]): ComboboxOption[] {
  const possible = commonDimensions(catalog, kpis);
  const others = catalog.dimensions.flatMap(({ id, title }) => {
    const without = lacking(kpis, id).map((kpi) => kpi.title);
    return without.length === 0
      ? []
      : [
          informing(
            { value: id, label: title },
            t('query.impossible.dimension', 'Not for {{kpis}}', {
              kpis: without.join(', '),
              ...asIs,
            })
          ),
        ];
  });
  return [...namedOptions(possible), ...others];
}

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

/** What has been chosen, without what cannot be: older versions of Grafana only show that it cannot. */
export const takenOf = (options: ComboboxOption[], before: string[]): string[] =>
  options.filter((option) => !isInformation(option) || before.includes(option.value)).map(({ value }) => value);
