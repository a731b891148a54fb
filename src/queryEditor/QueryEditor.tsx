import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import type { DataSource } from '../datasource';
import { withType } from '../question/edit';
import { migrate } from '../question/migrate';
import type { Question, Settings } from '../types';
import { useChanges } from '../useChanges';
import { CatalogLoader } from './CatalogLoader';
import { CheckFields } from './CheckFields';
import { queryTypes } from './choices';
import { ExplainFields } from './ExplainFields';
import { KpiFields } from './KpiFields';
import { labelWidth } from './layout';
import { RowFields } from './RowFields';
import { ValuesFields } from './ValuesFields';

export type Props = QueryEditorProps<DataSource, Question, Settings>;

export function QueryEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const question = migrate(query);
  const change = useChanges(question, (changed: Question) => {
    onChange(changed);
    onRunQuery();
  });
  return (
    <>
      <InlineField label={t('query.type.label', 'Ask for')} labelWidth={labelWidth}>
        <RadioButtonGroup
          aria-label={t('query.type.label', 'Ask for')}
          options={queryTypes()}
          value={question.queryType}
          onChange={(queryType) => change(withType(question, queryType))}
        />
      </InlineField>
      <CatalogLoader datasource={datasource}>
        {(catalog) => {
          const props = { catalog, datasource, question, onChange: change };
          switch (question.queryType) {
            case 'records':
            case 'agenda':
            case 'timeline':
            case 'annotations':
              return <RowFields {...props} />;
            case 'values':
              return <ValuesFields {...props} />;
            case 'explain':
              return <ExplainFields {...props} />;
            case 'check':
              return <CheckFields question={question} onChange={change} />;
            default:
              return <KpiFields {...props} />;
          }
        }}
      </CatalogLoader>
    </>
  );
}
