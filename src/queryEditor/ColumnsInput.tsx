import { Stack } from '@grafana/ui';

import { withColumns } from '../question/edit';
import { isFormula } from '../question/entries';
import { ArgumentsRow } from './ArgumentsRow';
import { EditorField } from './EditorField';
import { labelOf, type InputProps } from './input';

/** What is asked of single KPIs: statistics and windows. */
export function ColumnsInput(props: InputProps) {
  const { catalog, question, onChange } = props;
  const entries = question.kpis ?? [];
  const plain = entries
    .map((entry, place) => ({ entry, place }))
    .filter(({ entry }) => !isFormula(entry) && !entry.includes('$'));
  return (
    plain.length > 0 && (
      <EditorField {...labelOf(props)}>
        <Stack direction="column" gap={1}>
          {plain.map(({ entry, place }) => (
            <ArgumentsRow
              key={place}
              catalog={catalog}
              entry={entry}
              onChange={(to) => onChange(withColumns(question, entries.with(place, to), { from: entry, to }))}
            />
          ))}
        </Stack>
      </EditorField>
    )
  );
}
