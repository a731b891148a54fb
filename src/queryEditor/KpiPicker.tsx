import { t } from '@grafana/i18n';
import { MultiCombobox, type ComboboxOption } from '@grafana/ui';
import { useCallback, useMemo } from 'react';

import { chosenKpis } from '../question/kpis';
import { columnTitle } from '../question/titles';
import { notePicked, recentKpis } from '../recent';
import type { Catalog } from '../types';
import { foundKpis, takenOf, variableOptions } from './choices';

interface Props {
  id: string;
  catalog: Catalog;
  /** The data source, by which the KPIs used last are kept. */
  uid: string;
  placeholder?: string;
  value: string[];
  /** By which they have to be grouped. */
  groupBy?: string[];
  onChange: (value: string[]) => void;
}

/** KPIs, found by what people call them in whatever language; what no KPI is called is taken as it is written, as a column or a variable. */
export function KpiPicker({ id, catalog, uid, placeholder, value, groupBy, onChange }: Props) {
  const find = useCallback(
    (text: string): Promise<ComboboxOption[]> => {
      const variables = variableOptions().filter((option) => option.value.includes(text.trim()));
      const found = [...foundKpis(catalog, { kpis: value, groupBy }, recentKpis(uid), text), ...variables];
      return Promise.resolve(mayBeWritten(text, found) ? [...found, written(text.trim())] : found);
    },
    [catalog, uid, value, groupBy]
  );
  const chosen = useMemo(
    () => value.map((entry) => ({ value: entry, label: columnTitle(catalog, entry) })),
    [catalog, value]
  );
  return (
    <MultiCombobox<string>
      id={id}
      placeholder={placeholder}
      options={find}
      value={chosen}
      isClearable
      onChange={(options) => {
        const entries = takenOf(options, value);
        const added = entries.filter((entry) => !value.includes(entry));
        notePicked(
          uid,
          chosenKpis(catalog, added).map((kpi) => kpi.id)
        );
        onChange(entries);
      }}
    />
  );
}

/** Whether a text may be a column, such as revenue:rolling=28d, or a variable; if nothing is found, it may be anything. */
const mayBeWritten = (text: string, found: ComboboxOption[]): boolean =>
  text.trim() !== '' && (found.length === 0 || /[:=$]/.test(text)) && !found.some(({ value }) => value === text.trim());

const written = (text: string): ComboboxOption => ({
  value: text,
  label: text,
  description: t('query.kpis.written', 'Take it as it is written'),
});
