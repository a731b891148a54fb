import { Box, Button } from '@grafana/ui';
import { useId, useState, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Whether it is unfolded at first. */
  open?: boolean;
  children: ReactNode;
}

/** A part of the page that unfolds. Grafana's own names a part that is not there while it is folded, which confuses screen readers. */
export function Fold({ title, open = false, children }: Props) {
  const [isOpen, setOpen] = useState(open);
  const id = useId();
  return (
    <Box marginBottom={1}>
      <Button
        variant="secondary"
        fill="text"
        icon={isOpen ? 'angle-down' : 'angle-right'}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {title}
      </Button>
      {isOpen && (
        <div id={id}>
          <Box paddingLeft={2} paddingTop={1}>
            {children}
          </Box>
        </div>
      )}
    </Box>
  );
}
