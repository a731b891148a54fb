import type { DataSourceSettings } from '@grafana/data';

import type { Secrets, Settings } from '../types';

type Options = DataSourceSettings<Settings, Secrets>;

/** What the sections of the editor read and change. */
export interface SettingsForm {
  settings: Settings;
  disabled: boolean;
  /** Sets one setting; undefined or an empty text leaves it to the backend's default. */
  set<K extends keyof Settings>(key: K, value: Settings[K]): void;
  /** The text typed since the secret was last saved or reset. */
  secret(key: keyof Secrets): string;
  isStored(key: keyof Secrets): boolean;
  setSecret(key: keyof Secrets, value: string): void;
  resetSecret(key: keyof Secrets): void;
}

export function settingsForm(options: Options, onOptionsChange: (options: Options) => void): SettingsForm {
  const { jsonData, secureJsonData, secureJsonFields, readOnly } = options;
  const changeSecret = (key: keyof Secrets, value: string, stored: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...secureJsonData, [key]: value },
      secureJsonFields: { ...secureJsonFields, [key]: stored },
    });
  return {
    settings: jsonData,
    disabled: readOnly ?? false,
    set: (key, value) =>
      onOptionsChange({ ...options, jsonData: { ...jsonData, [key]: value === '' ? undefined : value } }),
    secret: (key) => secureJsonData?.[key] ?? '',
    isStored: (key) => secureJsonFields?.[key] ?? false,
    setSecret: (key, value) => changeSecret(key, value, secureJsonFields?.[key] ?? false),
    resetSecret: (key) => changeSecret(key, '', false),
  };
}
