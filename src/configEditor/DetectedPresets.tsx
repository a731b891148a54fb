import { t } from '@grafana/i18n';
import { Box, Stack, Text } from '@grafana/ui';

import { asIs, userLanguage } from '../language';
import type { DetectedPreset } from '../types';

/** The systems whose tables are there, with what speaks for each. */
export function DetectedPresets({ found, notes }: { found: DetectedPreset[]; notes: string[] }) {
  return (
    <Box marginTop={2}>
      <Stack direction="column" gap={2}>
        <div role="status">
          <Text weight="medium">
            {t('config.detect.found', 'Systems recognised: {{count}}', { count: found.length })}
          </Text>
        </div>
        {found.map((preset) => (
          <DetectedPresetCard key={`${preset.id} ${preset.schema}`} preset={preset} />
        ))}
        {notes.length > 0 && (
          <div>
            <Text weight="medium">{t('config.detect.notes', 'Notes')}</Text>
            <Box element="ul" paddingLeft={2.5}>
              {notes.map((note) => (
                <li key={note} style={{ overflowWrap: 'anywhere' }}>
                  {note}
                </li>
              ))}
            </Box>
          </div>
        )}
      </Stack>
    </Box>
  );
}

function DetectedPresetCard({ preset: { id, title, schema, confidence, reason } }: { preset: DetectedPreset }) {
  const percent = new Intl.NumberFormat(userLanguage(), { style: 'percent' }).format(confidence);
  return (
    <Box padding={2} backgroundColor="secondary" borderRadius="default">
      <Stack gap={2} wrap="wrap">
        <Text weight="medium">{title}</Text>
        <Text color="secondary">{t('config.detect.schema', 'Schema {{schema}}', { schema, ...asIs })}</Text>
        <Text color="secondary">{t('config.detect.confidence', 'Confidence {{percent}}', { percent })}</Text>
      </Stack>
      <div style={{ overflowWrap: 'anywhere' }}>{reason}</div>
      {!id && (
        <Text color="secondary" variant="bodySmall">
          {t('config.detect.reference', 'It is used where neither a preset is chosen nor a mapping is given.')}
        </Text>
      )}
    </Box>
  );
}
