import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Mode } from './app';
import { checkCity, checkRecords, committedKeys, replayAll } from './check';
import { type DrillCity, openDrillCity } from './city';
import type { Attempt } from './client';
import { work } from './load';
import { runTool } from './tool';

export interface KillSummary {
  readonly kills: number;
  /** Commands without an answer when the process died, by where they stood. The key is a transaction's first write. */
  readonly landed: { beforeFirstWrite: number; insideTransaction: number; afterCommit: number };
  readonly acknowledged: number;
  readonly refused: number;
  readonly restartMs: readonly number[];
  readonly violations: readonly string[];
}

/** Transactions of the application that have claimed a key and not committed. */
async function countInside(eye: Sql): Promise<number> {
  const [row] = await eye<{ inside: number }[]>`
    select count(distinct l.pid)::int as inside from pg_locks l join pg_stat_activity a using (pid)
    where l.relation = 'idempotency_keys'::regclass and l.mode = 'RowExclusiveLock' and l.granted and a.application_name = 'xuemai'`;
  return row?.inside ?? 0;
}

/**
 * Freezes the process at a random moment, lets what was already sent arrive, looks where the open commands stand, and kills it. A
 * moment at which no command stands between its first statement and its answer is let go, and another one is tried.
 */
async function killInTheMiddle(city: DrillCity): Promise<{ open: Attempt[]; inside: number; afterMs: number }> {
  const since = performance.now();
  await pause(randomInt(250, 2_500));
  for (let tries = 1; ; tries++) {
    const afterMs = performance.now() - since;
    city.app.signal('SIGSTOP');
    await pause(40);
    const open = city.attempts().filter(({ outcome }) => outcome === 'open');
    const inside = await countInside(city.eye);
    const committed = await committedKeys(city.eye, open);
    if (inside + committed.size > 0 || tries === 40) {
      await city.app.kill();
      return { open, inside, afterMs };
    }
    city.app.signal('SIGCONT');
    await pause(randomInt(1, 90));
  }
}

/** What was never answered is sent again with its key: it happened once, or it happens now, or it is refused now. */
async function settleUnanswered(attempts: readonly Attempt[]): Promise<void> {
  for (const attempt of attempts) if (attempt.outcome !== 'acknowledged') await attempt.client.deliver(attempt);
}

/** A clean stop, and then the tools that the operator has. */
async function stopAndAudit(city: DrillCity, say: (line: string) => void): Promise<string[]> {
  const violations: string[] = [];
  const code = await city.app.stop();
  if (code !== 0) violations.push(`SIGTERM ended the application with ${code}`);
  const reconciled = await runTool(city, 'scripts/reconcile.ts');
  if (reconciled.code !== 0 || reconciled.printed !== '')
    violations.push(`npm run reconcile: ${reconciled.code} ${reconciled.printed}`);
  const verified = await runTool(city, 'scripts/audit-verify.ts');
  say(verified.printed);
  if (verified.code !== 0) violations.push(`npm run audit:verify: ${verified.code}`);
  return violations;
}

/**
 * @param say one line for each kill.
 * @param inspect a look at the city after the last kill, while it still runs.
 */
export async function runKillDrill(options: {
  times: number;
  mode: Mode;
  say: (line: string) => void;
  inspect?: (city: DrillCity) => Promise<void>;
}): Promise<KillSummary> {
  const { times, mode, say, inspect } = options;
  const city = await openDrillCity(mode);
  const landed = { beforeFirstWrite: 0, insideTransaction: 0, afterCommit: 0 };
  const violations: string[] = [];
  const restartMs: number[] = [];
  const settled = new Set<Attempt>();
  let kills = 0;
  try {
    say(`${mode}: ready after ${(city.app.readyMs / 1000).toFixed(1)} s, 8 clients signed in`);
    for (const found of await checkCity(city.eye, city.dataDir)) violations.push(`before the first kill: ${found}`);
    for (let n = 1; n <= times; n++) {
      const before = city.attempts().length;
      const round = new AbortController();
      const hands = city.clients.map((client) => work(client, city.shared, round.signal, 'leave'));
      const { open, inside, afterMs } = await killInTheMiddle(city);
      kills += 1;
      round.abort();
      await Promise.all(hands);
      // The backends of the dead process end by themselves, their transactions with them.
      await city.startAgain();
      restartMs.push(city.app.readyMs);
      const committed = await committedKeys(city.eye, open);
      const at = {
        afterCommit: committed.size,
        insideTransaction: Math.min(inside, open.length - committed.size),
        beforeFirstWrite: Math.max(0, open.length - committed.size - inside),
      };
      landed.afterCommit += at.afterCommit;
      landed.insideTransaction += at.insideTransaction;
      landed.beforeFirstWrite += at.beforeFirstWrite;
      const tried = city.attempts().slice();
      const inRound = tried.filter((attempt) => !settled.has(attempt));
      const found = await checkRecords(city.eye, inRound);
      await Promise.all(city.clients.map((client) => client.touch()));
      await settleUnanswered(inRound.filter(({ outcome }) => outcome === 'open' || outcome === 'unanswered'));
      found.push(...(await replayAll(inRound)), ...(await checkRecords(city.eye, inRound)));
      found.push(...(await checkCity(city.eye, city.dataDir)));
      for (const attempt of inRound) settled.add(attempt);
      violations.push(...found.map((violation) => `kill ${n}: ${violation}`));
      say(
        `kill ${String(n).padStart(2)} at +${Math.round(afterMs)} ms: ${tried.length - before} commands, ${open.length} open ` +
          `(${at.beforeFirstWrite} before the first write, ${at.insideTransaction} inside, ${at.afterCommit} committed and unanswered), ` +
          `up again in ${(city.app.readyMs / 1000).toFixed(1)} s, ${found.length} violations`,
      );
    }
    const all = city.attempts();
    violations.push(...(await replayAll(all)), ...(await checkRecords(city.eye, all)));
    violations.push(...(await checkCity(city.eye, city.dataDir)));
    await inspect?.(city);
    const tally = new Map<string, number>();
    for (const { kind, outcome } of all) if (outcome === 'acknowledged') tally.set(kind, (tally.get(kind) ?? 0) + 1);
    const kinds = [...tally].map(([kind, n]) => `${n} ${kind}`).join(', ');
    say(`acknowledged: ${kinds}`);
    if (!inspect) violations.push(...(await stopAndAudit(city, say)));
    const count = (outcome: Attempt['outcome']) => all.filter((attempt) => attempt.outcome === outcome).length;
    return { kills, landed, acknowledged: count('acknowledged'), refused: count('refused'), restartMs, violations };
  } finally {
    await city.close();
  }
}
