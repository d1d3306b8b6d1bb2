import { describe, expect, it } from 'vitest';
import type { Heartbeat } from './protocol';
import {
  beginLive,
  cityTimeAt,
  describeLive,
  isOtherHistory,
  type LiveEvent,
  type LiveMemory,
  stepLive,
} from './state';

const noon = Date.parse('2026-11-23T04:00:00.000Z');
/** The local clock shows 1 000 000 at noon, and the browser's wall clock is right unless said otherwise. */
const begin = 1_000_000;

function beat(seq: number, secondsAfterNoon: number, lagMs = 0, epoch = 'e1'): Heartbeat {
  return { epoch, seq, lagMs, at: new Date(noon + secondsAfterNoon * 1_000 - lagMs).toISOString() };
}

function clockAt(seconds: number): number {
  return begin + seconds * 1_000;
}

const opened = (seconds: number): LiveEvent => ({ type: 'opened', clock: clockAt(seconds) });
/** `seconds`: when the answer arrived; it may be applied later. */
const resumed = (
  heartbeat: Heartbeat,
  seconds: number,
  link: 'socket' | 'polling' = 'socket',
  isBehind = false,
): LiveEvent => ({
  type: 'resumed',
  link,
  isBehind,
  heartbeat,
  clock: clockAt(seconds),
  browserTime: noon + seconds * 1_000,
});
const heard = (heartbeat: Heartbeat, seconds: number, skewMs = 0, isBehind = false): LiveEvent => ({
  type: 'heard',
  isBehind,
  heartbeat,
  clock: clockAt(seconds),
  browserTime: noon + seconds * 1_000 + skewMs,
});

function play(events: readonly LiveEvent[], initial: Heartbeat | null = null): LiveMemory {
  return events.reduce(stepLive, beginLive(begin, initial, noon));
}

const liveAtNoon = [opened(0), resumed(beat(7, 0), 0)];

describe('a screen that could not read again what it should', () => {
  it('hears everything, and stays as old as its figures are until it could', () => {
    const cut: LiveEvent[] = [...liveAtNoon, { type: 'lost', clock: clockAt(1) }, opened(120)];
    const behind = play([...cut, resumed(beat(90, 125), 125, 'socket', true), heard(beat(99, 127), 127, 0, true)]);
    expect(behind.cursor).toEqual({ epoch: 'e1', seq: 99 });
    expect(describeLive(behind, clockAt(127))).toMatchObject({ state: 'stale', asOf: new Date(noon), ageSeconds: 127 });
    const read = stepLive(behind, heard(beat(99, 129), 129));
    expect(describeLive(read, clockAt(129))).toMatchObject({ state: 'live', ageSeconds: 0 });
  });

  it('of a restored database has the new history, and no time of it', () => {
    const other = beat(3, 130, 0, 'e2');
    const behind = play([...liveAtNoon, heard(other, 130, 0, true), resumed(other, 131, 'socket', true)]);
    expect(behind.cursor).toEqual({ epoch: 'e2', seq: 3 });
    expect(describeLive(behind, clockAt(131))).toMatchObject({ state: 'stale', asOf: new Date(noon) });
  });
});

