import { t } from '@grafana/i18n';
import { IconButton, Stack, type ComboboxOption } from '@grafana/ui';
import { useId, useState } from 'react';

import type { DataSource } from '../datasource';
import type { Catalog, Filter } from '../types';
import { Choice } from './Choice';
import { namedOptions } from './choices';
import { FilterValues } from './FilterValues';
import { ValuesFailure } from './ValuesFailure';

interface Props {
  catalog: Catalog;
  datasource: DataSource;
  dimensions: ComboboxOption[];
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

/** Dimension, operator and values of one condition; values are suggested and may be typed. */
export function FilterRow({ catalog, datasource, dimensions, filter, onChange, onRemove }: Props) {
  const id = useId();
  const [failure, setFailure] = useState('');
  const { dimension, operator, values = [] } = filter;
  // An operator that the catalogue does not know may take any number.
  const most = (id: string) => catalog.operators.find((one) => one.id === id)?.most ?? Infinity;
  const impossible =
    dimension !== '' && !dimension.startsWith('$') && !dimensions.some((one) => one.value === dimension);

  return (
    <Stack gap={0.5} alignItems="center" wrap="wrap">
      <HiddenLabel htmlFor={`${id}-dimension`} text={t('query.filters.dimension', 'Dimension of the filter')} />
      <Choice
        id={`${id}-dimension`}
        placeholder={t('query.filters.dimension-placeholder', 'Dimension')}
        options={dimensions}
        value={dimension || undefined}
        invalid={impossible}
        open
        width={24}
        onChange={(changed) => onChange({ dimension: changed, operator, values: [] })}
      />
      <HiddenLabel htmlFor={`${id}-operator`} text={t('query.filters.operator', 'Operator of the filter')} />
      <Choice
        id={`${id}-operator`}
        options={namedOptions(catalog.operators)}
        value={operator}
        width={20}
        onChange={(changed) => onChange({ dimension, operator: changed, values: values.slice(0, most(changed)) })}
      />
      {most(operator) > 0 && (
        <HiddenLabel htmlFor={`${id}-values`} text={t('query.filters.values', 'Values of the filter')} />
      )}
      {most(operator) > 0 && (
        <FilterValues
          key={dimension}
          id={`${id}-values`}
          datasource={datasource}
          noValue={catalog.noValue}
          dimension={dimension}
          values={values}
          several={most(operator) > 1}
          onChange={(changed) => onChange({ ...filter, values: changed })}
          onFailure={setFailure}
        />
      )}
      <IconButton name="trash-alt" tooltip={t('query.filters.remove', 'Remove filter')} onClick={onRemove} />
      <ValuesFailure message={failure} />
    </Stack>
  );
}

const HiddenLabel = ({ htmlFor, text }: { htmlFor: string; text: string }) => (
  <label htmlFor={htmlFor} className="sr-only">
    {text}
  </label>
);
