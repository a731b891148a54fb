import type { QueryEditorProps } from '@grafana/data';

import type { DataSource } from '../datasource';
import { migrate } from '../question/migrate';
import type { Question, Settings } from '../types';
import { useChanges } from '../useChanges';
import { CatalogLoader } from './CatalogLoader';
import { ValuesFields } from './ValuesFields';

type Props = QueryEditorProps<DataSource, Question, Settings, Question>;

/** The editor of a dashboard variable. */
export function VariableEditor({ datasource, query, onChange }: Props) {
  const question: Question = { ...migrate(query), queryType: 'values' };
  const change = useChanges(question, onChange);
  return (
    <CatalogLoader datasource={datasource}>
      {(catalog) => <ValuesFields catalog={catalog} question={question} onChange={change} />}
    </CatalogLoader>
  );
}
