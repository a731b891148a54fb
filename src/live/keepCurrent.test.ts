import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { of, Subject } from 'rxjs';

import { at } from '../test/live';
import type { Known } from './changes';
import { keepCurrent } from './keepCurrent';

const ms = (seconds: number) => Date.parse(at(seconds));
const answer = (value: number, asOf: number): DataQueryResponse => ({
  data: [
    { value, meta: { custom: { asOf: at(asOf), entities: ['deals'] } } },
    { value, meta: {} },
  ],
});

let hidden = false;

beforeEach(() => {
  hidden = false;
  jest.useFakeTimers();
  jest.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
});

afterEach(() => jest.useRealTimers());

/** A panel whose questions are answered when the test says so. */
function open() {
  const known = new Subject<Known>();
  const asked: Array<Subject<DataQueryResponse>> = [];
  const shown: DataQueryResponse[] = [];
  const subscription = keepCurrent(() => {
    const one = new Subject<DataQueryResponse>();
    asked.push(one);
    return one;
  }, known).subscribe((response) => shown.push(response));
  return {
    shown,
    asked,
    subscription,
    known,
    changed: (changed: Record<string, number>, since = 0) =>
      known.next({
        since: ms(since),
        changed: Object.fromEntries(Object.entries(changed).map(([e, s]) => [e, ms(s)])),
      }),
    answers: (response: DataQueryResponse) => {
      const one = asked[asked.length - 1];
      one.next(response);
      one.complete();
      jest.advanceTimersByTime(0);
    },
    values: () => shown.map(({ data }) => (data as Array<{ value: number }>)[0]?.value),
  };
}

it('asks again when what was read has changed, and only then', () => {
  const panel = open();
  panel.answers(answer(1, 5));
  panel.changed({});
  panel.changed({ tickets: 7 });
  expect(panel.asked).toHaveLength(1);
  panel.changed({ tickets: 7, deals: 8 });
  expect(panel.asked).toHaveLength(2);
  panel.answers(answer(2, 9));
  expect(panel.values()).toEqual([1, 2]);
  expect(new Set(panel.shown.map(({ key }) => key)).size).toBe(1);
  expect(panel.asked).toHaveLength(2);
});

it('asks once for all that changes meanwhile, and leaves a slow database alone as long as it took', () => {
  const panel = open();
  panel.changed({});
  panel.answers(answer(1, 5));
  panel.changed({ deals: 6 });
  jest.advanceTimersByTime(3000);
  panel.changed({ deals: 7 });
  panel.changed({ deals: 8 });
  expect(panel.asked).toHaveLength(2);
  panel.answers(answer(2, 6));
  jest.advanceTimersByTime(2999);
  expect(panel.asked).toHaveLength(2);
  jest.advanceTimersByTime(1);
  expect(panel.asked).toHaveLength(3);
});

it('waits until somebody looks', () => {
  const panel = open();
  panel.answers(answer(1, 5));
  hidden = true;
  panel.changed({ deals: 6 });
  panel.changed({ deals: 7 });
  expect(panel.asked).toHaveLength(1);
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(panel.asked).toHaveLength(2);
  panel.answers(answer(2, 8));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(panel.asked).toHaveLength(2);
});

it('keeps what is shown beside an error, and tries again after a while', () => {
  const panel = open();
  panel.changed({});
  panel.answers(answer(1, 5));
  panel.changed({ deals: 6 });
  panel.answers({ data: [], errors: [{ message: 'no connection' }], state: LoadingState.Error });
  expect(panel.shown[1]).toMatchObject({ data: panel.shown[0].data, errors: [{ message: 'no connection' }] });
  jest.advanceTimersByTime(9999);
  expect(panel.asked).toHaveLength(2);
  jest.advanceTimersByTime(1);
  expect(panel.asked).toHaveLength(3);
  panel.answers(answer(3, 20));
  expect(panel.shown[2]).toMatchObject({ data: [{ value: 3 }, {}] });
  expect(panel.shown[2].errors).toBeUndefined();
});

it('leaves a first answer that says nothing of what it read as it is', () => {
  const panel = open();
  panel.answers({ data: [], errors: [{ message: 'which KPI?' }], state: LoadingState.Error });
  panel.changed({ deals: 6 });
  jest.runAllTimers();
  expect(panel.asked).toHaveLength(1);
});

it('ends with the panel', () => {
  const panel = open();
  panel.answers(answer(1, 5));
  panel.subscription.unsubscribe();
  expect(panel.known.observed).toBe(false);
  panel.changed({ deals: 6 });
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  jest.runAllTimers();
  expect(panel.asked).toHaveLength(1);
});

it('goes on after the changes have ended', () => {
  const shown: DataQueryResponse[] = [];
  const subscription = keepCurrent(() => of(answer(1, 5)), of()).subscribe((response) => shown.push(response));
  expect(shown).toHaveLength(1);
  expect(subscription.closed).toBe(false);
});
