import { t } from '@grafana/i18n';
import { Alert, Button, Stack, Text } from '@grafana/ui';

import { messageOf } from '../errors';
import type { SavedConnection } from './useSavedConnection';

interface Props {
  connection: SavedConnection;
  loading: boolean;
  error: Error | undefined;
  onLook: () => void;
}

/** Looks at the database over the saved connection, or says what that needs first. */
export function LookAtDatabase({ connection: { complete, changed }, loading, error, onLook }: Props) {
  return (
    <>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Text color="secondary" variant="bodySmall">
          {t(
            'config.detect.description',
            'Recognises presets by their tables and proposes a mapping of others. Tables and some of their rows are read over the connection as it is saved; nothing is written, and no setting changes before you take something over.'
          )}
        </Text>
        <Button
          variant="secondary"
          icon={loading ? 'spinner' : 'search'}
          disabled={!complete || loading}
          aria-describedby="detect-connection"
          onClick={onLook}
        >
          {loading ? t('config.detect.looking', 'Looking…') : t('config.detect.look', 'Look at the database')}
        </Button>
        <div id="detect-connection">
          {!complete && (
            <Text color="secondary" variant="bodySmall">
              {t('config.detect.unsaved', 'Fill in the connection and save it first: host, database and user.')}
            </Text>
          )}
          {complete && changed && (
            <Text color="warning" variant="bodySmall">
              {t('config.detect.changed', 'The connection has changes that are not saved: the saved one is used.')}
            </Text>
          )}
        </div>
      </Stack>
      {error && !loading && (
        <Alert topSpacing={2} severity="error" title={t('config.detect.failed', 'The database could not be looked at')}>
          {messageOf(error)}
        </Alert>
      )}
    </>
  );
}
