import type { FeedCursor, Heartbeat } from './protocol';

/** What is known about the freshness of figures, in the words of the screen. */
export type LiveState = 'live' | 'catching-up' | 'delayed' | 'stale' | 'disconnected' | 'partial' | 'polling';

export const delayedAfterMs = 10_000;
export const staleAfterMs = 60_000;
/** How long a screen may call itself catching up before its age speaks instead. */
const catchUpGraceMs = 10_000;
/** What was vouched for within a heartbeat is no older than any live figure: opening a page is not catching up. */
const freshMs = 3_000;
const quickResumeMs = 1_000;

export interface Coverage {
  readonly online: number;
  readonly total: number;
}

/**
 * What the connection knows. `clock` is a local clock that only runs forward (ms); it measures elapsed time and never names an
 * hour. City times are epoch milliseconds as the server told them.
 */
export interface LiveMemory {
  readonly link: 'opening' | 'socket' | 'polling' | 'closed';
  /** The missed part has been asked for and applied on this link. */
  readonly isResumed: boolean;
  readonly cursor: FeedCursor | null;
  /** City time up to which nothing is missing here. */
  readonly asOf: number | null;
  /** The last city time heard, and when: the present is that plus what has elapsed. */
  readonly cityTime: { readonly at: number; readonly clock: number } | null;
  readonly clockSkewMs: number | null;
  readonly isServerUnreachable: boolean;
  readonly retryAtClock: number | null;
  readonly openedAtClock: number;
  readonly pending: { readonly left: number; readonly total: number } | null;
  readonly coverage: Coverage | null;
}

/** `isBehind`: the screen heard it, but something on it could not be read again and is as old as it was. */
export type LiveEvent =
  | { readonly type: 'opened'; readonly clock: number }
  | {
      readonly type: 'heard';
      readonly heartbeat: Heartbeat;
      readonly clock: number;
      readonly browserTime: number;
      readonly isBehind: boolean;
    }
  | {
      readonly type: 'resumed';
      readonly link: 'socket' | 'polling';
      readonly heartbeat: Heartbeat;
      readonly clock: number;
      readonly browserTime: number;
      readonly isBehind: boolean;
    }
  | { readonly type: 'replaying'; readonly left: number; readonly total: number }
  | { readonly type: 'lost'; readonly clock: number }
  | { readonly type: 'probed'; readonly isReachable: boolean }
  | { readonly type: 'retry-planned'; readonly atClock: number | null }
  | { readonly type: 'covered'; readonly coverage: Coverage | null };

/** @param initial the cursor that the page's figures were read with, when the server sent them with the page. */
export function beginLive(clock: number, initial: Heartbeat | null, browserTime: number): LiveMemory {
  const empty: LiveMemory = {
    link: 'opening',
    isResumed: false,
    cursor: null,
    asOf: null,
    cityTime: null,
    clockSkewMs: null,
    isServerUnreachable: false,
    retryAtClock: null,
    openedAtClock: clock,
    pending: null,
    coverage: null,
  };
  if (!initial) return empty;
  return {
    ...withCityTime(empty, initial, clock, browserTime),
    cursor: cursorOf(initial),
    asOf: Date.parse(initial.at),
  };
}

/** One event, one new memory. Only a heartbeat on a resumed link, or a resume itself, moves the cursor and the as-of time. */
export function stepLive(memory: LiveMemory, event: LiveEvent): LiveMemory {
  switch (event.type) {
    case 'opened':
      return {
        ...memory,
        link: 'socket',
        isResumed: false,
        isServerUnreachable: false,
        retryAtClock: null,
        openedAtClock: event.clock,
        pending: null,
      };
    case 'resumed': {
      const timed = withCityTime(memory, event.heartbeat, event.clock, event.browserTime);
      return {
        ...vouchedFor(timed, event),
        link: event.link,
        isResumed: true,
        isServerUnreachable: false,
        retryAtClock: event.link === 'polling' ? memory.retryAtClock : null,
        pending: null,
      };
    }
    case 'heard': {
      const timed = withCityTime(memory, event.heartbeat, event.clock, event.browserTime);
      return memory.isResumed && memory.cursor?.epoch === event.heartbeat.epoch ? vouchedFor(timed, event) : timed;
    }
    case 'replaying':
      return { ...memory, pending: { left: event.left, total: event.total } };
    case 'lost':
      return { ...memory, link: 'closed', isResumed: false, pending: null, openedAtClock: event.clock };
    case 'probed':
      return { ...memory, isServerUnreachable: !event.isReachable };
    case 'retry-planned':
      return { ...memory, retryAtClock: event.atClock };
    case 'covered':
      return { ...memory, coverage: event.coverage };
  }
}

