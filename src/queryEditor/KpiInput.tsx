import { Stack } from '@grafana/ui';
import { useId } from 'react';

import { withColumns } from '../question/edit';
import { EditorField } from './EditorField';
import { FormulasInput } from './FormulasInput';
import { labelOf, setterOf, type InputProps } from './input';
import { KpiPicker } from './KpiPicker';

const none: string[] = [];

/** The KPIs of the question, and what is made of them: the goals of a KPI are offered once it is chosen. Where there can be only one, the one picked last is it. */
export function KpiInput(props: InputProps) {
  const { catalog, datasource, field, question, onChange } = props;
  const id = useId();
  const set = setterOf(props);
  const entries = question.kpis ?? none;
  return (
    <Stack direction="column" gap={0.5} grow={1} basis="320px" minWidth={0}>
      <EditorField {...labelOf(props)}>
        <KpiPicker
          id={id}
          catalog={catalog}
          uid={datasource.uid}
          placeholder={field.placeholder}
          value={entries}
          groupBy={field.input === 'kpis' ? question.groupBy : undefined}
          onChange={(chosen) => set(field.input === 'kpi' ? chosen.slice(-1) : chosen)}
        />
      </EditorField>
      {field.input === 'kpis' && (
        <FormulasInput
          catalog={catalog}
          entries={entries}
          onChange={(changed, renamed) => onChange(withColumns(question, changed, renamed))}
        />
      )}
    </Stack>
  );
}
