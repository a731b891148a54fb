import { t } from '@grafana/i18n';
import { Box, Card, Stack, Text } from '@grafana/ui';

import { userLanguage } from '../language';
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
    <Card noMargin>
      <Card.Heading>{title}</Card.Heading>
      <Card.Meta>
        <span>{t('config.detect.schema', 'Schema {{schema}}', { schema, interpolation: { escapeValue: false } })}</span>
        <span>{t('config.detect.confidence', 'Confidence {{percent}}', { percent })}</span>
      </Card.Meta>
      <Card.Description>{reason}</Card.Description>
      {!id && (
        <Card.Actions>
          <Text color="secondary" variant="bodySmall">
            {t('config.detect.reference', 'It is used where neither a preset is chosen nor a mapping is given.')}
          </Text>
        </Card.Actions>
      )}
    </Card>
  );
}
