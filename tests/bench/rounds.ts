import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Busy } from './http-client';
import { quantile, show, spreadBy } from './measure';
import type { Child } from './place';
import type { ScreenHerd, Seen } from './screen-herd';
import type { Due } from './screens';

/** One stretch of writes under open screens. */
export interface Round extends Seen {
  readonly writes: number;
  /** Of them, told that the server is busy, and not written. */
  readonly busy: number;
  /** What the server could not take at its time shows here, and as late answers. */
  readonly acknowledgedPerSecond: number;
  readonly answerP95: number;
  readonly cpuCores: number;
  readonly rssMiB: number;
}

/** Writes the n-th record. @returns its id as the screens are told it, and its house. */
export type Write = (n: number) => Promise<{ readonly id: string; readonly orgId: string }>;

const wallMs = () => performance.timeOrigin + performance.now();

export async function usage(child: Child): Promise<{ rss: number; cpu: { user: number; system: number } }> {
  const answer = once(child.process, 'message');
  child.process.send('usage');
  const [said] = await answer;
  return said as { rss: number; cpu: { user: number; system: number } };
}

/** Writes at their due times, whether or not the ones before were answered: a slow server shows as late screens, not as fewer writes. */
export async function runRound(
  screens: ScreenHerd,
  server: Child,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number },
  write: Write,
): Promise<Round> {
  const due: Record<string, Due> = {};
  const answers: number[] = [];
  const open: Promise<void>[] = [];
  let busy = 0;
  const before = await usage(server);
  const began = wallMs() + 50;
  const total = seconds * perSecond;
  for (let n = 0; n < total; n++) {
    const at = began + (n * 1_000) / perSecond;
    const wait = at - wallMs();
    if (wait > 0) await pause(wait);
    open.push(
      write(n).then(
        ({ id, orgId }) => {
          due[id] = { at, orgId };
          answers.push(wallMs() - at);
        },
        (error: unknown) => {
          if (!(error instanceof Busy)) throw error;
          busy += 1;
        },
      ),
    );
  }
  await Promise.all(open);
  const took = (wallMs() - began) / 1_000;
  const after = await usage(server);
  await pause(1_500);
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    ...(await screens.count(due)),
    writes: total,
    busy,
    acknowledgedPerSecond: answers.length / took,
    answerP95: quantile(answers, 0.95),
    cpuCores: cpu / 1e6 / took,
    rssMiB: after.rss / 2 ** 20,
  };
}

export function showRounds(rounds: readonly Round[]): string {
  const of = (pick: (one: Round) => number) => show(spreadBy(rounds, pick));
  const sum = (pick: (one: Round) => number) => rounds.reduce((total, one) => total + pick(one), 0);
  const stray = sum((one) => one.stray);
  const busy = sum((one) => one.busy);
  return (
    `p50 ${of((one) => one.p50)}, p95 ${of((one) => one.p95)}, p99 ${of((one) => one.p99)}, last screen of each p95 ${of((one) => one.lastP95)} ms; ` +
    `${of((one) => one.acknowledgedPerSecond)} writes/s, answer p95 ${of((one) => one.answerP95)} ms; ${of((one) => one.cpuCores)} cores, ${of((one) => one.rssMiB)} MiB; ` +
    `${sum((one) => one.missing)} of ${sum((one) => one.deliveries + one.missing)} missing${stray > 0 ? `, ${stray} stray` : ''}${busy > 0 ? `; ${busy} of ${sum((one) => one.writes)} told that the server is busy` : ''}`
  );
}
