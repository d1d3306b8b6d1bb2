import type { Envelope } from '../change';

/** Where the live channel answers. The poll stands beside the socket: Engine.IO takes every request below its own path. */
export const socketPath = '/api/live/socket';
/** Where the city for practising tells its screens. */
export const practiceSocketPath = '/api/live/practice-socket';
export const pollPath = '/api/live/poll';
/** A header that no foreign page can send without being asked: with it, a request comes from our own script. */
export const ownHeader = 'x-xuemai';

export const heartbeatEveryMs = 2_000;
export const pollEveryMs = 3_000;
/** A client further behind than this reads everything again. */
export const maxDeltaChanges = 500;

/** How far somebody has heard: a number in the feed of one database history. A restored database starts another epoch. */
export interface FeedCursor {
  readonly epoch: string;
  readonly seq: number;
}

/**
 * What the sender vouches for: every change up to `seq` in the listener's rooms has been sent to it, and nothing committed
 * before `at` (city time, ISO) is missing. `lagMs` is how long before the city's present `at` lies.
 */
export interface Heartbeat extends FeedCursor {
  readonly at: string;
  readonly lagMs: number;
}

/** One frame: the latest value of each record and cell that changed, in feed order. */
export interface ChangesFrame extends FeedCursor {
  readonly changes: readonly Envelope[];
}

/** The answer to a cursor: what was missed, or "read everything again". */
export type ResumeAnswer =
  | ({ readonly kind: 'delta'; readonly changes: readonly Envelope[] } & Heartbeat)
  | ({ readonly kind: 'snapshot' } & Heartbeat);

export interface ServerEvents {
  changes: (frame: ChangesFrame) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  /** The queue for this room overflowed or the history changed: read everything again. */
  snapshot: (heartbeat: Heartbeat) => void;
  session_ended: () => void;
  server_restart: (plan: { readonly reconnectInMs: number }) => void;
}

export interface ClientEvents {
  resume: (cursor: FeedCursor, answer: (answer: ResumeAnswer) => void) => void;
  ping: (answer: () => void) => void;
}

/** Reasons a handshake is refused, as they arrive in `connect_error`. */
export type RefusalReason = 'unauthenticated' | 'password_change_required' | 'too_many_connections' | 'busy';
