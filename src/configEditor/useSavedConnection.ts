import type { DataSourceSettings } from '@grafana/data';
import { isEqual } from 'lodash';
import { useState } from 'react';

import type { Secrets, Settings } from '../types';

type Options = DataSourceSettings<Settings, Secrets>;

/** The connection that the backend has, whatever is typed. */
export interface SavedConnection {
  /** The data source's; empty for a new one. */
  uid: string;
  /** Whether it says enough to connect. */
  complete: boolean;
  /** Whether something else is typed. */
  changed: boolean;
}

/** Remembers the connection from when the options were read. Grafana counts their version up with each save. */
export function useSavedConnection(options: Options): SavedConnection {
  const [known, setKnown] = useState(options);
  const isOld = known.uid !== options.uid || known.version !== options.version;
  if (isOld) {
    setKnown(options);
  }
  const saved = isOld ? options : known;
  const { host, database, user } = saved.jsonData;
  return {
    uid: options.uid,
    complete: Boolean(options.uid && host && database && user),
    changed: !isEqual(connectionOf(saved), connectionOf(options)),
  };
}

function connectionOf({ jsonData, secureJsonData, secureJsonFields }: Options): unknown[] {
  const { host, port, database, user, enableSecureSocksProxy, tlsMode, tlsServerName } = jsonData;
  const proxied = enableSecureSocksProxy ?? false;
  return [host, port, database, user, proxied, tlsMode, tlsServerName, secureJsonData ?? {}, secureJsonFields];
}
