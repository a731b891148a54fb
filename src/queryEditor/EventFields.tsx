import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';

import { withParameter } from '../question/edit';
import type { Question } from '../types';
import { eventKinds, variableOptions } from './choices';
import { labelWidth } from './layout';
import { TextInput } from './TextInput';

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** Which events annotations mark. */
export function EventFields({ question, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField
        label={t('query.events.label', 'Events')}
        tooltip={t('query.events.tooltip', 'What to mark on charts; nothing chosen means all that is mapped.')}
        labelWidth={labelWidth}
      >
        <MultiCombobox
          id={`${id}-events`}
          placeholder={t('query.events.all', 'All')}
          options={[...eventKinds(), ...variableOptions()]}
          value={question.events}
          createCustomValue
          isClearable
          width="auto"
          minWidth={24}
          maxWidth={60}
          onChange={(chosen) => onChange({ ...question, events: chosen.map(({ value }) => value) })}
        />
      </InlineField>
      <InlineField
        label={t('query.events.threshold', 'Deals from')}
        tooltip={t(
          'query.events.threshold-tooltip',
          'Only won deals of at least this amount, in the reporting currency; empty marks all of them.'
        )}
      >
        <TextInput
          id={`${id}-threshold`}
          placeholder="0"
          value={question.parameters?.threshold}
          onChange={(threshold) => onChange(withParameter(question, 'threshold', threshold.trim()))}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
