import { t } from '@grafana/i18n';
import { Alert, Button, LoadingPlaceholder } from '@grafana/ui';
import type { ReactNode } from 'react';
import useAsyncRetry from 'react-use/lib/useAsyncRetry';

import type { DataSource } from '../datasource';
import { messageOf } from '../errors';
import type { Catalog } from '../types';

interface Props {
  datasource: DataSource;
  children: (catalog: Catalog) => ReactNode;
}

/** Shows its children once the catalogue is there, or says why it is not. */
export function CatalogLoader({ datasource, children }: Props) {
  const { value, error, retry } = useAsyncRetry(() => datasource.getCatalog(), [datasource]);
  if (error) {
    return (
      <Alert severity="error" title={t('query.catalog.failed', 'The catalogue of KPIs could not be read')}>
        <p>{messageOf(error)}</p>
        <Button size="sm" variant="secondary" onClick={retry}>
          {t('query.catalog.retry', 'Try again')}
        </Button>
      </Alert>
    );
  }
  if (!value) {
    return <LoadingPlaceholder text={t('query.catalog.loading', 'Reading the catalogue…')} />;
  }
  return children(value);
}
