import { t } from '@grafana/i18n';
import { IconButton } from '@grafana/ui';
import { useId } from 'react';

import { parseFormula, writeFormula, type Formula } from '../question/entries';
import type { Catalog } from '../types';
import { Choice } from './Choice';
import { namedOptions, withChosen } from './choices';
import { EditorField } from './EditorField';
import { EditorRow } from './EditorRow';
import { TextInput } from './TextInput';

interface Props {
  catalog: Catalog;
  /** "=" alone is a formula that is not written yet. */
  entry: string;
  onChange: (entry: string) => void;
  onRemove: () => void;
}

/** A column that is made of KPIs: the formula, what the column is called, and its unit where it does not follow. */
export function FormulaRow({ catalog, entry, onChange, onRemove }: Props) {
  const id = useId();
  const formula = parseFormula(entry);
  const change = (part: Partial<Formula>) => {
    const changed = { ...formula, ...part };
    if (changed.formula.trim()) {
      onChange(writeFormula(changed));
    }
  };
  return (
    <EditorRow>
      <EditorField
        label={t('query.columns.formula', 'Formula')}
        tooltip={t(
          'query.columns.formula-tooltip',
          'Over KPIs by their ids, with + - * /, parentheses and the functions of custom KPIs.'
        )}
      >
        <TextInput
          id={`${id}-formula`}
          value={formula.formula}
          placeholder={t('query.columns.formula-placeholder', 'revenue / new_customers')}
          onChange={(text) => change({ formula: text })}
        />
      </EditorField>
      <EditorField label={t('query.columns.label', 'Label')} disabled={!formula.formula}>
        <TextInput id={`${id}-label`} value={formula.label} onChange={(label) => change({ label })} />
      </EditorField>
      <EditorField label={t('query.columns.unit', 'Unit')} disabled={!formula.formula}>
        <Choice
          id={`${id}-unit`}
          options={withChosen(
            [{ value: '', label: t('query.columns.unit-auto', 'From the formula') }, ...namedOptions(catalog.units)],
            formula.unit
          )}
          value={formula.unit}
          width={20}
          onChange={(unit) => change({ unit })}
        />
      </EditorField>
      <IconButton
        name="trash-alt"
        aria-label={t('query.columns.remove-formula', 'Remove formula')}
        onClick={onRemove}
      />
    </EditorRow>
  );
}
