import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';
import { useId } from 'react';

import type { Question } from '../types';
import { Choice } from './Choice';
import { abouts } from './choices';
import { labelWidth } from './layout';

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** What a check tells about. */
export function CheckFields({ question, onChange }: Props) {
  const id = useId();
  return (
    <InlineField
      label={t('query.about.label', 'About')}
      tooltip={t(
        'query.about.tooltip',
        'A table for whoever looks after the data. Entities and findings read all rows: refresh it rarely. It is no input for alerts.'
      )}
      labelWidth={labelWidth}
    >
      <Choice
        id={`${id}-about`}
        options={abouts()}
        value={question.about ?? 'entities'}
        width={30}
        onChange={(about) => onChange({ ...question, about })}
      />
    </InlineField>
  );
}
