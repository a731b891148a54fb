import { t } from '@grafana/i18n';
import { Box, Button, Text } from '@grafana/ui';

import type { TextFault } from '../types';

interface Props {
  /** Of what, for those who do not see the editor above. */
  label: string;
  /** Undefined while they are not known. */
  faults: TextFault[] | undefined;
  /** Shows a line in the editor. */
  onLine: (line: number) => void;
}

/** What is wrong with a text, line by line. */
export function FaultList({ label, faults, onLine }: Props) {
  return (
    <Box marginTop={1}>
      <div role="status" aria-label={label}>
        {faults && (
          <Text color={faults.length > 0 ? 'error' : 'success'} variant="bodySmall">
            {faults.length > 0
              ? t('config.faults.count', 'Faults: {{count}}', { count: faults.length })
              : t('config.faults.none', 'Nothing wrong was found in the text.')}
          </Text>
        )}
      </div>
      {faults && faults.length > 0 && (
        <Box element="ul" paddingLeft={2.5} marginBottom={0}>
          {faults.map(({ line, message }) => (
            <li key={`${line} ${message}`} style={{ overflowWrap: 'anywhere' }}>
              {line > 0 && (
                <>
                  <Button fill="text" size="sm" onClick={() => onLine(line)}>
                    {t('config.faults.line', 'Line {{line}}', { line })}
                  </Button>{' '}
                </>
              )}
              {message}
            </li>
          ))}
        </Box>
      )}
    </Box>
  );
}
