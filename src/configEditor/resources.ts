import { getBackendSrv } from '@grafana/runtime';

import { userLanguage } from '../language';
import type { Detection, Health, Preset, SeenBy, SeenPerson, YamlSetting } from '../types';
import type { Schema } from './yaml/schema';

/** The presets that the backend of a data source knows; none for one that is not saved yet. */
export async function readPresets(uid: string): Promise<Preset[]> {
  return uid ? (await read<{ presets: Preset[] }>(uid, 'presets')).presets : [];
}

/** What the database of the saved settings may hold. Only administrators are told. */
export function detect(uid: string): Promise<Detection> {
  return read<Detection>(uid, 'detect');
}

/** The JSON Schema of a setting with the names that it may use; undefined for who is not told. */
export function readSchema(uid: string, of: YamlSetting): Promise<Schema | undefined> {
  return uid ? read<Schema>(uid, 'schema', { of }).catch(() => undefined) : Promise.resolve(undefined);
}

/** What a check of the saved settings finds. Grafana answers one that failed with an error that has the report, too. */
export async function readHealth(uid: string): Promise<Health> {
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}/health`;
  try {
    return await getBackendSrv().get<Health>(url, undefined, undefined, { showErrorAlert: false });
  } catch (error) {
    const { data } = (error ?? {}) as { data?: Partial<Health> };
    if (data?.details?.state) {
      return { message: data.message ?? '', details: data.details };
    }
    throw error;
  }
}

/** What one person sees by the saved policy; who is nobody without a name. Only administrators are told. */
export function seenBy(uid: string, as: string, role: string): Promise<SeenBy> {
  return read<SeenBy>(uid, 'seen', { as, role });
}

/** What holds for each person of the CRM by the saved policy. */
export async function seenPeople(uid: string): Promise<SeenPerson[]> {
  return (await read<{ people: SeenPerson[] }>(uid, 'seen')).people;
}

/** The address of a resource of a data source. */
export const resourceUrl = (uid: string, resource: string) =>
  `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${resource}`;

/** Who asks shows the failure in its place; Grafana needs not show it a second time. */
function read<T>(uid: string, resource: string, asked: Record<string, string> = {}): Promise<T> {
  return getBackendSrv().get<T>(resourceUrl(uid, resource), { ...asked, lang: userLanguage() }, undefined, {
    showErrorAlert: false,
  });
}
