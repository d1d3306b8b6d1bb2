import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import { type FeedRow, type StoredFeedRow, toFeedRow } from './feed-row';

const batch = 1_000;
/** Recent rows kept in memory: a storm of reconnecting screens asks the database nothing. */
const keptRows = 4_000;

export interface Tail {
  /** The last feed sequence handed on by this process. */
  readonly seq: number;
  /** Rows the relay of this process has just written; taken without asking the database when they join on. */
  accept(rows: readonly FeedRow[]): void;
  /** The feed may have grown. */
  wake(): void;
  /** Resolves when everything up to the head at the time of the call has been handed on. */
  catchUp(): Promise<void>;
  /** Rows after a cursor from memory; null when memory does not reach back that far. */
  recentAfter(seq: number): readonly FeedRow[] | null;
  /** Another history of the database: forgets, and goes on from there. */
  restartAt(seq: number): void;
  stop(): Promise<void>;
}

export interface TailOptions {
  readonly sql: Sql;
  readonly startAt: number;
  readonly log: Logger;
  readonly onRows: (rows: readonly FeedRow[]) => void;
}

/**
 * Follows the feed in every process. The feed is gap-free and a row shows only after all before it, so `seq > mine` misses nothing,
 * which `id > mine` on the outbox would.
 */
export function startTail({ sql, startAt, log, onRows }: TailOptions): Tail {
  let mine = startAt;
  let recent: FeedRow[] = [];
  let isStopped = false;
  let isAsked = false;
  let running: Promise<void> | null = null;

  function handOn(rows: readonly FeedRow[]): void {
    const fresh = rows.filter((row) => row.seq > mine);
    const last = fresh.at(-1);
    if (!last) return;
    mine = last.seq;
    recent.push(...fresh);
    if (recent.length > keptRows * 2) recent = recent.slice(-keptRows);
    onRows(fresh);
  }

  async function readOn(): Promise<void> {
    while (isAsked && !isStopped) {
      isAsked = false;
      for (;;) {
        const since = mine;
        const rows = await sql<StoredFeedRow[]>`
          select seq, rooms, envelope from feed where seq > ${since} order by seq limit ${batch}`;
        handOn(rows.map(toFeedRow));
        if (rows.length < batch) break;
      }
    }
  }

  function run(): Promise<void> {
    running ??= readOn()
      .catch((error: unknown) => {
        if (!isStopped) log.warn({ err: error }, 'reading the feed failed; tried again within a second');
      })
      .finally(() => {
        running = null;
        if (isAsked && !isStopped) setImmediate(() => void run());
      });
    return running;
  }

  return {
    get seq() {
      return mine;
    },
    accept(rows) {
      const first = rows[0];
      if (!first) return;
      if (first.seq <= mine + 1) handOn(rows);
      else this.wake();
    },
    wake() {
      isAsked = true;
      if (!isStopped) void run();
    },
    async catchUp() {
      // The pass that runs now may have read before the question.
      if (running) await running;
      isAsked = true;
      await run();
    },
    recentAfter(seq) {
      const oldest = recent[0]?.seq ?? mine + 1;
      if (seq < oldest - 1) return null;
      return recent.slice(Math.max(0, seq - oldest + 1));
    },
    restartAt(seq) {
      mine = seq;
      recent = [];
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
