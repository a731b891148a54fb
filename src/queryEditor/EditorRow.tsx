import { Stack } from '@grafana/ui';
import type { ReactNode } from 'react';

/** Fields beside one another, below one another where there is no room. */
export const EditorRow = ({ children }: { children: ReactNode }) => (
  <Stack wrap="wrap" alignItems="flex-start" columnGap={1} rowGap={1}>
    {children}
  </Stack>
);
