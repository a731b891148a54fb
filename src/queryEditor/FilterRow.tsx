import { t } from '@grafana/i18n';
import { IconButton, Stack, type ComboboxOption } from '@grafana/ui';
import { useId, useState } from 'react';

import type { DataSource } from '../datasource';
import type { Filterable } from '../question/kpis';
import type { Catalog, FieldOfRows, Filter, Named } from '../types';
import { withOf } from '../question/filters';
import { AloneInput, filteredBy } from './AloneInput';
import { Choice } from './Choice';
import { namedOptions } from './choices';
import { ComparedValues } from './ComparedValues';
import { FilterValues } from './FilterValues';
import { HiddenLabel } from './HiddenLabel';
import { isInformation } from './information';
import { ValuesFailure } from './ValuesFailure';

export interface FilterContext {
  catalog: Catalog;
  datasource: DataSource;
  /** Those that cannot be chosen among them, with the reason. */
  dimensions: ComboboxOption[];
  /** Numbers and times of the rows, which are compared. */
  fields: FieldOfRows[];
  /** What the filter can hold for alone; none within a group. */
  alone?: Array<Named & Filterable>;
}

interface Props extends FilterContext {
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

/** Tells a field from a dimension of the same name among the options. */
const fieldPrefix = 'field:';

/** What is filtered by, operator and values of one condition; values of a dimension are suggested and may be typed. */
export function FilterRow({ catalog, datasource, filter, onChange, onRemove, ...context }: Props) {
  const id = useId();
  const [failure, setFailure] = useState('');
  const { dimension = '', field, operator, values = [], of } = filter;
  const { dimensions, fields } = filteredBy(context, of);
  const operators = field === undefined ? catalog.operators : catalog.comparators;
  // An operator that the catalogue does not know may take any number.
  const most = (id: string) => operators.find((one) => one.id === id)?.most ?? Infinity;
  const subject = field === undefined ? dimension : fieldPrefix + field;
  const options = [...dimensions, ...fieldOptions(fields, field)];
  const impossible =
    subject !== '' &&
    !subject.includes('$') &&
    ![...dimensions, ...fieldOptions(fields)].some((option) => option.value === subject && !isInformation(option));
  const choose = (chosen: string) =>
    onChange(
      withOf<Filter>(
        chosen.startsWith(fieldPrefix)
          ? {
              field: chosen.slice(fieldPrefix.length),
              operator: field === undefined ? catalog.comparators[0].id : operator,
              values: [],
            }
          : { dimension: chosen, operator: field === undefined ? operator : catalog.operators[0].id, values: [] },
        of
      )
    );

  return (
    <Stack gap={0.5} alignItems="center" wrap="wrap">
      <HiddenLabel htmlFor={`${id}-dimension`} text={t('query.filters.dimension', 'Dimension of the filter')} />
      <Choice
        id={`${id}-dimension`}
        placeholder={t('query.filters.dimension-placeholder', 'Dimension')}
        options={options}
        value={subject || undefined}
        invalid={impossible}
        open
        width={24}
        onChange={choose}
      />
      <HiddenLabel htmlFor={`${id}-operator`} text={t('query.filters.operator', 'Operator of the filter')} />
      <Choice
        id={`${id}-operator`}
        options={namedOptions(operators)}
        value={operator}
        width={20}
        onChange={(changed) => onChange({ ...filter, operator: changed, values: values.slice(0, most(changed)) })}
      />
      {field !== undefined && (
        <ComparedValues
          id={`${id}-values`}
          count={Math.min(most(operator), 2)}
          days={fields.find(({ id }) => id === field)?.days}
          values={values}
          onChange={(changed) => onChange({ ...filter, values: changed })}
        />
      )}
      {field === undefined && most(operator) > 0 && (
        <>
          <HiddenLabel htmlFor={`${id}-values`} text={t('query.filters.values', 'Values of the filter')} />
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
        </>
      )}
      <AloneInput alone={context.alone} of={of} onChange={(changed) => onChange(withOf(filter, changed))} />
      <IconButton name="trash-alt" tooltip={t('query.filters.remove', 'Remove filter')} onClick={onRemove} />
      <ValuesFailure message={failure} />
    </Stack>
  );
}

/** The fields, and the one that is chosen without being among them. */
function fieldOptions(fields: FieldOfRows[], chosen?: string): ComboboxOption[] {
  const unknown = chosen === undefined || fields.some(({ id }) => id === chosen) ? [] : [{ id: chosen, title: chosen }];
  return [...fields, ...unknown].map(({ id, title }) => ({
    value: fieldPrefix + id,
    label: title,
    group: t('query.filters.fields', 'Numbers and times'),
  }));
}
