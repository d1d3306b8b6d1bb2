import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import type { Registry } from 'prom-client';
import type { Database } from '@/db/drizzle';
import { monotonicMs } from './kernel/clock';

/**
 * What one process has: made once by main.ts and put on globalThis, because Next bundles route handlers apart from it.
 * Correctness never rests on it: the database is the bus.
 */
export interface Runtime {
  /** Application pool: no rights of its own, takes a scope role in every transaction. */
  readonly sql: Sql;
  readonly db: Database;
  /** better-auth's login: schema `auth` only. */
  readonly authSql: Sql;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly authSecret: string;
  readonly isDemo: boolean;
  readonly isInsecure: boolean;
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Rung after commit; the relay listens. One wake-up for many writes. */
  readonly bell: Bell;
  readonly disk: DiskWatch;
}

export interface Bell {
  ring(): void;
  listen(listener: () => void): () => void;
}

const key = Symbol.for('xuemai');

export function installRuntime(runtime: Runtime): void {
  (globalThis as Record<symbol, unknown>)[key] = runtime;
}

export function theRuntime(): Runtime {
  const runtime = (globalThis as Record<symbol, unknown>)[key] as Runtime | undefined;
  if (!runtime) throw new Error('The process has no runtime: start it with npm start');
  return runtime;
}

/** Whether the database has lately said that its disk is full. It may still take a write that needs no new page: one that went well proves nothing. */
export interface DiskWatch {
  noteFull(): void;
  isFull(): boolean;
}

const fullForMs = 30_000;

export function createDiskWatch(): DiskWatch {
  let notedAt = Number.NEGATIVE_INFINITY;
  return {
    noteFull() {
      notedAt = monotonicMs();
    },
    isFull: () => monotonicMs() - notedAt < fullForMs,
  };
}

/** Coalesces rings of one tick into one call of each listener. */
export function createBell(): Bell {
  const listeners = new Set<() => void>();
  let isRung = false;
  return {
    ring() {
      if (isRung) return;
      isRung = true;
      setImmediate(() => {
        isRung = false;
        for (const listener of listeners) listener();
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
