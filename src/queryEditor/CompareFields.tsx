import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';

import { withCompare } from '../question/edit';
import type { Question } from '../types';
import { Choice } from './Choice';
import { comparisonForms, comparisons, transforms } from './choices';
import { labelWidth } from './layout';

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** Comparison with an earlier time, and what is done with the values over time. */
export function CompareFields({ question, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField
        label={t('query.compare.label', 'Compare with')}
        tooltip={t(
          'query.compare.tooltip',
          'The running period is compared with the same elapsed part of the earlier one.'
        )}
        labelWidth={labelWidth}
      >
        <Choice
          id={`${id}-compare`}
          options={comparisons()}
          value={question.compare ?? ''}
          width={24}
          onChange={(compare) => onChange(withCompare(question, compare))}
        />
      </InlineField>
      {question.compare && (
        <InlineField label={t('query.compare-as.label', 'Show')}>
          <MultiCombobox
            id={`${id}-compare-as`}
            options={comparisonForms()}
            value={question.compareAs ?? ['value']}
            width="auto"
            minWidth={20}
            maxWidth={50}
            onChange={(chosen) => onChange({ ...question, compareAs: chosen.map(({ value }) => value) })}
          />
        </InlineField>
      )}
      <InlineField label={t('query.transform.label', 'Over time')}>
        <Choice
          id={`${id}-transform`}
          options={transforms()}
          value={question.transform ?? ''}
          width={20}
          onChange={(transform) => onChange({ ...question, transform })}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
