import type { RefusalReason } from '@/domain/live/protocol';
import { keyOfCaller, liveActors, pageOfActor, resolveActorsFromCookies } from '../auth/session';
import { monotonicMs } from '../kernel/clock';
import type { Runtime } from '../runtime';
import { feedRoomsOf, type Listener } from './audience';

export const recheckEveryMs = 3_000;
/** A session confirmed this long ago still counts; a revoked one is out before. */
const confirmedForMs = 4_500;
/** A screen that lost its cable comes back to a known session. */
const rememberedForMs = 60_000;
/** Whoever waits is resolved together with the others: two thousand screens that come back are a dozen queries. */
const resolvedTogether = 200;
const batchesAtOnce = 2;
const resolvesWaiting = 5_000;

export type Admission =
  | {
      readonly ok: true;
      readonly listener: Listener;
      readonly sessionId: string;
      readonly feedRooms: readonly string[];
    }
  | { readonly ok: false; readonly reason: RefusalReason };

interface Caller {
  readonly cookie: string;
  readonly resolve: (found: Resolved) => void;
  readonly reject: (error: unknown) => void;
}

interface Resolved {
  readonly listener: Listener | null;
  /** Before the database was asked. */
  readonly askedAt: number;
}

interface Known {
  readonly listener: Listener;
  readonly sessionId: string;
  confirmedAt: number;
  usedAt: number;
}

export function sessionIdOf(listener: Listener): string {
  return listener.kind === 'user' ? listener.sessionId : listener.deviceId;
}

const refused = (reason: RefusalReason): Admission => ({ ok: false, reason });

/**
 * Everybody who listens to this process. A handshake resolves its cookie once; from then on one query every three seconds asks for all
 * sessions together, so that a revoked session, a lost role or another organisation is noticed within five seconds.
 */
export class Listeners {
  readonly #known = new Map<string, Known>();
  readonly #queue: Caller[] = [];
  #batches = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  #isChecking = false;

  readonly #endedListeners = new Set<(sessionId: string) => void>();
  readonly #uses = new Set<(sessionId: string) => boolean>();

  constructor(private readonly runtime: Runtime) {
    this.#timer = setInterval(() => void this.recheck(), recheckEveryMs);
    this.#timer.unref();
  }

  /** Called when a session is gone, or is not what it was. */
  onEnded(listener: (sessionId: string) => void): () => void {
    this.#endedListeners.add(listener);
    return () => this.#endedListeners.delete(listener);
  }

  /** A session that somebody counts as used (an open socket) is never forgotten. */
  countsAsUse(isInUse: (sessionId: string) => boolean): () => void {
    this.#uses.add(isInUse);
    return () => this.#uses.delete(isInUse);
  }

