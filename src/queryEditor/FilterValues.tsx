import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';
import { useCallback } from 'react';

import type { DataSource } from '../datasource';
import { messageOf } from '../errors';
import { Choice } from './Choice';
import { variableOptions } from './choices';
import { OpenChoices } from './OpenChoices';

interface Props {
  id: string;
  datasource: DataSource;
  /** Stands for rows without a value. */
  noValue: string;
  dimension: string;
  values: string[];
  /** Whether there may be several. */
  several?: boolean;
  onChange: (values: string[]) => void;
  /** Gets why the values could not be read, or an empty text once they could. */
  onFailure: (message: string) => void;
}

/** Values of a dimension: suggested from the data, or typed, or variables. */
export function FilterValues({ id, datasource, noValue, dimension, values, several, onChange, onFailure }: Props) {
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
    [datasource, noValue, dimension, onFailure]
  );

  const placeholder = t('query.filters.value-placeholder', 'Value or $variable');
  return several ? (
    <OpenChoices id={id} placeholder={placeholder} options={suggest} value={values} onChange={onChange} />
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
