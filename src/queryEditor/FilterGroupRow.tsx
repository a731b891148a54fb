import { t } from '@grafana/i18n';
import { IconButton, Stack, Text } from '@grafana/ui';

import { groupText } from '../question/filters';
import type { FilterGroup } from '../types';

interface Props {
  group: FilterGroup;
  onRemove: () => void;
}

/** A group of filters. It is written in the question's JSON; here it is shown, and can be removed. */
export const FilterGroupRow = ({ group, onRemove }: Props) => (
  <Stack gap={0.5} alignItems="center">
    <Text variant="code">{groupText(group)}</Text>
    <IconButton name="trash-alt" tooltip={t('query.filters.remove', 'Remove filter')} onClick={onRemove} />
  </Stack>
);
