import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { asIs } from '../language';
import { isFilled, valueIn } from '../question/fields';
import type { Question, QueryType } from '../types';

/** Which fields are not there because another one, without which they mean nothing, is not set. */
export function NeededFields({ question, type }: { question: Question; type: QueryType }) {
  const needed = type.fields.filter(
    ({ name }) => !isFilled(valueIn(question, name)) && type.fields.some((field) => field.with === name)
  );
  return needed.map(({ name, title }) => (
    <Text key={name} variant="bodySmall" color="secondary">
      {t('query.impossible.needs', '{{fields}}: set {{field}} first', {
        fields: type.fields
          .filter((field) => field.with === name)
          .map((field) => field.title)
          .join(', '),
        field: title,
        ...asIs,
      })}
    </Text>
  ));
}
