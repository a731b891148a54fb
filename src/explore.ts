import { locationUtil, toURLRange, urlUtil, type DataQueryRequest } from '@grafana/data';

import type { DataSource } from './datasource';
import type { Question } from './types';

/** What Explore takes along of a panel. */
export type Shown = Partial<Pick<DataQueryRequest, 'range' | 'scopedVars' | 'filters'>>;

/** Where Explore asks a question, over the same range, with the values that variables have now and under the dashboard's filters. */
export function exploreUrl(datasource: DataSource, question: Question, shown: Shown = {}): string {
  const { range, scopedVars = {}, filters } = shown;
  const [asked] = datasource.interpolateVariablesInQueries([question], scopedVars, filters);
  const pane = {
    datasource: datasource.uid,
    queries: [{ ...asked, datasource: datasource.getRef() }],
    range: toURLRange(range?.raw ?? { from: 'now-90d', to: 'now' }),
  };
  return locationUtil.assureBaseUrl(
    urlUtil.renderUrl('/explore', { schemaVersion: 1, panes: JSON.stringify({ crm: pane }) })
  );
}
