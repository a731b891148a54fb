import { locationUtil, toURLRange, urlUtil, type RawTimeRange, type ScopedVars } from '@grafana/data';

import type { DataSource } from './datasource';
import type { Question } from './types';

/** Where Explore asks a question, over the same range and with the values that variables have now. */
export function exploreUrl(
  datasource: DataSource,
  question: Question,
  range: RawTimeRange = { from: 'now-90d', to: 'now' },
  scopedVars: ScopedVars = {}
): string {
  const [asked] = datasource.interpolateVariablesInQueries([question], scopedVars);
  const pane = {
    datasource: datasource.uid,
    queries: [{ ...asked, datasource: datasource.getRef() }],
    range: toURLRange(range),
  };
  return locationUtil.assureBaseUrl(
    urlUtil.renderUrl('/explore', { schemaVersion: 1, panes: JSON.stringify({ crm: pane }) })
  );
}
