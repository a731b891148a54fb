import { Box, Text } from '@grafana/ui';

import { Fold } from './Fold';

interface Item {
  key: string;
  /** What it is about. */
  head?: string;
  text: string;
}

interface Props {
  title: string;
  items: Item[];
  /** How many there are, where an item stands for several. */
  count?: number;
  /** Whether it is unfolded at first. */
  open?: boolean;
}

/** A list that says how long it is and unfolds; nothing where there is nothing to say. */
export function FoldedList({ title, items, count = items.length, open }: Props) {
  if (items.length === 0) {
    return null;
  }
  return (
    <Fold title={`${title} (${count})`} open={open}>
      <Box element="ul" paddingLeft={2.5} marginBottom={0}>
        {items.map(({ key, head, text }) => (
          <li key={key} style={{ overflowWrap: 'anywhere' }}>
            {head && <Text weight="medium">{head}</Text>} {text}
          </li>
        ))}
      </Box>
    </Fold>
  );
}
