import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mode } from './app';
import { checkCity, checkRecords, replayAll, settleAll } from './check';
import { type DrillCity, openDrillCity } from './city';
import type { Attempt } from './client';
import { work } from './load';
import { judgeLocks } from './locks';
import { type DrillReport, quantile, Report, seconds } from './report';

/** A backend dies (PostgreSQL then resets all of them), the postmaster dies, or it is told to end at once without a checkpoint. */
const ends = ['backend', 'postmaster', 'immediate'] as const;
type End = (typeof ends)[number];

const limitMs = 60_000;

/** A backend in the midst of a transaction. @throws when nothing is at work, which is a finding of its own. */
async function findBackend(city: DrillCity): Promise<number> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const [row] = await city.eye<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'xuemai' and xact_start is not null order by random() limit 1`;
    if (row) return row.pid;
    await pause(5);
  }
  throw new Error(`no transaction of the application was open for ${seconds(limitMs)}: nobody is at work`);
}

/** Waits until something is acknowledged that was sent after the kill. */
export async function waitForAnswer(attempts: () => readonly Attempt[], since: number): Promise<number> {
  for (;;) {
    const isBack = attempts().some(({ sentAt, outcome }) => sentAt > since && outcome === 'acknowledged');
    const ms = performance.now() - since;
    if (isBack || ms > limitMs) return ms;
    await pause(20);
  }
}

/** One outage under load, and everything that was asked meanwhile settled and held against the database. @returns ms to the first answer. */
async function endOnce(
  city: DrillCity,
  end: End,
): Promise<{ recoveredMs: number; violations: string[]; line: string }> {
  const before = new Set(city.attempts());
  const round = new AbortController();
  const hands = city.clients.map((client) => work(client, city.shared, round.signal, 'wait'));
  await pause(randomInt(500, 2_000));
  const pid = end === 'backend' ? await findBackend(city) : city.postmaster();
  const since = performance.now();
  process.kill(pid, end === 'immediate' ? 'SIGQUIT' : 'SIGKILL');
  const recoveredMs = await waitForAnswer(city.attempts, since);
  const violations: string[] = [];
  if (recoveredMs > limitMs) violations.push(`no answer within ${seconds(limitMs)}`);
  if (city.app.hasEnded()) violations.push('the application ended');
  await pause(1_000);
  round.abort();
  await Promise.all(hands);
  await Promise.all(city.clients.map((client) => client.touch()));
  const inRound = city.attempts().filter((attempt) => !before.has(attempt));
  const lost = inRound.filter(({ outcome }) => outcome !== 'acknowledged' && outcome !== 'refused');
  violations.push(...(await checkRecords(city.eye, inRound)));
  for (const attempt of lost) await attempt.client.deliver(attempt);
  violations.push(...(await replayAll(inRound)), ...(await checkRecords(city.eye, inRound)));
  violations.push(...(await checkCity(city.eye, city.dataDir)));
  const line = `${end} ${pid}: first answer after ${seconds(recoveredMs)}, ${inRound.length} commands, ${lost.length} unanswered, ${violations.length} violations`;
  return { recoveredMs, violations, line };
}

/** The application stays up and is not restarted: the database under it dies in three ways, and is held up by locks. */
export async function runDatabaseDrill(options: {
  times: number;
  mode: Mode;
  /** Whoever waits for a lock or a connection is answered within this: five seconds where the machine does nothing else. */
  answeredWithinMs?: number;
  say: (line: string) => void;
}): Promise<DrillReport> {
  const { times, mode, say, answeredWithinMs: withinMs = 5_000 } = options;
  const report = new Report();
  const city = await openDrillCity(mode);
  try {
    for (const end of ends) {
      const recovered: number[] = [];
      for (let n = 0; n < times; n++) {
        const { recoveredMs, violations, line } = await endOnce(city, end);
        recovered.push(recoveredMs);
        report.found(`${end} ${n + 1}`, violations);
        say(line);
      }
      const slowest = quantile(recovered, 1);
      report.demand(
        `${end} ended ${times} times: first answer, the application not restarted`,
        `median ${seconds(quantile(recovered, 0.5))}, slowest ${seconds(slowest)}`,
        `< ${limitMs / 1_000} s`,
        slowest < limitMs,
      );
    }
    await judgeLocks(city, report, { withinMs, say });
    await settleAll(report, city);
    return report;
  } finally {
    await city.close();
  }
}
