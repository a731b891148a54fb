import { DataSourcePlugin } from '@grafana/data';

import pluginJson from '../plugin.json';
import { ConfigEditor } from './configEditor/ConfigEditor';
import { DataSource } from './datasource';
import { initLanguage } from './language';
import { Help } from './queryEditor/Help';
import { QueryEditor } from './queryEditor/QueryEditor';
import type { Question, Secrets, Settings } from './types';

void initLanguage(pluginJson.id);

export const plugin = new DataSourcePlugin<DataSource, Question, Settings, Secrets>(DataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(Help);
