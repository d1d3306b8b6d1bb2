import { matchQuery, type Query, type QueryClient } from '@tanstack/react-query';
import type { Envelope } from '@/domain/change';
import { affectedModules, moduleOfPath, type Viewer } from '@/domain/live/affected';
import { retryDelayMs } from '@/domain/live/backoff';
import { appErrorOf } from './app-error';
import { registeredPatchers } from './patchers';

/** How long a heard change is laid again over answers that may have been asked for before it. */
const rememberMs = 60_000;
const rememberedChanges = 2_000;
/** A page that appears with data from the server may have been drawn before what was heard in this time. */
const drawnBeforeMs = 10_000;
const quietWaitMs = 80;
const busyWaitMs = 1_000;
/** So long a reading is on its way before what is on the screen counts as old. */
const answerWithinMs = 4_000;

export interface ChangeApplier {
  /** Patches what has versions, fetches the rest again. Resolves when what is on the screen is right: at once where patches said all. */
  apply(changes: readonly Envelope[]): Promise<void>;
  /** Everything on the screen is read again. Resolves when it has been asked for once, whatever became of it. */
  readAgain(): Promise<void>;
  /**
   * Something on the screen should have been read again and was not: nobody answered, the server was busy, or it takes long. It is asked
   * for until it comes; meanwhile nobody may vouch for the screen.
   */
  isBehind(): boolean;
  stop(): void;
}

export interface ApplierOptions {
  readonly client: QueryClient;
  readonly viewer: Viewer;
  readonly clock: () => number;
  readonly random: () => number;
}

/** One fetch for many changes: which modules changed, and which queries need no fetch because a patch said all. */
interface Round {
  readonly modules: Set<string>;
  readonly settled: Map<string, boolean>;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly done: Promise<void>;
  readonly finish: () => void;
}

