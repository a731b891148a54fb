import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { Observable, Subscription, timer } from 'rxjs';

import { isOutdated, type Known, type Read } from './changes';

/** How long to wait after a failure before asking again, in milliseconds. */
const afterFailure = 10_000;

/** Asks, and asks again whenever what the answer was read from has changed. It ends with whoever listens. */
export function keepCurrent(
  ask: (again: boolean) => Observable<DataQueryResponse>,
  known: Observable<Known>
): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    let read: Read | undefined; // by the last answer
    let last: DataQueryResponse | undefined;
    let latest: Known | undefined; // of changes
    let before: Known | undefined; // the question was asked
    let busy = false;

    const consider = () => {
      if (!busy && !document.hidden && read && latest && isOutdated(read, before, latest)) {
        run(true);
      }
    };

    const run = (again: boolean) => {
      const began = Date.now();
      const asked = before;
      busy = true;
      before = latest;
      const finish = () => {
        const failure = !last || failed(last);
        if (again && failure) {
          before = asked; // what has changed is still to be shown
        }
        // A database that takes long to answer is left alone as long, and one that fails for a while.
        all.add(
          timer(Math.max(Date.now() - began, failure ? afterFailure : 0)).subscribe(() => {
            busy = false;
            consider();
          })
        );
      };
      all.add(
        ask(again).subscribe({
          next: (answer) => {
            read = readOf(answer) ?? read;
            last = inPlaceOf(last, answer);
            subscriber.next(last);
          },
          error: (error: unknown) => subscriber.error(error),
          complete: finish,
        })
      );
    };

    const all = new Subscription();
    document.addEventListener('visibilitychange', consider);
    all.add(() => document.removeEventListener('visibilitychange', consider));
    all.add(
      known.subscribe((now) => {
        latest = now;
        consider();
      })
    );
    run(false);
    return all;
  });
}

const failed = ({ errors, state }: DataQueryResponse) => state === LoadingState.Error || Boolean(errors?.length);

/** An answer in the place of the one before, whose data stay where it has failed: the error is shown beside them. */
function inPlaceOf(before: DataQueryResponse | undefined, answer: DataQueryResponse): DataQueryResponse {
  const kept = before && failed(answer) && answer.data.length === 0 ? before : answer;
  return { ...answer, key: before?.key ?? answer.key ?? 'current', data: kept.data };
}

/** What an answer was read from: together, all of its questions; the oldest says as of when. Nothing where none has read anything. */
function readOf({ data }: DataQueryResponse): Read | undefined {
  const parts = (data as Array<{ meta?: { custom?: { asOf?: string; entities?: string[] } } }>)
    .map(({ meta }) => meta?.custom)
    .filter((custom) => custom?.entities && custom.asOf);
  if (parts.length === 0) {
    return undefined;
  }
  return {
    asOf: Math.min(...parts.map((custom) => Date.parse(custom!.asOf!))),
    entities: [...new Set(parts.flatMap((custom) => custom!.entities!))],
  };
}
