import { t } from '@grafana/i18n';
import { Alert, InlineField, Stack } from '@grafana/ui';
import { useId, useState } from 'react';

import type { DataSource } from '../datasource';
import { labelWidth } from './layout';
import { FilterValues } from './FilterValues';

interface Props {
  datasource: DataSource;
  customer?: string;
  onChange: (customer: string) => void;
}

/** The one customer of a timeline: suggested by name, typed, or a variable. */
export function CustomerField({ datasource, customer, onChange }: Props) {
  const id = useId();
  const [failure, setFailure] = useState('');
  return (
    <Stack gap={0.5} alignItems="center" wrap="wrap">
      <InlineField
        label={t('query.customer.label', 'Customer')}
        tooltip={t(
          'query.customer.tooltip',
          'Whose story is told. Where two share a name, the number tells them apart.'
        )}
        labelWidth={labelWidth}
      >
        <FilterValues
          id={`${id}-customer`}
          datasource={datasource}
          filter={{ dimension: 'account', operator: 'equals', values: customer ? [customer] : [] }}
          onChange={([name]) => onChange(name)}
          onFailure={setFailure}
        />
      </InlineField>
      {failure && (
        <Alert
          severity="warning"
          title={t('query.customer.failed', 'The customers could not be read')}
          bottomSpacing={0}
        >
          {failure}
        </Alert>
      )}
    </Stack>
  );
}