  isConfirmed(listener: Listener): boolean {
    const sessionId = sessionIdOf(listener);
    for (const known of this.#known.values())
      if (known.sessionId === sessionId && isSameListener(known.listener, listener)) return true;
    return false;
  }

  /**
   * @param drawnFor For whom the page was drawn that asks; undefined: it is no page. All tabs share one session: what is known of it is another
   * house's after a switch, or another role's in a look, and a page that listens there would call itself live and miss everything.
   */
  async admit(cookie: string | undefined, drawnFor: string | undefined): Promise<Admission> {
    if (!cookie) return refused('unauthenticated');
    const key = keyOfCaller(cookie, this.runtime);
    const now = monotonicMs();
    const known = this.#known.get(key);
    if (known && now - known.confirmedAt <= confirmedForMs && isDrawnFor(known.listener, drawnFor)) {
      known.usedAt = now;
      return this.#admission(known.listener);
    }
    if (this.#queue.length >= resolvesWaiting) return refused('busy');
    const { listener, askedAt } = await this.#resolve(cookie);
    const before = this.#known.get(key);
    if (before && !(listener && isSameListener(before.listener, listener))) {
      // What was found meanwhile was asked for later, and this answer is the older one.
      if (before.confirmedAt > askedAt) return this.admit(cookie, drawnFor);
      // Its other screens listen where it is no more, and nobody would ask about them again.
      this.#known.delete(key);
      this.#tellEnded(before.sessionId);
    }
    if (!listener || !isDrawnFor(listener, drawnFor)) return refused('unauthenticated');
    const admission = this.#admission(listener);
    const sessionId = sessionIdOf(listener);
    if (admission.ok) this.#known.set(key, { listener, sessionId, confirmedAt: askedAt, usedAt: monotonicMs() });
    return admission;
  }

  async recheck(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const began = monotonicMs();
    try {
      for (const [key, known] of this.#known) {
        if (began - known.usedAt > rememberedForMs && !this.#isInUse(known.sessionId)) this.#known.delete(key);
      }
      const asked = new Set([...this.#known.values()].map((known) => known.sessionId));
      if (asked.size === 0) return;
      const alive = await liveActors([...asked], this.runtime);
      for (const [key, known] of this.#known) {
        if (!asked.has(known.sessionId) || known.confirmedAt > began) continue;
        const now = alive.get(known.sessionId);
        if (now && isSameListener(known.listener, now)) known.confirmedAt = began;
        else {
          this.#known.delete(key);
          this.#tellEnded(known.sessionId);
        }
      }
    } catch (error) {
      // Nobody can be checked and nothing new can be told either: both need the database.
      this.runtime.log.warn({ err: error }, 'live sessions not checked');
    } finally {
      this.#isChecking = false;
    }
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#known.clear();
  }

  #tellEnded(sessionId: string): void {
    for (const listener of this.#endedListeners) listener(sessionId);
  }

  #isInUse(sessionId: string): boolean {
    for (const isInUse of this.#uses) if (isInUse(sessionId)) return true;
    return false;
  }

  #admission(listener: Listener): Admission {
    if (listener.kind === 'user' && listener.mustChangePassword) return refused('password_change_required');
    const feedRooms = feedRoomsOf(listener);
    if (feedRooms.length === 0) return refused('unauthenticated');
    return { ok: true, listener, sessionId: sessionIdOf(listener), feedRooms };
  }

  #resolve(cookie: string): Promise<Resolved> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ cookie, resolve, reject });
      void this.#resolveQueued();
    });
  }

  async #resolveQueued(): Promise<void> {
    if (this.#batches >= batchesAtOnce || this.#queue.length === 0) return;
    const callers = this.#queue.splice(0, resolvedTogether);
    this.#batches += 1;
    const askedAt = monotonicMs();
    try {
      const found = await resolveActorsFromCookies(
        callers.map(({ cookie }) => cookie),
        this.runtime,
      );
      for (const { cookie, resolve } of callers) resolve({ listener: found.get(cookie) ?? null, askedAt });
    } catch (error) {
      for (const { reject } of callers) reject(error);
    } finally {
      this.#batches -= 1;
      void this.#resolveQueued();
    }
  }
}

function isDrawnFor(listener: Listener, drawnFor: string | undefined): boolean {
  return drawnFor === undefined || drawnFor === pageOf(listener);
}

const pageOf = (listener: Listener) => (listener.kind === 'user' ? pageOfActor(listener) : null);

/** The same rights in the same place; anything else has to come in again. */
function isSameListener(before: Listener, now: Listener): boolean {
  return (
    pageOf(before) === pageOf(now) &&
    before.orgId === now.orgId &&
    before.orgKind === now.orgKind &&
    before.district === now.district &&
    [...before.roles].sort().join() === [...now.roles].sort().join() &&
    (before.kind === 'user' && before.mustChangePassword) === (now.kind === 'user' && now.mustChangePassword)
  );
}

const byRuntime = new WeakMap<Runtime, Listeners>();

/** One per process, shared by sockets and polls. */
export function listenersOf(runtime: Runtime): Listeners {
  let listeners = byRuntime.get(runtime);
  if (!listeners) {
    listeners = new Listeners(runtime);
    byRuntime.set(runtime, listeners);
  }
  return listeners;
}
