import { Text } from '@grafana/ui';

import { sentenceOf } from '../question/sentence';
import type { Catalog, Question } from '../types';

/** What is asked, in words; it is read out when it changes. */
export const Sentence = ({ catalog, question }: { catalog: Catalog; question: Question }) => (
  <div role="status">
    <Text color="secondary" italic>
      {sentenceOf(catalog, question)}
    </Text>
  </div>
);
