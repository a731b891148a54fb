import { t } from '@grafana/i18n';
import { Alert, Box, Button, FieldSet, Text } from '@grafana/ui';
import useAsyncFn from 'react-use/lib/useAsyncFn';

import { messageOf } from '../errors';
import { HealthReport } from './HealthReport';
import { readHealth } from './resources';
import type { SavedConnection } from './useSavedConnection';

/** Checks the saved settings as Save & test does, and shows all that was found. */
export function HealthSection({ connection: { uid, complete } }: { connection: SavedConnection }) {
  const [{ loading, error, value }, check] = useAsyncFn(() => readHealth(uid), [uid]);
  return (
    <FieldSet label={t('config.health.title', 'Report')}>
      <Box marginBottom={2}>
        <Text color="secondary" variant="bodySmall">
          {t(
            'config.health.description',
            'What Save & test found, in full: what can be read, the rows of each entity, what is wrong with them, and which KPIs are available. The settings are checked as they are saved.'
          )}
        </Text>
      </Box>
      <Button
        variant="secondary"
        icon={loading ? 'spinner' : 'heart-rate'}
        disabled={!complete || loading}
        onClick={() => void check()}
      >
        {loading ? t('config.health.checking', 'Checking…') : t('config.health.check', 'Check the saved settings')}
      </Button>
      {error && !loading && (
        <Alert
          topSpacing={2}
          severity="error"
          title={t('config.health.failed', 'The data source could not be checked')}
        >
          {messageOf(error)}
        </Alert>
      )}
      {value && !loading && <HealthReport health={value} />}
    </FieldSet>
  );
}
