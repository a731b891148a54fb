import { t } from '@grafana/i18n';
import { InlineField, MultiCombobox } from '@grafana/ui';
import { useId, useMemo } from 'react';

import type { Catalog } from '../types';
import { kpiOption, variableOptions } from './choices';
import { labelWidth } from './layout';

interface Props {
  catalog: Catalog;
  kpis?: string[];
  onChange: (kpis: string[]) => void;
}

/** The KPIs of the question, by department; those the company's data cannot answer come last, with the reason. */
export function KpiPicker({ catalog, kpis, onChange }: Props) {
  const id = useId();
  const options = useMemo(() => {
    const departments = [...new Set(catalog.kpis.map(({ department }) => department))];
    const sorted = catalog.kpis.toSorted(
      (a, b) =>
        departments.indexOf(a.department) - departments.indexOf(b.department) ||
        Number(b.available) - Number(a.available)
    );
    return [...sorted.map(kpiOption), ...variableOptions()];
  }, [catalog]);
  return (
    <InlineField
      label={t('query.kpis.label', 'KPIs')}
      tooltip={t('query.kpis.tooltip', 'What to measure. Several KPIs of one question share the work.')}
      labelWidth={labelWidth}
      grow
    >
      <MultiCombobox
        id={id}
        placeholder={t('query.kpis.placeholder', 'Search by name')}
        options={options}
        value={kpis}
        createCustomValue
        isClearable
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
      />
    </InlineField>
  );
}
