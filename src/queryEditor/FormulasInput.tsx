import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';
import { useState } from 'react';

import { isFormula, type Renamed } from '../question/entries';
import type { Catalog } from '../types';
import { FormulaRow } from './FormulaRow';

interface Props {
  catalog: Catalog;
  entries: string[];
  onChange: (entries: string[], renamed?: Renamed) => void;
}

/** The columns of a question that are made of KPIs. */
export function FormulasInput({ catalog, entries, onChange }: Props) {
  const [drafts, setDrafts] = useState(0);
  const add = (formula: string) => {
    setDrafts(drafts - 1);
    onChange([...entries, formula]);
  };
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      {entries.map(
        (entry, place) =>
          isFormula(entry) && (
            <FormulaRow
              key={place}
              catalog={catalog}
              entry={entry}
              onChange={(changed) => onChange(entries.with(place, changed), { from: entry, to: changed })}
              onRemove={() => onChange(entries.toSpliced(place, 1))}
            />
          )
      )}
      {Array.from({ length: drafts }, (_, draft) => (
        <FormulaRow
          key={`draft ${draft}`}
          catalog={catalog}
          entry="="
          onChange={add}
          onRemove={() => setDrafts(drafts - 1)}
        />
      ))}
      <Button icon="plus" variant="secondary" fill="text" size="sm" onClick={() => setDrafts(drafts + 1)}>
        {t('query.columns.add-formula', 'Add formula')}
      </Button>
    </Stack>
  );
}
