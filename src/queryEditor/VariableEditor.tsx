import type { QueryEditorProps } from '@grafana/data';

import type { DataSource } from '../datasource';
import { variableQuestion } from '../question/defaults';
import type { Question, Settings } from '../types';
import { useChanges } from '../useChanges';
import { CatalogLoader } from './CatalogLoader';
import { TypedQuestion } from './TypedQuestion';

type Props = QueryEditorProps<DataSource, Question, Settings, Question>;

/** The editor of a dashboard variable. */
export function VariableEditor({ datasource, query, onChange }: Props) {
  const question = variableQuestion(query);
  const change = useChanges(question, onChange);
  return (
    <CatalogLoader datasource={datasource}>
      {(catalog) => (
        <TypedQuestion
          catalog={catalog}
          datasource={datasource}
          use="variables"
          question={question}
          asked={question}
          onChange={change}
        />
      )}
    </CatalogLoader>
  );
}
