import { CoreApp, type QueryEditorProps } from '@grafana/data';

import type { DataSource } from '../datasource';
import { migrate } from '../question/migrate';
import type { Question, Settings, Use } from '../types';
import { useChanges } from '../useChanges';
import { CatalogLoader } from './CatalogLoader';
import { TypedQuestion } from './TypedQuestion';

export type Props = QueryEditorProps<DataSource, Question, Settings>;

/** The editor of panels, alert rules and Explore. */
export function QueryEditor(props: Props) {
  const forAlerts = props.app === CoreApp.UnifiedAlerting || props.app === CoreApp.CloudAlerting;
  return <EditorFor {...props} use={forAlerts ? 'alerts' : 'panels'} />;
}

/** The editor of a dashboard's annotations. */
export const AnnotationEditor = (props: Props) => <EditorFor {...props} use="annotations" />;

function EditorFor({ datasource, query, use, onChange, onRunQuery }: Props & { use: Use }) {
  const question = migrate(query);
  const change = useChanges(question, (changed: Question) => {
    onChange(changed);
    onRunQuery();
  });
  return (
    <CatalogLoader datasource={datasource}>
      {(catalog) => (
        <TypedQuestion catalog={catalog} datasource={datasource} use={use} question={question} onChange={change} />
      )}
    </CatalogLoader>
  );
}
