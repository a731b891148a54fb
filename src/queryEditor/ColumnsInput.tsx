import { t } from '@grafana/i18n';
import { Button, Collapse, Stack } from '@grafana/ui';
import { useState } from 'react';

import { isFormula, type Renamed } from '../question/entries';
import type { Catalog } from '../types';
import { ArgumentsRow } from './ArgumentsRow';
import { FormulaRow } from './FormulaRow';

interface Props {
  catalog: Catalog;
  entries: string[];
  onChange: (entries: string[], renamed?: Renamed) => void;
}

/** What is asked of single columns: formulas, and, folded away until someone looks for them, statistics and windows. */
export function ColumnsInput({ catalog, entries, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [drafts, setDrafts] = useState(0);
  const places = entries.map((entry, place) => ({ entry, place }));
  const rewrite = (place: number, to: string) => onChange(entries.with(place, to), { from: entries[place], to });
  const plain = places.filter(({ entry }) => !isFormula(entry) && !entry.includes('$'));
  const add = (formula: string) => {
    setDrafts(drafts - 1);
    onChange([...entries, formula]);
  };
  return (
    <Stack direction="column" gap={0.5} grow={1} minWidth="100%">
      {places.map(
        ({ entry, place }) =>
          isFormula(entry) && (
            <FormulaRow
              key={place}
              catalog={catalog}
              entry={entry}
              onChange={(changed) => rewrite(place, changed)}
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
      <div>
        <Button icon="plus" variant="secondary" size="sm" onClick={() => setDrafts(drafts + 1)}>
          {t('query.columns.add-formula', 'Add formula')}
        </Button>
      </div>
      {plain.length > 0 && (
        <Collapse
          label={t('query.columns.arguments', 'Statistics and windows')}
          isOpen={open}
          onToggle={() => setOpen(!open)}
        >
          {plain.map(({ entry, place }) => (
            <ArgumentsRow key={place} catalog={catalog} entry={entry} onChange={(changed) => rewrite(place, changed)} />
          ))}
        </Collapse>
      )}
    </Stack>
  );
}
