import { InlineField } from '@grafana/ui';
import { useId } from 'react';

import { withColumns } from '../question/edit';
import { ColumnsInput } from './ColumnsInput';
import { labelOf, setterOf, type InputProps } from './input';
import { KpiPicker } from './KpiPicker';

const none: string[] = [];

/** The KPIs of the question, and what they are set against: the goals of a KPI are offered once it is chosen. Where there can be only one, the one picked last is it. */
export function KpiInput(props: InputProps) {
  const { catalog, datasource, field, question, onChange } = props;
  const id = useId();
  const set = setterOf(props);
  const entries = question.kpis ?? none;
  return (
    <>
      <InlineField {...labelOf(props)} grow>
        <KpiPicker
          id={id}
          catalog={catalog}
          uid={datasource.uid}
          placeholder={field.placeholder}
          value={entries}
          onChange={(chosen) => set(field.input === 'kpi' ? chosen.slice(-1) : chosen)}
        />
      </InlineField>
      {field.input === 'kpis' && (
        <ColumnsInput
          catalog={catalog}
          entries={entries}
          onChange={(changed, renamed) => onChange(withColumns(question, changed, renamed))}
        />
      )}
    </>
  );
}
