import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

/** Why values could not be suggested; nothing for an empty text. */
export const ValuesFailure = ({ message }: { message: string }) =>
  message && (
    <Alert
      severity="warning"
      title={t('query.filters.values-failed', 'The values could not be read')}
      bottomSpacing={0}
    >
      {message}
    </Alert>
  );