/** Lays the feed over the query cache. Newer versions win; nothing is ever guessed ahead of the server. */
export function createChangeApplier({ client, viewer, clock, random }: ApplierOptions): ChangeApplier {
  const cache = client.getQueryCache();
  let heard: { readonly at: number; readonly envelope: Envelope }[] = [];
  let round: Round | null = null;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  /** Since when what is on the screen, and known to be old, is on its way. */
  const readingSince = new WeakMap<Query, number>();
  /** Asked for and not read. An answer that says no is an answer. */
  const unread = new WeakSet<Query>();
  let askAgain: ReturnType<typeof setTimeout> | null = null;
  let askedAgain = 0;
  let isStopped = false;

  /** @returns whether the patches left nothing to fetch for this query. */
  function patch(query: Query, changes: readonly Envelope[]): boolean {
    let isSettled = false;
    for (const patcher of registeredPatchers()) {
      const known = query.state.data;
      if (!matchQuery({ queryKey: patcher.prefix }, query)) continue;
      if (known === undefined) return false;
      const patched = patcher.patch(known, changes);
      if (patched.data !== known) {
        const { isInvalidated, dataUpdatedAt } = query.state;
        client.setQueryData(query.queryKey, patched.data, { updatedAt: dataUpdatedAt });
        // What was to be read again still is: a change laid over it is not a reading of all of it.
        if (isInvalidated) query.invalidate();
      }
      isSettled = patched.isSettled;
    }
    return isSettled;
  }

  function heardSince(ms: number): Envelope[] {
    const since = clock() - ms;
    return heard.filter((one) => one.at >= since).map((one) => one.envelope);
  }

  // An answer may have been read before a change that was heard while it travelled: the change is laid over it again.
  const unsubscribe = cache.subscribe((event) => {
    if (event.type === 'updated') noteReading(event.query, event.action);
    if (heard.length === 0) return;
    if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual)
      patch(event.query, heardSince(rememberMs));
    // Drawn on the server: for a query that is new here, or laid over one that stands on the screen already.
    const isSet = event.type === 'updated' && event.action.type === 'setState' && event.action.state.data !== undefined;
    if (isSet || event.type === 'added') layOverDrawn(event.query);
  });

  function noteReading(query: Query, action: { readonly type: string; readonly manual?: boolean }): void {
    const { data, isInvalidated, fetchStatus, error } = query.state;
    if (action.type === 'fetch' && isInvalidated && data !== undefined && !readingSince.has(query))
      readingSince.set(query, clock());
    if (fetchStatus === 'idle') readingSince.delete(query);
    if (action.type === 'error' && !isRefusal(error)) {
      unread.add(query);
      askLater();
    } else if (action.type === 'error' || (action.type === 'success' && !action.manual)) unread.delete(query);
  }

  const isLate = (query: Query, now: number) =>
    query.isActive() && now - (readingSince.get(query) ?? now) >= answerWithinMs;
  const isOwed = (query: Query) => unread.has(query) && query.isActive();

  function layOverDrawn(query: Query): void {
    if (query.state.data === undefined) return;
    patch(query, heardSince(rememberMs));
    const modules = modulesOf(heardSince(drawnBeforeMs));
    if (isAffected(query, modules)) addToRound(modules);
  }

  function modulesOf(changes: readonly Envelope[]): Set<string> {
    return new Set(changes.flatMap((envelope) => affectedModules(envelope, viewer)));
  }

  function isAffected(query: Query, modules: ReadonlySet<string>): boolean {
    const [path] = query.queryKey;
    const segment: unknown = Array.isArray(path) ? path[0] : path;
    return typeof segment === 'string' && modules.has(moduleOfPath(segment));
  }

  function addToRound(modules: ReadonlySet<string>): Round {
    round ??= beginRound();
    for (const module of modules) round.modules.add(module);
    return round;
  }

  function beginRound(): Round {
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const isBusy = clock() - fetchedAt < busyWaitMs;
    // Spread, so that many screens that heard the same change do not ask in the same instant.
    const waitMs = (isBusy ? busyWaitMs : quietWaitMs) * (1 + random() / 2);
    const begun: Round = {
      modules: new Set(),
      settled: new Map(),
      done,
      finish,
      timer: setTimeout(fetchRound, waitMs),
    };
    return begun;
  }

  function fetchRound(): void {
    if (!round) return;
    const { modules, settled, finish } = round;
    round = null;
    fetchedAt = clock();
    void readAnew((query) => isAffected(query, modules) && settled.get(query.queryHash) !== true).then(finish);
  }

  /**
   * What was on its way already may have been read before the change: it is let come, so that a slow server is not asked for ever in vain, and
   * read once more.
   */
  async function readAnew(predicate: (query: Query) => boolean): Promise<void> {
    const early = new Set(cache.findAll({ predicate, fetchStatus: 'fetching' }));
    await client.invalidateQueries({ predicate }, { cancelRefetch: false });
    if (early.size > 0)
      await client.refetchQueries({ predicate: (query) => early.has(query), type: 'active' }, { cancelRefetch: false });
  }

  /** What failed is asked for again, each time later, until all of it is there. */
  function askLater(): void {
    if (isStopped || askAgain) return;
    const again = () => {
      askAgain = null;
      if (!cache.getAll().some(isOwed)) {
        askedAgain = 0;
        return;
      }
      askedAgain += 1;
      void client.refetchQueries({ predicate: isOwed, type: 'active' }, { cancelRefetch: false });
      askLater();
    };
    askAgain = setTimeout(again, retryDelayMs(askedAgain + 1, random()));
  }

  return {
    async apply(changes) {
      if (changes.length === 0) return;
      const at = clock();
      heard = [
        ...heard.filter((one) => one.at >= at - rememberMs),
        ...changes.map((envelope) => ({ at, envelope })),
      ].slice(-rememberedChanges);
      const modules = modulesOf(changes);
      const { settled, done } = addToRound(modules);
      for (const { prefix } of registeredPatchers()) {
        for (const query of cache.findAll({ queryKey: prefix })) {
          const isSettled = patch(query, changes);
          settled.set(query.queryHash, isSettled && settled.get(query.queryHash) !== false);
        }
      }
      const isShown = (query: Query) => query.isActive() && isAffected(query, modules);
      const waits = cache.getAll().some((query) => isShown(query) && settled.get(query.queryHash) !== true);
      if (waits) await done;
    },
    readAgain: () => readAnew(() => true),
    isBehind() {
      const now = clock();
      return cache.getAll().some((query) => isOwed(query) || isLate(query, now));
    },
    stop() {
      isStopped = true;
      unsubscribe();
      if (askAgain) clearTimeout(askAgain);
      if (round) {
        clearTimeout(round.timer);
        round.finish();
      }
      round = null;
      heard = [];
    },
  };
}

/** The server has answered, and the answer will be the same tomorrow. */
function isRefusal(error: unknown): boolean {
  const { code } = appErrorOf(error);
  return code !== 'unreachable' && code !== 'busy' && code !== 'internal';
}
