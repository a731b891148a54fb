import { t } from '@grafana/i18n';
import { Alert, Box, Button, Stack, Text } from '@grafana/ui';
import useAsyncFn from 'react-use/lib/useAsyncFn';

import { messageOf } from '../errors';
import type { Preset } from '../types';
import { DetectionResult } from './DetectionResult';
import { detect } from './resources';
import type { SettingsForm } from './settingsForm';
import type { SavedConnection } from './useSavedConnection';

interface Props {
  form: SettingsForm;
  connection: SavedConnection;
  /** The presets that the backend knows. */
  known: Preset[];
}

/** Proposes presets and a mapping after a look at the database; a person takes them over. */
export function DetectSection({ form, connection: { uid, complete, changed }, known }: Props) {
  const [{ loading, error, value }, look] = useAsyncFn(() => detect(uid), [uid]);
  return (
    <Box marginBottom={3}>
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
          onClick={() => void look()}
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
      {error && (
        <Alert topSpacing={2} severity="error" title={t('config.detect.failed', 'The database could not be looked at')}>
          {messageOf(error)}
        </Alert>
      )}
      {value && !loading && (
        <Box marginTop={2}>
          <DetectionResult form={form} known={known} found={value} />
        </Box>
      )}
    </Box>
  );
}
