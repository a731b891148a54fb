import { t } from '@grafana/i18n';
import { Button, InlineField, Stack, type ComboboxOption } from '@grafana/ui';

import type { DataSource } from '../datasource';
import type { Filter } from '../types';
import { FilterRow } from './FilterRow';
import { labelWidth } from './layout';

interface Props {
  datasource: DataSource;
  dimensions: ComboboxOption[];
  filters?: Filter[];
  onChange: (filters: Filter[]) => void;
}

/** The conditions that rows have to meet, all of them. A row without a value restricts nothing. */
export function FilterList({ datasource, dimensions, filters = [], onChange }: Props) {
  return (
    <InlineField
      label={t('query.filters.label', 'Filters')}
      tooltip={t(
        'query.filters.tooltip',
        'All conditions have to be met. A filter whose variable is set to All restricts nothing.'
      )}
      labelWidth={labelWidth}
    >
      <Stack direction="column" gap={0.5} alignItems="flex-start">
        {filters.map((filter, index) => (
          <FilterRow
            key={index}
            datasource={datasource}
            dimensions={dimensions}
            filter={filter}
            onChange={(changed) => onChange(filters.with(index, changed))}
            onRemove={() => onChange(filters.toSpliced(index, 1))}
          />
        ))}
        <Button
          icon="plus"
          variant="secondary"
          size="sm"
          onClick={() => onChange([...filters, { dimension: '', operator: 'in', values: [] }])}
        >
          {t('query.filters.add', 'Add filter')}
        </Button>
      </Stack>
    </InlineField>
  );
}
