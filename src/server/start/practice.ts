import type { Server } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import { drizzleOn } from '@/db/drizzle';
import { anchorHeads } from '../audit/anchor-heads';
import { mirrorAtWork } from '../auth/mirror';
import type { Env } from '../env';
import type { Serving } from '../http/serve';
import { startJobs } from '../jobs/run-jobs';
import { supplyExercises } from '../practice/supply';
import { attachRealtime } from '../realtime/socket';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '../runtime';
import { say } from './console';
import { findPractice, type OpenDatabase, openPractice } from './database';
import { everyCityJobs } from './jobs';

const mirrorEverySeconds = 300;

interface Around {
  readonly database: OpenDatabase;
  readonly runtime: Runtime;
  readonly server: Server;
  readonly serving: Serving;
  isStopping(): boolean;
}

export interface Offering {
  /** Offered, refused or given up; or so long has gone by. */
  settled(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A runtime of its own on a database of its own; bell and anchors are apart, secret and address are the process's, and so is where figures are read, each under its city. */
export function practiceRuntime(city: Runtime, { sql, authSql }: Pick<Runtime, 'sql' | 'authSql'>): Runtime {
  return {
    sql,
    db: drizzleOn(sql),
    authSql,
    log: city.log.child({ city: 'practice' }),
    metrics: city.metrics,
    authSecret: city.authSecret,
    isDemo: false,
    isPractice: true,
    isInsecure: city.isInsecure,
    publicUrl: city.publicUrl,
    dataDir: path.join(city.dataDir, 'practice'),
    bell: createBell(),
    disk: createDiskWatch(),
  };
}

const upName = 'xuemai_practice_up';
const answersWithinMs = 1_000;

/** Where practice is to be offered: whether its database answers. Where it is not, there is no such figure. */
function showPractice(metrics: Registry, isAnswering: () => Promise<boolean>): void {
  metrics.removeSingleMetric(upName);
  new Gauge({
    name: upName,
    help: '1 when the database of the city for practising answers, 0 when it does not or was not opened',
    registers: [metrics],
    async collect() {
      this.set((await isAnswering()) ? 1 : 0);
    },
  });
}

/** The figures of the real city do not wait longer for it. */
async function answers({ sql }: Pick<Runtime, 'sql'>): Promise<boolean> {
  const waiting = new AbortController();
  const asked = sql`select 1`.then(
    () => true,
    () => false,
  );
  const late = pause(answersWithinMs, false, { signal: waiting.signal }).catch(() => false);
  const isUp = await Promise.race([asked, late]);
  waiting.abort();
  return isUp;
}

/**
 * Opens the city for practising beside the real one, while that goes on starting. What is wrong with it is said loudly and stops nothing: the real city
 * starts, and practice is not offered.
 */
export function offerPractice(env: Env, around: Around): Offering {
  const closing: (() => Promise<unknown>)[] = [];
  const { log } = around.runtime;
  const close = async () => {
    for (const end of closing.splice(0).reverse())
      await end().catch((error: unknown) => log.error({ err: error }, 'closing the city for practising failed'));
  };
  const offered = (async () => {
    const since = performance.now();
    let isAnswering = async () => false;
    if (around.database.embedded || env.practice) showPractice(around.runtime.metrics, () => isAnswering());
    const urls = await findPractice(env, around.database);
    if (!urls) return;
    const database = await openPractice(urls, around.runtime.sql);
    closing.push(() => database.close());
    if (around.isStopping()) return close();
    const practice = practiceRuntime(around.runtime, database);
    const realtime = attachRealtime(around.server, practice);
    closing.push(
      () => anchorHeads(practice),
      () => realtime.close(),
    );
    const mirror = {
      name: 'mirror',
      everySeconds: mirrorEverySeconds,
      run: () => mirrorAtWork(around.runtime, practice),
    };
    const exercises = { name: 'exercises', everySeconds: 2, run: supplyExercises };
    const jobs = startJobs(practice, [...everyCityJobs, mirror, exercises]);
    closing.push(() => jobs.stop());
    isAnswering = () => answers(practice);
    around.serving.hasPractice = true;
    installRuntime(around.runtime, practice);
    closing.push(async () => installRuntime(around.runtime));
    say(
      `${String(Math.round(performance.now() - since)).padStart(8)} ms  练习单位已就绪. The city for practising is ready`,
    );
  })().catch(async (error: unknown) => {
    await close();
    log.error({ err: error }, 'the city for practising was not opened: practice is not offered');
    say(
      `\n!! 练习单位没有打开, 不提供练习; 真实系统照常. Practice is not offered: ${error instanceof Error ? error.message : error}\n`,
    );
  });
  return {
    settled: async (withinMs) => {
      const waiting = new AbortController();
      await Promise.race([offered, pause(withinMs, undefined, { signal: waiting.signal }).catch(() => {})]);
      waiting.abort();
    },
    async close() {
      await offered;
      await close();
    },
  };
}
