import { t } from '@grafana/i18n';
import { Button, InlineField, Stack } from '@grafana/ui';

import { isGroup } from '../question/filters';
import { otherFilters, withOthers } from '../question/fixedValue';
import { commonDimensions, kpisOf } from '../question/kpis';
import type { Condition } from '../types';
import { namedOptions } from './choices';
import { FilterGroupRow } from './FilterGroupRow';
import { FilterRow } from './FilterRow';
import { labelOf, type InputProps } from './input';

/** The conditions that rows have to meet, all of them. A row without a value restricts nothing. */
export function FiltersInput(props: InputProps) {
  const { catalog, datasource, type, question, onChange } = props;
  const fixed = type.fields.flatMap(({ input, dimension }) => (input === 'value' && dimension ? [dimension] : []));
  const filters = otherFilters(question, fixed);
  const change = (changed: Condition[]) => onChange(withOthers(question, fixed, changed));
  return (
    <InlineField {...labelOf(props)}>
      <Stack direction="column" gap={0.5} alignItems="flex-start">
        {filters.map((filter, index) =>
          isGroup(filter) ? (
            <FilterGroupRow key={index} group={filter} onRemove={() => change(filters.toSpliced(index, 1))} />
          ) : (
            <FilterRow
              key={index}
              catalog={catalog}
              datasource={datasource}
              dimensions={namedOptions(commonDimensions(catalog, kpisOf(catalog, type, question)))}
              filter={filter}
              onChange={(changed) => change(filters.with(index, changed))}
              onRemove={() => change(filters.toSpliced(index, 1))}
            />
          )
        )}
        <Button
          icon="plus"
          variant="secondary"
          size="sm"
          onClick={() => change([...filters, { dimension: '', operator: catalog.operators[0].id, values: [] }])}
        >
          {t('query.filters.add', 'Add filter')}
        </Button>
      </Stack>
    </InlineField>
  );
}
