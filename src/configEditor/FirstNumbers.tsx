import { t } from '@grafana/i18n';
import { Box, Text } from '@grafana/ui';

import type { FirstNumber } from '../types';

/** The numbers that what was found would show: who knows the company sees at once whether they are right. */
export function FirstNumbers({ numbers }: { numbers: FirstNumber[] }) {
  return (
    <>
      <Text color="secondary" variant="bodySmall">
        {numbers.length > 0
          ? t(
              'config.detect.numbers-description',
              'This is what would be shown. Compare it with numbers that you know.'
            )
          : t('config.detect.no-numbers', 'What was found gives no number yet.')}
      </Text>
      <Box element="dl" marginBottom={0}>
        {numbers.map(({ preset, title, value, note }) => (
          <div key={`${preset} ${title}`} style={{ overflowWrap: 'anywhere' }}>
            <dt style={{ display: 'inline', fontWeight: 'normal' }}>{preset ? `${title} (${preset})` : title}</dt>
            <dd style={{ display: 'inline', marginLeft: 8 }}>
              <strong>{value}</strong>
              {note && <Text color="secondary"> {note}</Text>}
            </dd>
          </div>
        ))}
      </Box>
    </>
  );
}
