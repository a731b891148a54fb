import { LiveChannelConnectionState, LiveChannelEventType, type LiveChannelEvent } from '@grafana/data';
import { setGrafanaLiveSrv, type GrafanaLiveSrv } from '@grafana/runtime';
import { Subject } from 'rxjs';

import type { Message } from '../live/changes';

/** Stands in for Grafana Live: a test says what a channel tells. */
export function fakeLive() {
  const events = new Subject<LiveChannelEvent<Message>>();
  const getStream = jest.fn(() => events);
  setGrafanaLiveSrv({ getStream } as unknown as GrafanaLiveSrv);
  return {
    getStream,
    events,
    join: (message?: Message) =>
      events.next({
        type: LiveChannelEventType.Status,
        id: 'ds/crm/changes',
        timestamp: 0,
        state: LiveChannelConnectionState.Connected,
        message,
      }),
    tell: (message: Message) => events.next({ type: LiveChannelEventType.Message, message }),
  };
}

/** A time of the backend's clock, in seconds from the start of a test. */
export const at = (seconds: number) => new Date(Date.UTC(2024, 4, 1) + 1000 * seconds).toISOString();
