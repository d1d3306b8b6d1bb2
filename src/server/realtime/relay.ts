import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import { isDiskFull } from '../kernel/errors';
import { endLease, holdLease } from '../kernel/lease';
import type { DiskWatch } from '../runtime';
import { type FeedRow, type StoredFeedRow, toFeedRow } from './feed-row';

const batch = 500;
const leaseName = 'relay';
/** A holder that died is replaced after this at the latest. */
const leaseSeconds = 3;
const renewEveryMs = 1_000;

export interface Relay {
  /** Something was committed. */
  wake(): void;
  /** Whether this process moves the outbox at present. */
  isHolder(): boolean;
  /** Lets the lease go, so that another process takes over at once. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  readonly sql: Sql;
  readonly holder: string;
  readonly log: Logger;
  readonly disk: Pick<DiskWatch, 'noteFull'>;
  /** Rows this process has just put into the feed, in order. */
  readonly onRows: (rows: readonly FeedRow[]) => void;
}

/**
 * Moves the outbox into the feed while it holds the lease: on every wake-up, and each second whether woken or not. Two relays at once
 * would be slow and still right, since relay_outbox() locks the head of the feed first.
 */
export function startRelay({ sql, holder, log, disk, onRows }: RelayOptions): Relay {
  let isHolding = false;
  let isStopped = false;
  let isWoken = false;
  let running: Promise<void> | null = null;

  async function moveAll(): Promise<void> {
    while (isWoken && isHolding && !isStopped) {
      isWoken = false;
      for (;;) {
        const rows = await sql<StoredFeedRow[]>`select seq, rooms, envelope from relay_outbox(${batch})`;
        if (rows.length > 0) onRows(rows.map(toFeedRow));
        if (rows.length < batch) break;
      }
    }
  }

  function run(): void {
    if (running || isStopped) return;
    running = moveAll()
      .catch((error: unknown) => {
        if (isDiskFull(error)) disk.noteFull();
        if (!isStopped) log.warn({ err: error }, 'relay pass failed; tried again within a second');
      })
      .finally(() => {
        running = null;
        if (isWoken && isHolding && !isStopped) setImmediate(run);
      });
  }

  function wake(): void {
    isWoken = true;
    if (isHolding) run();
  }

  let renewing: Promise<void> | null = null;
  async function renew(): Promise<void> {
    try {
      const held = await holdLease(sql, leaseName, holder, leaseSeconds);
      if (held && !isHolding) log.debug({ holder }, 'relay lease taken');
      isHolding = held;
      if (held) wake();
    } catch (error) {
      isHolding = false;
      if (!isStopped) log.warn({ err: error }, 'relay lease not renewed');
    }
  }
  const turn = () => {
    renewing ??= renew().finally(() => {
      renewing = null;
    });
  };
  const timer = setInterval(turn, renewEveryMs);
  turn();

  return {
    wake,
    isHolder: () => isHolding,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await renewing;
      await running;
      if (isHolding) await endLease(sql, leaseName, holder).catch(() => {});
      isHolding = false;
    },
  };
}
