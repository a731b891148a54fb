import { at, fakeLive } from '../test/live';
import { changesOf, isOutdated, type Known } from './changes';

const ms = (seconds: number) => Date.parse(at(seconds));

function listening() {
  const live = fakeLive();
  const heard: Known[] = [];
  const known = changesOf('crm');
  const subscription = known.subscribe((now) => heard.push(now));
  return { live, known, heard, subscription };
}

it('puts together what is told, and begins anew when the backend does', () => {
  const { live, heard } = listening();
  expect(live.getStream).toHaveBeenCalledWith({ scope: 'ds', namespace: 'crm', stream: 'crm', path: 'changes' });
  live.join();
  live.join({ changed: {} });
  expect(heard).toEqual([]);
  live.join({ since: at(0), changed: { users: at(1) } });
  live.tell({ since: at(0), changed: { deals: at(2) } });
  live.tell({ since: at(0), changed: { deals: at(3) } });
  live.tell({ since: at(9), changed: { teams: at(10) } });
  expect(heard).toEqual([
    { since: ms(0), changed: { users: ms(1) } },
    { since: ms(0), changed: { users: ms(1), deals: ms(2) } },
    { since: ms(0), changed: { users: ms(1), deals: ms(3) } },
    { since: ms(9), changed: { teams: ms(10) } },
  ]);
});

it('shares one channel among all panels, and leaves it after the last', () => {
  jest.useFakeTimers();
  const { live, known, subscription } = listening();
  live.join({ since: at(0) });
  const late: Known[] = [];
  const other = known.subscribe((now) => late.push(now));
  expect(late).toHaveLength(1);
  expect(live.getStream).toHaveBeenCalledTimes(1);
  subscription.unsubscribe();
  other.unsubscribe();
  expect(live.events.observed).toBe(true);
  jest.advanceTimersByTime(1000);
  expect(live.events.observed).toBe(false);
  jest.useRealTimers();
});

it('takes a channel that breaks for one that tells nothing', () => {
  const { live, heard, subscription } = listening();
  live.events.error(new Error('no connection'));
  expect(heard).toEqual([]);
  expect(subscription.closed).toBe(true);
});

const read = { asOf: ms(5), entities: ['deals', 'users'] };
const known = (since: number, changed: Record<string, number> = {}): Known => ({
  since: ms(since),
  changed: Object.fromEntries(Object.entries(changed).map(([entity, seconds]) => [entity, ms(seconds)])),
});

it.each([
  ['nothing has changed', known(0), false],
  ['something else has changed', known(0, { teams: 9 }), false],
  ['it had changed before', known(0, { deals: 4 }), false],
  ['it has changed since', known(0, { teams: 4, users: 6 }), true],
  ['nobody had looked yet', known(6), true],
])('compares times where nothing was known when the question was asked: %s', (_, now, outdated) => {
  expect(isOutdated(read, undefined, now)).toBe(outdated);
  expect(isOutdated(read, known(-9), now)).toBe(outdated);
});

it('trusts no clock where something was known when the question was asked', () => {
  const before = known(0, { deals: 9 });
  expect(isOutdated(read, before, before)).toBe(false);
  expect(isOutdated(read, before, known(0, { deals: 9, teams: 10 }))).toBe(false);
  expect(isOutdated(read, before, known(0, { deals: 10 }))).toBe(true);
  expect(isOutdated(read, before, known(0, { deals: 9, users: 2 }))).toBe(true);
});
