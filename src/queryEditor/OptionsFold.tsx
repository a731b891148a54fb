import { t } from '@grafana/i18n';
import { Collapse, Stack, Text } from '@grafana/ui';
import { useState, type ReactNode } from 'react';

interface Props {
  /** What is set, to be read while it is folded away. */
  summary: string;
  children: ReactNode;
}

/** What few people need. */
export function OptionsFold({ summary, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Collapse
      label={
        <Stack wrap="wrap" columnGap={1} alignItems="baseline">
          {t('query.options.title', 'Options')}
          {!open && (
            <Text variant="bodySmall" color="secondary">
              {summary}
            </Text>
          )}
        </Stack>
      }
      isOpen={open}
      onToggle={() => setOpen(!open)}
    >
      <Stack direction="column" gap={1}>
        {children}
      </Stack>
    </Collapse>
  );
}
