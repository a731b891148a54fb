import { getBackendSrv } from '@grafana/runtime';

import { userLanguage } from '../language';
import type { Detection, Preset } from '../types';

/** The presets that the backend of a data source knows; none for one that is not saved yet. */
export async function readPresets(uid: string): Promise<Preset[]> {
  return uid ? (await read<{ presets: Preset[] }>(uid, 'presets')).presets : [];
}

/** What the database of the saved settings may hold. Only administrators are told. */
export function detect(uid: string): Promise<Detection> {
  return read<Detection>(uid, 'detect');
}

/** Who asks shows the failure in its place; Grafana needs not show it a second time. */
function read<T>(uid: string, resource: string): Promise<T> {
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${resource}`;
  return getBackendSrv().get<T>(url, { lang: userLanguage() }, undefined, { showErrorAlert: false });
}
