import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelScope,
  type LiveChannelEvent,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { catchError, defer, EMPTY, filter, map, ReplaySubject, scan, share, timer, type Observable } from 'rxjs';

/** What the backend tells on its channel: first all that it knows, then what is new. Times are those of its clock. */
export interface Message {
  /** From when on it has missed no change; nothing before the database has been reached. */
  since?: string;
  /** When entities have changed. */
  changed?: Record<string, string>;
}

/** What is known of changes in the database. */
export interface Known {
  since: number;
  changed: Readonly<Record<string, number>>;
}

/** What an answer was read from, as the first of its frames says. */
export interface Read {
  asOf: number;
  entities: string[];
}

/** Emits what is known of changes whenever there is more. All who listen share one channel, and its failure is no failure of theirs. */
export function changesOf(uid: string): Observable<Known> {
  // Grafana 12.0 calls namespace what is stream later.
  const address = { scope: LiveChannelScope.DataSource, namespace: uid, stream: uid, path: 'changes' };
  return defer(() => getGrafanaLiveSrv()?.getStream<Message>(address) ?? EMPTY).pipe(
    map(messageIn),
    filter((message) => message?.since !== undefined),
    scan((known: Known | undefined, message) => added(known, message!), undefined),
    map((known) => known!),
    catchError(() => EMPTY),
    // A panel that is refreshed is gone for a moment.
    share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(1000) })
  );
}

/** The message of an event: that of a status comes when the channel is joined, for the first time or again. */
function messageIn(event: LiveChannelEvent<Message>): Message | undefined {
  return isLiveChannelMessageEvent(event) || isLiveChannelStatusEvent(event) ? (event.message as Message) : undefined;
}

/** Adds a message to what is known; a backend that has begun anew knows nothing of before. */
function added(known: Known | undefined, { since = '', changed = {} }: Message): Known {
  const begun = Date.parse(since);
  const news = Object.entries(changed).map(([entity, at]) => [entity, Date.parse(at)] as const);
  return { since: begun, changed: { ...(known?.since === begun ? known.changed : {}), ...Object.fromEntries(news) } };
}

/**
 * Whether something that an answer was read from has changed since. What was known before the question was asked is in its answer; of
 * other changes, the times say whether they may be.
 */
export function isOutdated({ asOf, entities }: Read, before: Known | undefined, now: Known): boolean {
  if (before?.since === now.since) {
    return entities.some((entity) => now.changed[entity] !== before.changed[entity]);
  }
  return asOf < now.since || entities.some((entity) => now.changed[entity] >= asOf);
}
