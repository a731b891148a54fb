import { t } from '@grafana/i18n';
import { Alert, Box, Stack, Text } from '@grafana/ui';

import type { Detection, Preset } from '../types';
import { ProposedMapping } from './ProposedMapping';
import type { SettingsForm } from './settingsForm';
import { UsePresets } from './UsePresets';

interface Props {
  form: SettingsForm;
  known: Preset[];
  found: Detection;
  /** What has been taken over since, in words. */
  taken: string[];
}

/** Makes settings of what was found, piece by piece, and says which have changed. */
export function TakeOver({ form, known, found: { presets, mapping }, taken }: Props) {
  return (
    <Stack direction="column" gap={2}>
      <Text color="secondary" variant="bodySmall">
        {t(
          'config.detect.take-over-description',
          'Only what you choose here changes settings, and only Save & test saves them.'
        )}
      </Text>
      <UsePresets form={form} known={known} found={presets} />
      <ProposedMapping form={form} proposal={mapping} />
      {taken.length > 0 && (
        <Alert severity="success" title={t('config.detect.taken', 'Taken over into the settings below')}>
          <Box element="ul" paddingLeft={2.5} marginBottom={1}>
            {taken.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </Box>
          {t('config.detect.save-next', 'Nothing of it is saved yet: Save & test at the end of the page comes next.')}
        </Alert>
      )}
    </Stack>
  );
}
