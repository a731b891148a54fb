import { t } from '@grafana/i18n';
import { InlineField, InlineSwitch } from '@grafana/ui';
import { useId } from 'react';

import type { Question } from '../types';
import { labelWidth } from './layout';

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** Whether the figures come with what stands behind them. */
export function DetailsField({ question, onChange }: Props) {
  const id = useId();
  return (
    <InlineField
      label={t('query.details.label', 'Details')}
      tooltip={t(
        'query.details.tooltip',
        'Add columns with the assumptions behind planning KPIs and with the sizes of the groups that training effects compare.'
      )}
      labelWidth={labelWidth}
    >
      <InlineSwitch
        id={`${id}-details`}
        value={question.details ?? false}
        onChange={({ currentTarget }) => onChange({ ...question, details: currentTarget.checked })}
      />
    </InlineField>
  );
}
