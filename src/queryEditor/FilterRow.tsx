import { t } from '@grafana/i18n';
import { Alert, Combobox, IconButton, MultiCombobox, Stack, type ComboboxOption } from '@grafana/ui';
import { useId, useState } from 'react';

import type { DataSource } from '../datasource';
import { messageOf } from '../errors';
import { mostValues, noValue, takesManyValues, takesValues } from '../question/filters';
import type { Filter } from '../types';
import { operators, variableOptions } from './choices';

interface Props {
  datasource: DataSource;
  dimensions: ComboboxOption[];
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

/** Dimension, operator and values of one condition; values are suggested and may be typed. */
export function FilterRow({ datasource, dimensions, filter, onChange, onRemove }: Props) {
  const id = useId();
  const [failure, setFailure] = useState('');
  const { dimension, operator, values = [] } = filter;

  const valuesOf = async (search: string) => {
    // A variable may stand for the dimension; which one is known only when the panel runs.
    if (!dimension || dimension.startsWith('$')) {
      return [];
    }
    try {
      const found = await datasource.getValues(dimension, search);
      setFailure('');
      return found;
    } catch (error) {
      setFailure(messageOf(error));
      return [];
    }
  };
  const suggest = async (search: string): Promise<ComboboxOption[]> => {
    const found = await valuesOf(search);
    const fixed = [{ value: noValue, label: noValue }, ...variableOptions()];
    return [
      ...found.map(({ value, text }) => ({ value, label: text })),
      ...fixed.filter(({ value }) => value.includes(search)),
    ];
  };

  const valueProps = {
    id: `${id}-values`,
    placeholder: t('query.filters.value-placeholder', 'Value or $variable'),
    options: suggest,
    createCustomValue: true,
    width: 'auto',
    minWidth: 20,
    maxWidth: 60,
  } as const;

  return (
    <Stack gap={0.5} alignItems="center" wrap="wrap">
      <HiddenLabel htmlFor={`${id}-dimension`} text={t('query.filters.dimension', 'Dimension of the filter')} />
      <Combobox
        id={`${id}-dimension`}
        placeholder={t('query.filters.dimension-placeholder', 'Dimension')}
        options={dimensions}
        value={dimension || null}
        createCustomValue
        width={24}
        onChange={({ value }) => onChange({ dimension: value, operator, values: [] })}
      />
      <HiddenLabel htmlFor={`${id}-operator`} text={t('query.filters.operator', 'Operator of the filter')} />
      <Combobox
        id={`${id}-operator`}
        options={operators()}
        value={operator}
        width={20}
        onChange={({ value }) => onChange({ dimension, operator: value, values: values.slice(0, mostValues(value)) })}
      />
      {takesValues(operator) && (
        <HiddenLabel htmlFor={`${id}-values`} text={t('query.filters.values', 'Values of the filter')} />
      )}
      {takesManyValues(operator) && (
        <MultiCombobox
          {...valueProps}
          key={dimension}
          value={values}
          onChange={(options) => onChange({ ...filter, values: options.map(({ value }) => value) })}
        />
      )}
      {takesValues(operator) && !takesManyValues(operator) && (
        <Combobox
          {...valueProps}
          key={dimension}
          value={values[0] ?? null}
          onChange={({ value }) => onChange({ ...filter, values: [value] })}
        />
      )}
      <IconButton name="trash-alt" tooltip={t('query.filters.remove', 'Remove filter')} onClick={onRemove} />
      {failure && (
        <Alert
          severity="warning"
          title={t('query.filters.values-failed', 'The values could not be read')}
          bottomSpacing={0}
        >
          {failure}
        </Alert>
      )}
    </Stack>
  );
}

const HiddenLabel = ({ htmlFor, text }: { htmlFor: string; text: string }) => (
  <label htmlFor={htmlFor} className="sr-only">
    {text}
  </label>
);
