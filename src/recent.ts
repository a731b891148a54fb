import { isEqual } from 'lodash';

const most = 5;

const keyOf = (uid: string) => `crmkpi-crm-datasource.recent.${uid}`;

/** The KPIs that this browser's user picked last from a data source, the last first; none where nothing can be kept. */
export function recentKpis(uid: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(uid)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, most) : [];
  } catch {
    return []; // a browser may refuse storage, and anyone may write there
  }
}

/** Notes that KPIs have been picked. */
export function notePicked(uid: string, ids: string[]): void {
  const before = recentKpis(uid);
  const after = [...new Set([...ids, ...before])].slice(0, most);
  if (isEqual(before, after)) {
    return;
  }
  try {
    localStorage.setItem(keyOf(uid), JSON.stringify(after));
  } catch {
    // Then they are not offered first.
  }
}
