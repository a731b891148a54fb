import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';
import { useId } from 'react';

import { parseEntry, writeEntry } from '../question/entries';
import { argumentsOf, chosenKpis } from '../question/kpis';
import type { Catalog } from '../types';
import { Choice } from './Choice';
import { optionsOf, withChosen } from './choices';
import { EditorField } from './EditorField';
import { EditorRow } from './EditorRow';
import { TextInput } from './TextInput';

interface Props {
  catalog: Catalog;
  entry: string;
  onChange: (entry: string) => void;
}

/** The statistic and the window of one column. */
export function ArgumentsRow({ catalog, entry, onChange }: Props) {
  const id = useId();
  const { kpi, values } = parseEntry(entry);
  const known = chosenKpis(catalog, [kpi])[0];
  const title = known?.title ?? kpi;
  return (
    <div role="group" aria-label={title}>
      <Text variant="bodySmall" weight="medium">
        {title}
      </Text>
      <EditorRow>
        {argumentsOf(catalog, known).map(({ name, title: label, help, options = [], without }) => {
          const value = values[name] ?? '';
          const change = (changed: string) => {
            const others = without && changed ? { ...values, [without]: '' } : values;
            onChange(writeEntry({ kpi, values: { ...others, [name]: changed.trim() } }));
          };
          return (
            <EditorField key={name} label={label} tooltip={help}>
              {options.length > 0 ? (
                <Choice
                  id={`${id}-${name}`}
                  options={withChosen(
                    [{ value: '', label: t('query.columns.none', 'None') }, ...optionsOf(options)],
                    value
                  )}
                  value={value}
                  open
                  width={18}
                  onChange={change}
                />
              ) : (
                <TextInput id={`${id}-${name}`} value={value} placeholder={help} onChange={change} />
              )}
            </EditorField>
          );
        })}
      </EditorRow>
    </div>
  );
}