/** True when this heartbeat belongs to another history of the database: everything must be read again. */
export function isOtherHistory(memory: LiveMemory, heartbeat: FeedCursor): boolean {
  return memory.cursor !== null && memory.cursor.epoch !== heartbeat.epoch;
}

export interface LiveView {
  readonly state: LiveState;
  readonly asOf: Date | null;
  readonly ageSeconds: number | null;
  readonly pending: { readonly left: number; readonly total: number } | null;
  readonly coverage: Coverage | null;
  readonly retryInSeconds: number | null;
  /** Browser clock minus city clock; worth a word beyond five seconds. */
  readonly clockSkewSeconds: number | null;
}

/** What the screen says at this moment of the local clock. */
export function describeLive(memory: LiveMemory, clock: number): LiveView {
  const cityNow = cityTimeAt(memory, clock);
  const ageMs = memory.asOf === null || cityNow === null ? null : Math.max(0, cityNow - memory.asOf);
  const isDown = memory.link === 'closed' && memory.isServerUnreachable;
  return {
    state: stateOf(memory, clock, ageMs),
    asOf: memory.asOf === null ? null : new Date(memory.asOf),
    ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1000),
    pending: memory.pending,
    coverage: memory.coverage,
    retryInSeconds:
      isDown && memory.retryAtClock !== null ? Math.max(0, Math.ceil((memory.retryAtClock - clock) / 1000)) : null,
    clockSkewSeconds: memory.clockSkewMs === null ? null : Math.round(memory.clockSkewMs / 1000),
  };
}

/** The city's present in epoch ms, as far as this screen can know; null before the first word of the server. */
export function cityTimeAt(memory: Pick<LiveMemory, 'cityTime'>, clock: number): number | null {
  return memory.cityTime === null ? null : memory.cityTime.at + (clock - memory.cityTime.clock);
}

function stateOf(memory: LiveMemory, clock: number, ageMs: number | null): LiveState {
  const isOpenOrOpening = memory.link === 'socket' || memory.link === 'opening';
  const isCatchingUp = isOpenOrOpening && !memory.isResumed && clock - memory.openedAtClock <= catchUpGraceMs;
  if (memory.link === 'closed' && memory.isServerUnreachable) return 'disconnected';
  const isFresh =
    ageMs !== null && ageMs <= freshMs && !memory.pending && clock - memory.openedAtClock <= quickResumeMs;
  if (memory.link === 'socket' && isCatchingUp && !isFresh) return 'catching-up';
  if (ageMs === null) {
    if (isCatchingUp) return 'catching-up';
    return clock - memory.openedAtClock > staleAfterMs ? 'stale' : 'delayed';
  }
  if (ageMs > staleAfterMs) return 'stale';
  if (ageMs > delayedAfterMs) return 'delayed';
  if (memory.coverage && memory.coverage.online < memory.coverage.total) return 'partial';
  return memory.link === 'polling' ? 'polling' : 'live';
}

function cursorOf({ epoch, seq }: FeedCursor): FeedCursor {
  return { epoch, seq };
}

function withCityTime(memory: LiveMemory, heartbeat: Heartbeat, clock: number, browserTime: number): LiveMemory {
  const at = Date.parse(heartbeat.at) + heartbeat.lagMs;
  return { ...memory, cityTime: { at, clock }, clockSkewMs: browserTime - at };
}

/** Another process may be behind what this screen already has: then it vouches for nothing new. */
function vouchedFor(
  memory: LiveMemory,
  { heartbeat, isBehind }: { readonly heartbeat: Heartbeat; readonly isBehind: boolean },
): LiveMemory {
  const { cursor } = memory;
  if (cursor && cursor.epoch === heartbeat.epoch && heartbeat.seq < cursor.seq) return memory;
  const heard = { ...memory, cursor: cursorOf(heartbeat) };
  if (isBehind) return heard;
  const at = Date.parse(heartbeat.at);
  const isSameHistory = cursor?.epoch === heartbeat.epoch;
  return { ...heard, asOf: isSameHistory && memory.asOf !== null ? Math.max(memory.asOf, at) : at };
}
