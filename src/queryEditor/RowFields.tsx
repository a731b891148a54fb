import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow } from '@grafana/ui';
import { useId } from 'react';

import type { DataSource } from '../datasource';
import type { Catalog, Question } from '../types';
import { Choice } from './Choice';
import { namedOptions, variableOptions } from './choices';
import { FilterList } from './FilterList';
import { KpiPicker } from './KpiPicker';
import { labelWidth } from './layout';
import { NumberInput } from './NumberInput';

interface Props {
  catalog: Catalog;
  datasource: DataSource;
  question: Question;
  onChange: (question: Question) => void;
}

/** The fields of the questions that answer with rows: records and agenda. */
export function RowFields({ catalog, datasource, question, onChange }: Props) {
  const id = useId();
  return (
    <>
      {question.queryType === 'records' && (
        <>
          <InlineFieldRow>
            <InlineField
              label={t('query.entity.label', 'Records of')}
              tooltip={t('query.entity.tooltip', 'Which records to list: all of an entity, or those behind a KPI.')}
              labelWidth={labelWidth}
            >
              <Choice
                id={`${id}-entity`}
                options={[
                  { value: '', label: t('query.entity.behind-kpi', 'The KPI below') },
                  ...namedOptions(catalog.entities),
                  ...variableOptions(),
                ]}
                value={question.entity ?? ''}
                width={30}
                onChange={(entity) => onChange({ ...question, entity })}
              />
            </InlineField>
          </InlineFieldRow>
          {!question.entity && (
            <KpiPicker
              catalog={catalog}
              kpis={question.kpis}
              onChange={(kpis) => onChange({ ...question, kpis: kpis.slice(-1) })}
            />
          )}
        </>
      )}
      <FilterList
        datasource={datasource}
        dimensions={namedOptions(catalog.dimensions)}
        filters={question.filters}
        onChange={(filters) => onChange({ ...question, filters })}
      />
      <InlineField label={t('query.rows.label', 'At most')} labelWidth={labelWidth}>
        <NumberInput
          id={`${id}-rows`}
          placeholder={t('query.rows.placeholder', 'rows')}
          value={question.rows}
          onChange={(rows) => onChange({ ...question, rows })}
        />
      </InlineField>
    </>
  );
}
