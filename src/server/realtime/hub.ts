import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import {
  type ChangesFrame,
  type FeedCursor,
  type Heartbeat,
  heartbeatEveryMs,
  type ResumeAnswer,
} from '@/domain/live/protocol';
import { monotonicMs } from '../kernel/clock';
import type { Runtime } from '../runtime';
import { type Bus, openBus } from './bus';
import { readDelta } from './delta';
import { FanOut } from './fan-out';
import type { FeedRow } from './feed-row';
import { type Relay, startRelay } from './relay';
import { openSystemPool } from './system-pool';
import { readRecent, startTail, type Tail } from './tail';

const pollEveryMs = 1_000;

export interface FeedLag {
  readonly seq: number;
  readonly epoch: string;
  readonly isRelay: boolean;
  /** Age of what this process can vouch for. */
  readonly lagMs: number;
}

/** What the hub needs of whoever holds the sockets. */
export interface Outlet {
  sizeOf(channel: string): number;
  send(channel: string, frame: ChangesFrame): void;
  sendSnapshot(channel: string, heartbeat: Heartbeat): void;
  /** To every socket of this process. */
  beat(heartbeat: Heartbeat): void;
  /** The database has another history: everybody reads everything again. */
  beginEpoch(heartbeat: Heartbeat): void;
}

/** The live path of one process: relay (if it holds the lease), feed, fan-out, and the word on how fresh it all is. */
export class LiveHub {
  readonly ready: Promise<void>;
  readonly #self = randomUUID().slice(0, 8);
  readonly #relaySql: Sql;
  readonly #readSql: Sql;
  readonly #fanOut: FanOut;
  #outlet: Outlet | null = null;
  #relay: Relay | null = null;
  #tail: Tail | null = null;
  #bus: Bus | null = null;
  #unlistenBell = () => {};
  #timers: ReturnType<typeof setInterval>[] = [];
  #epoch = '';
  #schema = '';
  #truth = { at: '', lagMs: 0, readAt: 0 };
  #beating: Promise<void> | null = null;
  #isStopped = false;

