import { t } from '@grafana/i18n';
import { Box, Stack, Text } from '@grafana/ui';

import type { Detection, Preset } from '../types';
import { DetectedPresets } from './DetectedPresets';
import { FirstNumbers } from './FirstNumbers';
import { ProposedMapping } from './ProposedMapping';
import type { SettingsForm } from './settingsForm';

interface Props {
  form: SettingsForm;
  known: Preset[];
  found: Detection;
}

/** What was found in the database, for a person to judge. */
export function DetectionResult({ form, known, found: { presets, mapping, numbers, notes } }: Props) {
  return (
    <Stack direction="column" gap={2}>
      <div role="status">
        <Text element="h4">{t('config.detect.found', 'Systems recognised: {{count}}', { count: presets.length })}</Text>
      </div>
      <FirstNumbers numbers={numbers} />
      <DetectedPresets form={form} known={known} found={presets} />
      {notes.length > 0 && (
        <div>
          <Text element="h4">{t('config.detect.notes', 'Notes')}</Text>
          <Box element="ul" paddingLeft={2.5}>
            {notes.map((note) => (
              <li key={note} style={{ overflowWrap: 'anywhere' }}>
                {note}
              </li>
            ))}
          </Box>
        </div>
      )}
      <ProposedMapping form={form} proposal={mapping} />
    </Stack>
  );
}
