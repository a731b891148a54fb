import { t } from '@grafana/i18n';
import { Box, Icon, Stack, Text } from '@grafana/ui';
import type { ReactNode } from 'react';

export type StepState = 'done' | 'now' | 'next';

interface Step {
  title: string;
  state: StepState;
  children: ReactNode;
}

function wordOf(state: StepState): string {
  switch (state) {
    case 'done':
      return t('config.steps.done', 'done');
    case 'now':
      return t('config.steps.now', 'now');
    case 'next':
      return t('config.steps.next', 'later');
  }
}

const icons = { done: 'check-circle', now: 'arrow-right', next: 'circle' } as const;

/** Steps one after the other, all of them in sight: what is done, and what comes. */
export function Steps({ label, steps }: { label: string; steps: Step[] }) {
  return (
    <ol aria-label={label} style={{ listStyle: 'none' }}>
      {steps.map(({ title, state, children }, index) => (
        <li key={title} aria-current={state === 'now' ? 'step' : undefined}>
          <Stack alignItems="center" gap={1} wrap="wrap">
            <Icon name={icons[state]} />
            <Text element="h2" variant="h4" color={state === 'next' ? 'secondary' : 'primary'}>
              {`${index + 1}. ${title}`}
            </Text>
            <Text color="secondary" variant="bodySmall">
              {wordOf(state)}
            </Text>
          </Stack>
          <Box marginTop={1} marginBottom={3}>
            {children}
          </Box>
        </li>
      ))}
    </ol>
  );
}
