import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow } from '@grafana/ui';
import { useId } from 'react';

import type { Catalog, Question } from '../types';
import { Choice } from './Choice';
import { namedOptions, variableOptions } from './choices';
import { labelWidth } from './layout';
import { NumberInput } from './NumberInput';
import { TextInput } from './TextInput';

interface Props {
  catalog: Catalog;
  question: Question;
  onChange: (question: Question) => void;
}

/** Which dimension's values to list: for variables, and as a table. */
export function ValuesFields({ catalog, question, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField
        label={t('query.values.dimension', 'Values of')}
        tooltip={t('query.values.dimension-tooltip', 'The dimension whose values are listed.')}
        labelWidth={labelWidth}
      >
        <Choice
          id={`${id}-dimension`}
          placeholder={t('query.values.dimension-placeholder', 'Choose a dimension')}
          options={[...namedOptions(catalog.dimensions), ...variableOptions()]}
          value={question.dimension || undefined}
          open
          width={30}
          onChange={(dimension) => onChange({ ...question, dimension })}
        />
      </InlineField>
      <InlineField
        label={t('query.values.search', 'Containing')}
        tooltip={t('query.values.search-tooltip', 'Only values that contain this text; empty lists all.')}
      >
        <TextInput
          id={`${id}-search`}
          value={question.search}
          onChange={(search) => onChange({ ...question, search })}
        />
      </InlineField>
      <InlineField label={t('query.rows.label', 'At most')}>
        <NumberInput
          id={`${id}-rows`}
          placeholder={t('query.rows.placeholder', 'rows')}
          value={question.rows}
          onChange={(rows) => onChange({ ...question, rows })}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
