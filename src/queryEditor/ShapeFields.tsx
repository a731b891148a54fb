import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, MultiCombobox, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';

import { withFormat, withGrain } from '../question/edit';
import type { Named, Question } from '../types';
import { Choice } from './Choice';
import { formats, grains, namedOptions, variableOptions } from './choices';
import { labelWidth } from './layout';

interface Props {
  question: Question;
  /** The dimensions that every KPI of the question can be grouped by. */
  possible: Named[];
  onChange: (question: Question) => void;
}

/** How the answer is cut: by groups, by time, and into which frame. */
export function ShapeFields({ question, possible, onChange }: Props) {
  const id = useId();
  const { groupBy = [] } = question;
  const impossible = groupBy.filter(
    (dimension) => !dimension.startsWith('$') && !possible.some((one) => one.id === dimension)
  );
  return (
    <InlineFieldRow>
      <InlineField
        label={t('query.group-by.label', 'Group by')}
        tooltip={t('query.group-by.tooltip', 'The dimensions that every chosen KPI has.')}
        labelWidth={labelWidth}
        invalid={impossible.length > 0}
        error={t('query.group-by.impossible', 'Not every chosen KPI can be grouped by {{dimensions}}. Remove it.', {
          dimensions: impossible.join(', '),
          interpolation: { escapeValue: false },
        })}
      >
        <MultiCombobox
          id={`${id}-group-by`}
          placeholder={t('query.group-by.placeholder', 'No groups')}
          options={[...namedOptions(possible), ...variableOptions()]}
          value={groupBy}
          createCustomValue
          isClearable
          width="auto"
          minWidth={24}
          maxWidth={60}
          onChange={(chosen) => onChange({ ...question, groupBy: chosen.map(({ value }) => value) })}
        />
      </InlineField>
      <InlineField
        label={t('query.grain.label', 'Grain')}
        tooltip={t(
          'query.grain.tooltip',
          'The length of one step in time, in the business time zone. Automatic fits the panel.'
        )}
      >
        <Choice
          id={`${id}-grain`}
          options={grains()}
          value={question.grain ?? 'auto'}
          width={20}
          onChange={(grain) => onChange(withGrain(question, grain))}
        />
      </InlineField>
      <InlineField label={t('query.format.label', 'Format')}>
        <RadioButtonGroup
          aria-label={t('query.format.label', 'Format')}
          options={formats()}
          value={question.format ?? (question.grain === 'none' ? 'table' : 'timeseries')}
          onChange={(format) => onChange(withFormat(question, format))}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
