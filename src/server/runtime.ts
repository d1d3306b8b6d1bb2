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
  /** Of the city for practising, which has a database of its own. */
  readonly isPractice: boolean;
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

interface Installed {
  readonly city: Runtime;
  readonly practice: Runtime | null;
}

const key = Symbol.for('xuemai');

/** @param practice of the city for practising, where one is offered. */
export function installRuntime(city: Runtime, practice: Runtime | null = null): void {
  (globalThis as Record<symbol, unknown>)[key] = { city, practice } satisfies Installed;
}

function installed(): Installed {
  const found = (globalThis as Record<symbol, unknown>)[key] as Installed | undefined;
  if (!found) throw new Error('The process has no runtime: start it with npm start');
  return found;
}

/** The real city's. What serves a request asks `runtimeOf` in auth/which-city.ts, what runs in a transaction has `scope.runtime`. */
export function theRuntime(): Runtime {
  return installed().city;
}

/** Where accounts are kept: passwords are compared and wrong ones counted in the real city, wherever they are typed. */
export function realCityOf(runtime: Runtime): Runtime {
  return runtime.isPractice ? theRuntime() : runtime;
}

/** That of the city for practising; null: none is offered. */
export function thePractice(): Runtime | null {
  return installed().practice;
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
