import type { Sql } from 'postgres';
import { AppError } from './errors';

const lookEveryMs = 100;
/**
 * Looks without one transaction of the pool ending: then it does not move, and whoever waits for a turn is told so. Counted in looks, so
 * that a process that stood still itself does not take that for a pool that does.
 */
const stuckLooks = 15;

interface Waiting {
  looks: number;
  go(): void;
  refuse(error: AppError): void;
}

/**
 * Turns at a pool. A queue that moves may be as long as it likes; one that does not move would keep everybody for as long as the locks
 * in front of it last, and says busy instead.
 */
class Turns {
  #running = 0;
  #looksSinceEnd = 0;
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(private readonly connections: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.connections) await this.#wait();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#looksSinceEnd = 0;
      const next = this.#waiting.shift();
      if (next) next.go();
      else this.#running -= 1;
    }
  }

  /** The turn is handed on by whoever ends, so it is never counted twice. */
  #wait(): Promise<void> {
    return new Promise<void>((go, refuse) => {
      this.#waiting.push({ looks: 0, go, refuse });
      this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
    });
  }

  #look(): void {
    this.#looksSinceEnd += 1;
    for (const waiting of this.#waiting) waiting.looks += 1;
    if (this.#looksSinceEnd >= stuckLooks) {
      const refused = this.#waiting.filter(({ looks }) => looks >= stuckLooks);
      this.#waiting = this.#waiting.filter(({ looks }) => looks < stuckLooks);
      for (const { refuse } of refused) refuse(new AppError('busy'));
    }
    if (this.#waiting.length > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

const byPool = new WeakMap<Sql, Turns>();

/** Runs a transaction when a connection of the pool is free. @throws AppError busy when the pool is stuck. */
export function inTurn<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  let turns = byPool.get(sql);
  if (!turns) {
    turns = new Turns(sql.options.max);
    byPool.set(sql, turns);
  }
  return turns.take(work);
}
