import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@/db/embedded';
import { readPostmaster } from '@/db/embedded/postmaster';
import type { Mode } from './app';
import { checkCity, checkRecords, replayAll } from './check';
import { type DrillCity, openDrillCity } from './city';
import { work } from './load';

export interface Outage {
  readonly victim: 'backend' | 'postmaster';
  /** From the kill until a command was acknowledged again. */
  readonly recoveredMs: number;
}

const limitMs = 60_000;

async function findVictim(city: DrillCity, victim: Outage['victim']): Promise<number> {
  if (victim === 'postmaster') {
    const joined = await startEmbeddedPostgres({ dataDir: city.dataDir, log: () => {}, mayJoin: true });
    return readPostmaster(joined.clusterDir)?.pid ?? 0;
  }
  for (;;) {
    const [row] = await city.eye<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'xuemai' and xact_start is not null order by random() limit 1`;
    if (row) return row.pid;
    await pause(5);
  }
}

/** Waits until something is acknowledged that was sent after the kill. */
async function waitForAnswer(city: DrillCity, since: number): Promise<number> {
  for (;;) {
    const isBack = city.attempts().some(({ sentAt, outcome }) => sentAt > since && outcome === 'acknowledged');
    const ms = performance.now() - since;
    if (isBack || ms > limitMs) return ms;
    await pause(20);
  }
}

/** The application stays up and is not restarted: the database under it dies, by a backend (all are reset) and by its postmaster. */
export async function runPostgresDrill(options: { times: number; mode: Mode; say: (line: string) => void }) {
  const { times, mode, say } = options;
  const city = await openDrillCity(mode);
  const outages: Outage[] = [];
  const violations: string[] = [];
  let unanswered = 0;
  try {
    for (let n = 0; n < times * 2; n++) {
      const victim = n % 2 === 0 ? 'backend' : 'postmaster';
      const before = new Set(city.attempts());
      const round = new AbortController();
      const hands = city.clients.map((client) => work(client, city.shared, round.signal, 'wait'));
      await pause(randomInt(500, 2_000));
      const pid = await findVictim(city, victim);
      const since = performance.now();
      process.kill(pid, 'SIGKILL');
      const recoveredMs = await waitForAnswer(city, since);
      outages.push({ victim, recoveredMs });
      if (recoveredMs > limitMs) violations.push(`${victim}: no answer within ${limitMs / 1000} s`);
      if (city.app.hasEnded()) violations.push(`${victim}: the application ended`);
      await pause(1_000);
      round.abort();
      await Promise.all(hands);
      await Promise.all(city.clients.map((client) => client.touch()));
      const inRound = city.attempts().filter((attempt) => !before.has(attempt));
      const lost = inRound.filter(({ outcome }) => outcome !== 'acknowledged' && outcome !== 'refused');
      unanswered += lost.length;
      const found = await checkRecords(city.eye, inRound);
      for (const attempt of lost) await attempt.client.deliver(attempt);
      found.push(...(await replayAll(inRound)), ...(await checkRecords(city.eye, inRound)));
      found.push(...(await checkCity(city.eye, city.dataDir)));
      violations.push(...found.map((violation) => `${victim} ${n + 1}: ${violation}`));
      say(
        `${victim} ${pid} killed: first answer after ${(recoveredMs / 1000).toFixed(1)} s, ${inRound.length} commands, ${lost.length} unanswered, ${found.length} violations`,
      );
    }
    const all = city.attempts();
    violations.push(...(await replayAll(all)), ...(await checkRecords(city.eye, all)));
    const acknowledged = all.filter(({ outcome }) => outcome === 'acknowledged').length;
    return { outages, acknowledged, unanswered, violations };
  } finally {
    await city.close();
  }
}
