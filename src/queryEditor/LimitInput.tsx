import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, InlineSwitch, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';

import { withTop } from '../question/edit';
import type { Kpi, Limit, Question } from '../types';
import { Choice } from './Choice';
import { namedOptions } from './choices';
import { labelWidth } from './layout';
import { NumberInput } from './NumberInput';

interface Props {
  question: Question;
  kpis: Kpi[];
  onChange: (question: Question) => void;
}

/** How many groups are kept, which ones, and whether the others are added up. */
export function LimitFields({ question, kpis, onChange }: Props) {
  const id = useId();
  const { limit } = question;
  const change = (part: Partial<Limit>) => limit && onChange({ ...question, limit: { ...limit, ...part } });
  return (
    <InlineFieldRow>
      <InlineField
        label={t('query.limit.label', 'Keep groups')}
        tooltip={t('query.limit.tooltip', 'How many groups to keep; empty keeps all.')}
        labelWidth={labelWidth}
      >
        <NumberInput
          id={`${id}-top`}
          placeholder={t('query.limit.all', 'All')}
          value={limit?.top}
          onChange={(top) => onChange(withTop(question, top))}
        />
      </InlineField>
      {limit && (
        <>
          <InlineField label={t('query.limit.by', 'By')}>
            <Choice
              id={`${id}-by`}
              options={namedOptions(kpis)}
              value={limit.by ?? question.kpis?.[0]}
              width={24}
              onChange={(by) => change({ by })}
            />
          </InlineField>
          <RadioButtonGroup
            aria-label={t('query.limit.order', 'Which groups to keep')}
            options={[
              { value: false, label: t('query.limit.highest', 'Highest') },
              { value: true, label: t('query.limit.lowest', 'Lowest') },
            ]}
            value={limit.ascending ?? false}
            onChange={(ascending) => change({ ascending })}
          />
          <InlineField
            label={t('query.limit.rest', 'Rest')}
            tooltip={t('query.limit.rest-tooltip', 'Add one more group with all the others.')}
          >
            <InlineSwitch
              id={`${id}-rest`}
              value={limit.rest ?? false}
              onChange={({ currentTarget }) => change({ rest: currentTarget.checked })}
            />
          </InlineField>
        </>
      )}
    </InlineFieldRow>
  );
}
