import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { isGroup } from '../question/filters';
import type { Condition, Filter } from '../types';
import { FilterGroupRow } from './FilterGroupRow';
import { FilterRow, type FilterContext } from './FilterRow';

interface Props extends FilterContext {
  filters: Condition[];
  onChange: (filters: Condition[]) => void;
}

/** Filters and groups of them, one below the other. */
export function FilterList({ filters, onChange, ...context }: Props) {
  const fresh: Filter = { dimension: '', operator: context.catalog.operators[0].id, values: [] };
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      {filters.map((filter, index) => {
        const row = {
          ...context,
          onChange: (changed: Condition) => onChange(filters.with(index, changed)),
          onRemove: () => onChange(filters.toSpliced(index, 1)),
        };
        return isGroup(filter) ? (
          <FilterGroupRow key={index} {...row} group={filter} />
        ) : (
          <FilterRow key={index} {...row} filter={filter} />
        );
      })}
      <Stack gap={0.5}>
        <Button icon="plus" variant="secondary" size="sm" onClick={() => onChange([...filters, fresh])}>
          {t('query.filters.add', 'Add filter')}
        </Button>
        <Button icon="plus" variant="secondary" size="sm" onClick={() => onChange([...filters, { any: [fresh] }])}>
          {t('query.filters.add-group', 'Add group')}
        </Button>
      </Stack>
    </Stack>
  );
}
