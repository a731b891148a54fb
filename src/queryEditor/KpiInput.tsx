import { InlineField, MultiCombobox } from '@grafana/ui';
import { useId, useMemo } from 'react';

import { withColumns } from '../question/edit';
import { kpiOptions, variableOptions } from './choices';
import { ColumnsInput } from './ColumnsInput';
import { labelOf, setterOf, type InputProps } from './input';

/** The KPIs of the question, and what they are set against: the goals of a KPI are offered once it is chosen. Where there can be only one, the one picked last is it. */
export function KpiInput(props: InputProps) {
  const { catalog, field, question, onChange } = props;
  const id = useId();
  const set = setterOf(props);
  const options = useMemo(
    () => [...kpiOptions(catalog, question.kpis), ...variableOptions()],
    [catalog, question.kpis]
  );
  const columns = question.kpis ?? [];
  return (
    <>
      <InlineField {...labelOf(props)} grow>
        <MultiCombobox
          id={id}
          placeholder={field.placeholder}
          options={options}
          value={question.kpis}
          createCustomValue
          isClearable
          onChange={(chosen) => {
            const ids = chosen.map(({ value }) => value);
            set(field.input === 'kpi' ? ids.slice(-1) : ids);
          }}
        />
      </InlineField>
      {field.input === 'kpis' && (
        <ColumnsInput
          catalog={catalog}
          entries={columns}
          onChange={(entries, renamed) => onChange(withColumns(question, entries, renamed))}
        />
      )}
    </>
  );
}
