import { setTimeout as pause } from 'node:timers/promises';
import type { Mode } from '../drill/app';
import { checkCity } from '../drill/check';
import { type OwnCity, openOwnCity } from '../drill/city';
import type { FeedEntry, Screen } from './screens';

export interface Trouble {
  /** kill -9 of the application, and started again. */
  readonly kills: number;
  /** kill -9 of the database; the application is left to itself. */
  readonly restarts: number;
}

/** A server of the simulation's own, which it may break, and whose database it may look into afterwards. */
export interface OwnServer {
  readonly origin: string;
  /** Breaks what is to be broken at even distances over this time. Resolves when the last is over. */
  trouble(minutes: number, signal: AbortSignal): Promise<void>;
  /** What became of the whole city, and of what the screens heard of it. */
  check(screens: readonly Screen[]): Promise<string[]>;
  close(): Promise<void>;
}

async function breakOnce(city: OwnCity, what: 'application' | 'database', say: (line: string) => void): Promise<void> {
  const since = performance.now();
  if (what === 'application') {
    await city.app.kill();
    await city.startAgain();
  } else {
    const pid = city.postmaster();
    process.kill(pid, 'SIGKILL');
    // It is back when the application's own supervision has started it again; readiness remembers its answer for a second.
    while (city.postmaster() === pid) await pause(50);
    await pause(1_100);
    while (!(await isAnswering(city))) await pause(50);
  }
  say(`the ${what} was killed and answers again after ${((performance.now() - since) / 1_000).toFixed(1)} s`);
}

async function isAnswering(city: OwnCity): Promise<boolean> {
  if (city.app.hasEnded()) throw new Error('the application ended with its database');
  const answer = await fetch(`${city.app.url}/api/health/ready`).catch(() => null);
  return answer?.ok ?? false;
}

export async function openOwnServer(mode: Mode, what: Trouble, say: (line: string) => void): Promise<OwnServer> {
  const city = await openOwnCity(mode);
  const { kills, restarts } = what;
  // The database's turns lie between the application's.
  const turns = Array.from({ length: kills + restarts }, (_, n) =>
    Math.floor(((n + 1) * restarts) / (kills + restarts)) > Math.floor((n * restarts) / (kills + restarts))
      ? ('database' as const)
      : ('application' as const),
  );
  return {
    origin: city.app.url,
    async trouble(minutes, signal) {
      const began = performance.now();
      const lasts = minutes * 60_000;
      for (const [n, turn] of turns.entries()) {
        const dueIn = began + (lasts * (n + 1)) / (turns.length + 1) - performance.now();
        if (dueIn > 0) await pause(dueIn, undefined, { signal }).catch(() => undefined);
        // Ended by hand; a turn that came late because the one before took long is still had.
        if (signal.aborted && performance.now() - began < lasts) return;
        await breakOnce(city, turn, say);
      }
    },
    async check(screens) {
      const found = await checkCity(city.eye, city.dataDir);
      const rows = await city.eye<FeedEntry[]>`
        select seq::int as seq, rooms, (envelope->>'module') || '|' || (envelope->>'recordId') as record from feed order by feed.seq`;
      return [...found, ...screens.flatMap((screen) => screen.compareWithFeed(rows))];
    },
    close: () => city.close(),
  };
}
