import { t } from '@grafana/i18n';
import { MultiCombobox, type ComboboxOption } from '@grafana/ui';
import { useCallback } from 'react';

import type { DataSource } from '../datasource';
import { messageOf } from '../errors';
import { noValue, takesManyValues } from '../question/filters';
import type { Filter } from '../types';
import { Choice } from './Choice';
import { variableOptions } from './choices';

interface Props {
  id: string;
  datasource: DataSource;
  filter: Filter;
  onChange: (values: string[]) => void;
  /** Gets why the values could not be read, or an empty text once they could. */
  onFailure: (message: string) => void;
}

/** The values of a condition: suggested from the data, or typed, or variables. */
export function FilterValues({ id, datasource, filter, onChange, onFailure }: Props) {
  const { dimension, operator, values = [] } = filter;

  const suggest = useCallback(
    async (search: string): Promise<ComboboxOption[]> => {
      const fixed = [{ value: noValue, label: noValue }, ...variableOptions()].filter(({ value }) =>
        value.includes(search)
      );
      // A variable may stand for the dimension; which one is known only when the panel runs.
      if (dimension === '' || dimension.startsWith('$')) {
        return fixed;
      }
      try {
        const found = await datasource.getValues(dimension, search);
        onFailure('');
        return [...found.map(({ value, text }) => ({ value, label: text })), ...fixed];
      } catch (error) {
        onFailure(messageOf(error));
        return fixed;
      }
    },
    [datasource, dimension, onFailure]
  );

  const placeholder = t('query.filters.value-placeholder', 'Value or $variable');
  return takesManyValues(operator) ? (
    <MultiCombobox
      id={id}
      placeholder={placeholder}
      options={suggest}
      createCustomValue
      width="auto"
      minWidth={24}
      maxWidth={60}
      value={values}
      onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
    />
  ) : (
    <Choice
      id={id}
      placeholder={placeholder}
      options={suggest}
      open
      width={24}
      value={values[0]}
      onChange={(value) => onChange([value])}
    />
  );
}
