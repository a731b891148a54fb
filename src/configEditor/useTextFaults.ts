import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { catchError, map, of, switchMap, timer, type Observable } from 'rxjs';

import { userLanguage } from '../language';
import type { Settings, TextFault, YamlSetting } from '../types';
import { resourceUrl } from './resources';

/** How long somebody has to pause for the text to be checked, in milliseconds. */
const pause = 400;

/**
 * What is wrong with a setting that is being written, as the backend sees it; undefined while that is not known. What is typed meanwhile
 * cancels the question. KPIs and policies name what the mapping adds, so that the other texts go along as they stand in the page.
 */
export function useTextFaults(
  uid: string,
  setting: YamlSetting,
  settings: Settings,
  text: string
): TextFault[] | undefined {
  const { presets, mapping, tenant, kpis, policy } = settings;
  const asked = JSON.stringify({ setting, settings: { presets, mapping, tenant, kpis, policy, [setting]: text } });
  const [known, setKnown] = useState<{ asked: string; faults?: TextFault[] }>();
  useEffect(() => {
    if (!uid || !text.trim()) {
      return;
    }
    const answered = timer(pause).pipe(switchMap(() => validate(uid, asked)));
    const subscription = answered.subscribe((faults) => setKnown({ asked, faults }));
    return () => subscription.unsubscribe();
  }, [uid, asked, text]);
  return known?.asked === asked ? known.faults : undefined;
}

/** A backend that cannot tell is silent here: Save & test says why. */
function validate(uid: string, asked: string): Observable<TextFault[] | undefined> {
  return getBackendSrv()
    .fetch<{ faults: TextFault[] }>({
      method: 'POST',
      url: resourceUrl(uid, 'validate'),
      params: { lang: userLanguage() },
      data: JSON.parse(asked) as unknown,
      showErrorAlert: false,
    })
    .pipe(
      map(({ data }) => data.faults),
      catchError(() => of(undefined))
    );
}
