import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow } from '@grafana/ui';
import { useId } from 'react';

import type { DataSource } from '../datasource';
import { customerOf, otherFilters, withCustomer } from '../question/customer';
import type { Catalog, Question } from '../types';
import { Choice } from './Choice';
import { namedOptions, variableOptions } from './choices';
import { CustomerField } from './CustomerField';
import { EventFields } from './EventFields';
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

/** The fields of the questions that answer with rows: records, agenda, timeline and annotations. */
export function RowFields({ catalog, datasource, question, onChange }: Props) {
  const id = useId();
  const told = question.queryType === 'timeline';
  const customer = told ? customerOf(question) : undefined;
  const filters = told ? otherFilters(question) : (question.filters ?? []);
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
      {told && (
        <CustomerField
          datasource={datasource}
          customer={customer}
          onChange={(name) => onChange(withCustomer(question, name, filters))}
        />
      )}
      {question.queryType === 'annotations' && <EventFields question={question} onChange={onChange} />}
      <FilterList
        datasource={datasource}
        dimensions={namedOptions(catalog.dimensions)}
        filters={filters}
        onChange={(changed) => onChange(withCustomer(question, customer, changed))}
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
