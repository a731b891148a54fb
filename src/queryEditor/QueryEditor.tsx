import type { QueryEditorProps } from '@grafana/data';
import { useEffect } from 'react';

import type { DataSource } from '../datasource';
import { autoFormat } from '../question/defaults';
import { fit, fitAlert, isForAlerts } from '../question/fit';
import { migrate } from '../question/migrate';
import type { Question, Settings, Use } from '../types';
import { type Change, useChanges } from '../useChanges';
import { CatalogLoader } from './CatalogLoader';
import { TypedQuestion } from './TypedQuestion';

export type Props = QueryEditorProps<DataSource, Question, Settings>;

/** The editor of panels, alert rules and Explore. */
export function QueryEditor(props: Props) {
  return <EditorFor {...props} use={isForAlerts(props.app) ? 'alerts' : 'panels'} />;
}

/** The editor of a dashboard's annotations. */
export const AnnotationEditor = (props: Props) => <EditorFor {...props} use="annotations" />;

function EditorFor({ datasource, query, app, data, use, onChange, onRunQuery }: Props & { use: Use }) {
  const question = migrate(query);
  const visualization = data?.request?.panelPluginId;
  const asked = use === 'alerts' ? fitAlert(question) : fit(question, visualization);
  const announce = useChanges(question, onChange);
  const change = (changed: Change<Question>) => {
    if (announce(changed)) {
      onRunQuery();
    }
  };
  useEffect(() => {
    // A public dashboard is asked for without its panels being known.
    if (visualization !== undefined && question.format === autoFormat && question.fits !== asked.format) {
      announce((latest) => ({
        ...latest,
        ...(latest.format === autoFormat && { fits: fit(latest, visualization).format }),
      }));
    }
  });
  return (
    <CatalogLoader datasource={datasource}>
      {(catalog) => (
        <TypedQuestion
          catalog={catalog}
          datasource={datasource}
          use={use}
          question={question}
          asked={asked}
          place={use === 'annotations' ? undefined : { app, data }}
          onChange={change}
        />
      )}
    </CatalogLoader>
  );
}
