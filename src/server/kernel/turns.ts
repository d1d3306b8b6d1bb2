import type { Sql } from 'postgres';
import { lockWaitMs } from '@/db/client';
import { AppError } from './errors';

const lookEveryMs = 100;
/** What one look may count: a process that stood still itself does not take that for waiting. */
const lookCountsMs = 500;
/** Who has waited so long for a connection hears that the system is busy. Nothing was begun, so it may be sent again. */
const patienceMs = 3_500;
/** All waiting together: for a connection, in the queue for a locked row, and at the head of that queue. */
const allWaitingMs = 4_500;
/** Waiting transactions of one house, for each of its connections: more than it can hope to have served within its patience. */
const waitingPerConnection = 50;

export interface Turn {
  /** Whose work it is: no house takes the pool from the others. */
  readonly orgId: string;
  /** Goes first of all, and has connections that nothing else takes: somebody is bleeding. */
  readonly isUrgent: boolean;
}

/** A repetition of the same work goes on with the patience that is left. */
export interface Patience {
  waitedMs: number;
}

interface Waiting {
  readonly number: number;
  readonly patience: Patience;
  go(): void;
  refuse(error: AppError): void;
}

interface House {
  running: number;
  urgent: Waiting[];
  ordinary: Waiting[];
}

/**
 * Turns at a pool. A house has at most half of the connections and its own queue, bounded in length and in age, so that whatever holds
 * one house up, its lock or its own rush, leaves the others theirs. A free connection goes to an emergency first, then to the house that
 * has the fewest.
 */
class Turns {
  readonly #share: number;
  readonly #kept: number;
  readonly #houses = new Map<string, House>();
  #running = 0;
  #number = 0;
  #lookedAt = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(private readonly connections: number) {
    this.#share = Math.ceil(connections / 2);
    this.#kept = Math.floor(connections / 10);
  }

  async take<T>({ orgId, isUrgent }: Turn, patience: Patience, work: (lockMs: number) => Promise<T>): Promise<T> {
    const house = this.#houses.get(orgId) ?? { running: 0, urgent: [], ordinary: [] };
    this.#houses.set(orgId, house);
    if (this.#mayGo(house, isUrgent)) this.#begin(house);
    else await this.#wait(house, isUrgent, patience);
    try {
      const left = allWaitingMs - Math.min(patienceMs, patience.waitedMs);
      return await work(Math.round(Math.min(lockWaitMs, left / 2)));
    } finally {
      this.#running -= 1;
      house.running -= 1;
      this.#callNext();
      this.#forget(orgId, house);
    }
  }

  /** Whoever ends lets all go who may, so nobody who waits may go, and nobody is overtaken by a newcomer of its own kind. */
  #mayGo({ running }: House, isUrgent: boolean): boolean {
    if (isUrgent) return this.#running < this.connections && running < this.#share + this.#kept;
    return this.#running < this.connections - this.#kept && running < this.#share;
  }

  #begin(house: House): void {
    this.#running += 1;
    house.running += 1;
  }

  #wait(house: House, isUrgent: boolean, patience: Patience): Promise<void> {
    const queue = isUrgent ? house.urgent : house.ordinary;
    if (patience.waitedMs >= patienceMs || queue.length >= waitingPerConnection * this.#share)
      return Promise.reject(new AppError('busy'));
    return new Promise<void>((go, refuse) => {
      queue.push({ number: this.#number++, patience, go, refuse });
      if (this.#timer) return;
      this.#lookedAt = performance.now();
      this.#timer = setInterval(() => this.#look(), lookEveryMs);
    });
  }

  #callNext(): void {
    for (const kind of ['urgent', 'ordinary'] as const) {
      for (let house = this.#nextHouse(kind); house; house = this.#nextHouse(kind)) {
        this.#begin(house);
        house[kind].shift()?.go();
      }
    }
  }

  #nextHouse(kind: 'urgent' | 'ordinary'): House | undefined {
    let best: House | undefined;
    for (const house of this.#houses.values()) {
      const first = house[kind][0];
      if (!first || !this.#mayGo(house, kind === 'urgent')) continue;
      const rival = best?.[kind][0];
      if (!best || !rival || house.running < best.running) best = house;
      else if (house.running === best.running && first.number < rival.number) best = house;
    }
    return best;
  }

  #look(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#lookedAt, lookCountsMs);
    this.#lookedAt = now;
    let waiting = 0;
    for (const [orgId, house] of this.#houses) {
      for (const kind of ['urgent', 'ordinary'] as const) {
        for (const one of house[kind]) one.patience.waitedMs += passed;
        const refused = house[kind].filter(({ patience }) => patience.waitedMs >= patienceMs);
        if (refused.length) house[kind] = house[kind].filter(({ patience }) => patience.waitedMs < patienceMs);
        for (const { refuse } of refused) refuse(new AppError('busy'));
        waiting += house[kind].length;
      }
      this.#forget(orgId, house);
    }
    if (waiting > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #forget(orgId: string, { running, urgent, ordinary }: House): void {
    if (running + urgent.length + ordinary.length === 0) this.#houses.delete(orgId);
  }
}

const byPool = new WeakMap<Sql, Turns>();

/**
 * Runs a transaction when a connection of the pool is free.
 * @param work is told how long it may wait for a lock. @throws AppError busy after three and a half seconds, or at once when too many wait already.
 */
export function inTurn<T>(
  sql: Sql,
  turn: Turn,
  work: (lockMs: number) => Promise<T>,
  patience: Patience = { waitedMs: 0 },
): Promise<T> {
  let turns = byPool.get(sql);
  if (!turns) {
    turns = new Turns(sql.options.max);
    byPool.set(sql, turns);
  }
  return turns.take(turn, patience, work);
}
