import { t } from '@grafana/i18n';
import { IconButton } from '@grafana/ui';
import { useId, useState } from 'react';

import { Choice } from './Choice';
import { namedOptions, withChosen } from './choices';
import type { FilterContext } from './FilterRow';
import { HiddenLabel } from './HiddenLabel';

interface Props {
  alone?: FilterContext['alone'];
  of?: string;
  onChange: (of: string | undefined) => void;
}

/** For what alone a filter holds, folded away as long as it holds for all rows. */
export function AloneInput({ alone = [], of, onChange }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  if (of === undefined && !open) {
    return alone.length === 0 ? null : (
      <IconButton
        name="filter"
        tooltip={t('query.filters.alone', 'Hold for one side, or before the KPI is made')}
        onClick={() => setOpen(true)}
      />
    );
  }
  const everything = { value: '', label: t('query.filters.of-all', 'All rows') };
  return (
    <>
      <HiddenLabel htmlFor={id} text={t('query.filters.of', 'What the filter holds for')} />
      <Choice
        id={id}
        options={[everything, ...withChosen(namedOptions(alone), of ?? '')]}
        value={of ?? ''}
        invalid={of !== undefined && !alone.some((one) => one.id === of)}
        width={20}
        onChange={(chosen) => onChange(chosen || undefined)}
      />
    </>
  );
}

/** What a filter that holds for something alone can have. */
export function filteredBy(
  { dimensions, fields, alone = [] }: Pick<FilterContext, 'dimensions' | 'fields' | 'alone'>,
  of: string | undefined
): Pick<FilterContext, 'dimensions' | 'fields'> {
  const rows = alone.find(({ id }) => id === of);
  return rows ? { dimensions: namedOptions(rows.dimensions), fields: rows.fields } : { dimensions, fields };
}