describe('the states of a screen', () => {
  it('is live with the time of the heartbeat and not of the browser', () => {
    const view = describeLive(play([...liveAtNoon, heard(beat(9, 2), 2)]), clockAt(5));
    expect(view).toMatchObject({ state: 'live', ageSeconds: 3, clockSkewSeconds: 0, retryInSeconds: null });
    expect(view.asOf).toEqual(new Date(noon + 2_000));
  });

  it.each([
    [10, 'live'],
    [10.001, 'delayed'],
    [60, 'delayed'],
    [60.001, 'stale'],
    [86_400, 'stale'],
  ] as const)('after %s s of silence it says %s', (seconds, state) => {
    expect(describeLive(play(liveAtNoon), clockAt(seconds)).state).toBe(state);
  });

  it('a heartbeat that vouches for an old moment is an old figure, however fresh its arrival', () => {
    const late = play([...liveAtNoon, heard(beat(9, 30, 25_000), 30)]);
    expect(describeLive(late, clockAt(30))).toMatchObject({ state: 'delayed', ageSeconds: 25 });
    const stuck = play([...liveAtNoon, heard(beat(9, 90, 88_000), 90)]);
    expect(describeLive(stuck, clockAt(90))).toMatchObject({ state: 'stale', ageSeconds: 88 });
  });

  it('after five seconds without cable it catches up, counts what is left, and is live only when all is applied', () => {
    const lost = stepLive(play([...liveAtNoon, heard(beat(9, 2), 2)]), { type: 'lost', clock: clockAt(3) });
    expect(describeLive(lost, clockAt(5)).state).toBe('live');
    const back = stepLive(lost, opened(7));
    expect(describeLive(back, clockAt(7)).state).toBe('catching-up');
    const ahead = stepLive(back, heard(beat(140, 8), 8));
    expect(ahead.cursor?.seq).toBe(9);
    expect(describeLive(ahead, clockAt(8)).asOf).toEqual(new Date(noon + 2_000));
    const replaying = stepLive(ahead, { type: 'replaying', left: 128, total: 131 });
    expect(describeLive(replaying, clockAt(8))).toMatchObject({
      state: 'catching-up',
      pending: { left: 128, total: 131 },
    });
    const done = stepLive(replaying, resumed(beat(140, 8), 8));
    expect(describeLive(done, clockAt(9))).toMatchObject({ state: 'live', pending: null, ageSeconds: 1 });
  });

  it('five minutes without cable: delayed, stale, and cut off once the probe fails too', () => {
    const lost = stepLive(play(liveAtNoon), { type: 'lost', clock: clockAt(1) });
    expect(describeLive(lost, clockAt(30)).state).toBe('delayed');
    expect(describeLive(lost, clockAt(300)).state).toBe('stale');
    const unreachable = [
      { type: 'probed', isReachable: false },
      { type: 'retry-planned', atClock: clockAt(312) },
    ] as const;
    const cut = unreachable.reduce<LiveMemory>(stepLive, lost);
    expect(describeLive(cut, clockAt(300))).toMatchObject({
      state: 'disconnected',
      retryInSeconds: 12,
      ageSeconds: 300,
    });
    expect(describeLive(cut, clockAt(300)).asOf).toEqual(new Date(noon));
    const again = stepLive(stepLive(cut, opened(312)), resumed(beat(900, 312), 312.4));
    expect(describeLive(again, clockAt(313)).state).toBe('live');
  });

  it('a page that opens does not flash: its figures came a moment ago', () => {
    const opening = stepLive(beginLive(begin, beat(7, 0), noon), opened(0.4));
    expect(describeLive(opening, clockAt(0.6)).state).toBe('live');
    expect(describeLive(opening, clockAt(1.6)).state).toBe('catching-up');
    const replaying = stepLive(opening, { type: 'replaying', left: 3, total: 3 });
    expect(describeLive(replaying, clockAt(0.6)).state).toBe('catching-up');
  });

  it('catching up that does not end is old data', () => {
    const back = stepLive(stepLive(play(liveAtNoon), { type: 'lost', clock: clockAt(1) }), opened(200));
    expect(describeLive(back, clockAt(205)).state).toBe('catching-up');
    expect(describeLive(back, clockAt(211)).state).toBe('stale');
  });

  it('polling says so, and grows old like everything else', () => {
    const polling = stepLive(
      stepLive(play(liveAtNoon), { type: 'lost', clock: clockAt(1) }),
      resumed(beat(11, 6), 6, 'polling'),
    );
    expect(describeLive(polling, clockAt(8)).state).toBe('polling');
    expect(describeLive(polling, clockAt(20)).state).toBe('delayed');
  });

  it('some hospitals silent is partial, but never better than late', () => {
    const partial = stepLive(play(liveAtNoon), { type: 'covered', coverage: { online: 87, total: 90 } });
    expect(describeLive(partial, clockAt(1))).toMatchObject({ state: 'partial', coverage: { online: 87, total: 90 } });
    expect(describeLive(partial, clockAt(30)).state).toBe('delayed');
    expect(
      describeLive(stepLive(partial, { type: 'covered', coverage: { online: 90, total: 90 } }), clockAt(1)).state,
    ).toBe('live');
  });

  it('before the first word it has no time to show, and does not call itself live', () => {
    const empty = beginLive(begin, null, noon);
    expect(describeLive(empty, clockAt(1))).toMatchObject({ state: 'catching-up', asOf: null, ageSeconds: null });
    expect(describeLive(empty, clockAt(30)).state).toBe('delayed');
    expect(describeLive(empty, clockAt(90)).state).toBe('stale');
  });

  it('figures that came with the page are as old as the page', () => {
    const fromPage = beginLive(begin, beat(7, 0), noon);
    expect(describeLive(fromPage, clockAt(4))).toMatchObject({ state: 'live', ageSeconds: 4 });
    expect(fromPage.cursor).toEqual({ epoch: 'e1', seq: 7 });
  });
});

describe('what a heartbeat may vouch for', () => {
  it('a process that is behind this screen moves nothing back', () => {
    const memory = play([...liveAtNoon, heard(beat(5, 4), 4)]);
    expect(memory.cursor?.seq).toBe(7);
    expect(memory.asOf).toBe(noon);
  });

  it('another epoch is another history: nothing is confirmed until everything was read again', () => {
    const memory = play(liveAtNoon);
    const foreign = beat(3, 4, 0, 'restored');
    expect(isOtherHistory(memory, foreign)).toBe(true);
    expect(stepLive(memory, heard(foreign, 4)).asOf).toBe(noon);
    const again = stepLive(memory, resumed(foreign, 5));
    expect(again.cursor).toEqual({ epoch: 'restored', seq: 3 });
    expect(again.asOf).toBe(noon + 4_000);
  });

  it('a browser clock an hour fast is told, and changes no age', () => {
    const memory = play([...liveAtNoon, heard(beat(8, 2), 2, 3_600_000)]);
    expect(describeLive(memory, clockAt(4))).toMatchObject({ state: 'live', ageSeconds: 2, clockSkewSeconds: 3_600 });
    expect(cityTimeAt(memory, clockAt(4))).toBe(noon + 4_000);
  });
});