  constructor(private readonly runtime: Runtime) {
    this.#relaySql = openSystemPool(runtime.sql, 'xuemai relay', 1);
    this.#readSql = openSystemPool(runtime.sql, 'xuemai feed', 2);
    this.#fanOut = new FanOut({
      clock: monotonicMs,
      epoch: () => this.#epoch,
      sizeOf: (channel) => this.#outlet?.sizeOf(channel) ?? 0,
      send: (channel, frame) => this.#outlet?.send(channel, frame),
      sendSnapshot: (channel) => this.#outlet?.sendSnapshot(channel, this.vouch()),
    });
    this.ready = this.#start();
    this.ready.catch(() => {});
  }

  connect(outlet: Outlet): void {
    this.#outlet = outlet;
  }

  /** Stands before every room's name: another schema is another city, another epoch another history. */
  get roomPrefix(): string {
    return `${this.#schema}/${this.#epoch}/`;
  }

  get framesSent(): number {
    return this.#fanOut.framesSent;
  }

  /** What this process can vouch for at this moment, to somebody who has everything up to its sequence. */
  vouch(): Heartbeat {
    const { at, lagMs, readAt } = this.#truth;
    return {
      epoch: this.#epoch,
      seq: this.#tail?.seq ?? 0,
      at,
      lagMs: Math.max(0, Math.round(lagMs + monotonicMs() - readAt)),
    };
  }

  lag(): FeedLag {
    const { seq, epoch, lagMs } = this.vouch();
    return { seq, epoch, lagMs, isRelay: this.#relay?.isHolder() ?? false };
  }

  /** What a listener with these rooms missed since its cursor, or that it has to read everything again. */
  async resume(cursor: FeedCursor, feedRooms: readonly string[]): Promise<ResumeAnswer> {
    await this.ready;
    const tail = this.#tail;
    if (!tail) throw new Error('the live path has stopped');
    if (cursor.epoch !== this.#epoch) return { kind: 'snapshot', ...this.vouch() };
    if (cursor.seq > tail.seq) await tail.catchUp();
    // Vouched for before the reading begins: rows that come meanwhile are not in it, and a later number would hide them for good.
    const vouched = this.vouch();
    const changes = await readDelta(this.#readSql, tail, { since: cursor.seq, upTo: vouched.seq }, feedRooms);
    return changes ? { kind: 'delta', changes, ...vouched } : { kind: 'snapshot', ...vouched };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#unlistenBell();
    await this.#bus?.stop();
    await this.#relay?.stop();
    await this.#tail?.stop();
    await this.#beating;
    this.#fanOut.stop();
    await Promise.all([this.#relaySql.end({ timeout: 2 }), this.#readSql.end({ timeout: 2 })]);
  }

  async #start(): Promise<void> {
    const { log, disk } = this.runtime;
    const first = await this.#readFirst();
    this.#epoch = first.epoch;
    this.#schema = first.schema;
    const tail = startTail({
      sql: this.#readSql,
      startAt: first.head,
      before: first.recent,
      log,
      onRows: (rows) => this.#fanOut.take(rows),
    });
    this.#tail = tail;
    const relay = startRelay({
      sql: this.#relaySql,
      holder: this.#self,
      log,
      disk,
      onRows: (rows) => {
        tail.accept(rows);
        this.#bus?.tell('feed');
      },
    });
    this.#relay = relay;
    this.#bus = openBus({
      sql: this.#readSql,
      listenOn: this.runtime.sql,
      channel: `${first.schema}.live`,
      self: this.#self,
      log,
      onWord: (word) => (word === 'outbox' ? relay.wake() : tail.wake()),
    });
    this.#unlistenBell = this.runtime.bell.listen(() => {
      if (relay.isHolder()) relay.wake();
      else this.#bus?.tell('outbox');
    });
    await this.#beat();
    this.#timers = [
      setInterval(() => tail.wake(), pollEveryMs),
      setInterval(() => {
        this.#beating ??= this.#beat().finally(() => {
          this.#beating = null;
        });
      }, heartbeatEveryMs),
    ];
  }

  /** The database may come later than the process. */
  async #readFirst(): Promise<{ epoch: string; head: number; schema: string; recent: readonly FeedRow[] }> {
    for (;;) {
      if (this.#isStopped) throw new Error('the live path has stopped');
      try {
        const [row] = await this.#readSql<{ epoch: string; head: number; schema: string }[]>`
          select c.epoch, f.seq as head, current_schema() as schema from city c, feed_head f`;
        if (!row) throw new Error('the database has no city');
        return { ...row, recent: await readRecent(this.#readSql, row.head) };
      } catch (error) {
        if (this.#isStopped) throw error;
        this.runtime.log.warn({ err: error }, 'the live path waits for the database');
        await pause(1_000);
      }
    }
  }

  /**
   * Asks the database what time it is and how far the feed is, hands on what is missing, and only then vouches. What still lies in the
   * outbox holds the time back: a stuck relay shows as old data and not as silence.
   */
  async #beat(): Promise<void> {
    const tail = this.#tail;
    if (!tail || this.#isStopped) return;
    const before = tail.seq;
    try {
      const [row] = await this.#readSql<{ epoch: string; head: number; now: Date; asOf: Date }[]>`
        select c.epoch, f.seq as head, city_now() as now, least(city_now(), (
          select min((o.envelope->>'at')::timestamptz) from (select envelope from outbox order by id limit 1000) o)) as "asOf"
        from city c, feed_head f`;
      if (!row) return;
      const readAt = monotonicMs();
      const isOtherHistory = row.epoch !== this.#epoch || row.head < before;
      if (isOtherHistory) {
        this.#epoch = row.epoch;
        tail.restartAt(row.head);
      } else if (tail.seq < row.head) {
        await tail.catchUp();
        if (tail.seq < row.head) return;
      }
      this.#truth = { at: row.asOf.toISOString(), lagMs: row.now.getTime() - row.asOf.getTime(), readAt };
      this.#fanOut.flush();
      if (isOtherHistory) this.#outlet?.beginEpoch(this.vouch());
      else this.#outlet?.beat(this.vouch());
    } catch (error) {
      if (!this.#isStopped) this.runtime.log.warn({ err: error }, 'no heartbeat: the database did not answer');
    }
  }
}

const hubs = new WeakMap<Runtime, LiveHub>();

/** One hub per process, shared by sockets and polls. */
export function hubOf(runtime: Runtime): LiveHub {
  let hub = hubs.get(runtime);
  if (!hub) {
    hub = new LiveHub(runtime);
    hubs.set(runtime, hub);
  }
  return hub;
}
