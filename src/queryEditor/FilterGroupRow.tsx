import { t } from '@grafana/i18n';
import { IconButton, RadioButtonGroup, Stack } from '@grafana/ui';

import type { Condition, FilterGroup } from '../types';
import { withOf } from '../question/filters';
import { AloneInput, filteredBy } from './AloneInput';
import { FilterList } from './FilterList';
import type { FilterContext } from './FilterRow';

interface Props extends FilterContext {
  group: FilterGroup;
  onChange: (group: FilterGroup) => void;
  onRemove: () => void;
}

/** A group of filters, of which one has to be met or all of them. */
export function FilterGroupRow({ group, onChange, onRemove, ...context }: Props) {
  const parts = group.any ?? group.all ?? [];
  const withParts = (parts: Condition[], any: boolean): FilterGroup =>
    withOf(any ? { any: parts } : { all: parts }, group.of);
  const { alone, ...rows } = context;
  return (
    <Stack gap={0.5} alignItems="flex-start">
      <RadioButtonGroup
        aria-label={t('query.filters.group', 'How many of the group')}
        options={[
          { value: true, label: t('query.filters.any', 'Any of') },
          { value: false, label: t('query.filters.all', 'All of') },
        ]}
        value={group.any !== undefined}
        onChange={(any) => onChange(withParts(parts, any))}
      />
      <FilterList
        {...rows}
        {...filteredBy(context, group.of)}
        filters={parts}
        onChange={(changed) => onChange(withParts(changed, group.any !== undefined))}
      />
      <AloneInput alone={alone} of={group.of} onChange={(of) => onChange(withOf(group, of))} />
      <IconButton name="trash-alt" tooltip={t('query.filters.remove-group', 'Remove group')} onClick={onRemove} />
    </Stack>
  );
}
