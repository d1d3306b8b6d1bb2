import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import { type FeedRow, type StoredFeedRow, toFeedRow } from './feed-row';

const batch = 1_000;
/** Recent rows kept in memory, from the start on: a storm of screens that come back asks the database nothing. */
export const keptRows = 4_000;

export interface Tail {
  /** The last feed sequence handed on by this process. */
  readonly seq: number;
  /** Rows the relay of this process has just written; taken without asking the database when they join on. */
  accept(rows: readonly FeedRow[]): void;
  /** The feed may have grown. */
  wake(): void;
  /** Resolves when everything up to the head at the time of the call has been handed on. */
  catchUp(): Promise<void>;
  /** The last rows, from memory, without a gap up to `seq`; the first of them would be `from`. */
  recent(): { readonly rows: readonly FeedRow[]; readonly from: number };
  /** Another history of the database: forgets, and goes on from there. */
  restartAt(seq: number): void;
  stop(): Promise<void>;
}

export interface TailOptions {
  readonly sql: Sql;
  readonly startAt: number;
  /** The last rows up to there, as `readRecent` gives them. */
  readonly before: readonly FeedRow[];
  readonly log: Logger;
  readonly onRows: (rows: readonly FeedRow[]) => void;
}

/**
 * Follows the feed in every process. The feed is gap-free and a row shows only after all before it, so `seq > mine` misses nothing,
 * which `id > mine` on the outbox would.
 */
export function startTail({ sql, startAt, before, log, onRows }: TailOptions): Tail {
  let mine = startAt;
  let recent = [...before];
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
    recent() {
      return { rows: recent, from: recent[0]?.seq ?? mine + 1 };
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

/** What a tail that starts at this head remembers from before it. */
export async function readRecent(sql: Sql, head: number): Promise<readonly FeedRow[]> {
  const rows = await sql<StoredFeedRow[]>`
    select seq, rooms, envelope from feed where seq > ${head - keptRows} and seq <= ${head} order by seq`;
  return rows.map(toFeedRow);
}
