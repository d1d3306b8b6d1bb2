import { setTimeout as pause } from 'node:timers/promises';
import type { Readiness } from '@/server/http/health';
import type { Mode } from './app';
import { checkRecords, settleAll } from './check';
import { openDrillCity } from './city';
import { Refused, Unanswered } from './client';
import { waitForAnswer } from './database';
import { work } from './load';
import { type DrillReport, quantile, Report, seconds } from './report';
import { openSmallDisk } from './small-disk';

const limitMs = 60_000;
const answeredWithinMs = 10_000;

interface Seen {
  readonly readings: { readonly ms: number; readonly code: string }[];
  readonly said: Set<string>;
}

const notWritable = 'not writable';
const wordsOf = ({ status, database }: Readiness) =>
  database?.writable === false ? `${status}, ${notWritable}` : status;

/** Reads and asks for the readiness twice a second, as a screen and a probe do. */
async function watch(ask: () => Promise<unknown>, url: string, until: AbortSignal): Promise<Seen> {
  const seen: Seen = { readings: [], said: new Set() };
  while (!until.aborted) {
    const since = performance.now();
    const code = await ask().then(
      () => 'ok',
      (error: unknown) => {
        if (error instanceof Refused) return error.message;
        if (error instanceof Unanswered) return 'no answer';
        throw error;
      },
    );
    seen.readings.push({ ms: performance.now() - since, code });
    const answer = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(answeredWithinMs) }).catch(
      () => null,
    );
    seen.said.add(answer ? wordsOf((await answer.json()) as Readiness) : 'no answer');
    await pause(500);
  }
  return seen;
}

/** The disk is full under load: nothing acknowledged is lost, whoever asks is answered, and with room again all goes on by itself. */
export async function runDiskDrill(options: {
  readonly secondsFull: number;
  readonly mode: Mode;
  readonly say: (line: string) => void;
}): Promise<DrillReport> {
  const { secondsFull, mode, say } = options;
  const report = new Report();
  const disk = openSmallDisk();
  if (!disk) {
    report.found('disk', ['not run: this system can neither mount a small file system nor limit the size of files']);
    return report;
  }
  report.fact('the disk', disk.how);
  const city = await openDrillCity(mode, { folder: disk.folder });
  const round = new AbortController();
  try {
    const hands = city.clients.map((client) => work(client, city.shared, round.signal, 'wait'));
    await pause(3_000);
    say('the disk is full');
    const fullAt = performance.now();
    disk.fill(city.postmaster());
    const looking = new AbortController();
    const [reader] = city.clients.filter(({ orgId }) => orgId === 'H01');
    if (!reader) throw new Error('nobody at work');
    const looks = watch(() => reader.ask('stock.matrix', {}), city.app.url, looking.signal);
    await pause(secondsFull * 1_000);
    looking.abort();
    const { readings, said } = await looks;
    const meanwhile = city.attempts().filter(({ sentAt }) => sentAt >= fullAt);
    say('there is room again');
    disk.empty(city.postmaster());
    const recoveredMs = await waitForAnswer(city.attempts, performance.now());
    await pause(2_000);
    round.abort();
    await Promise.all(hands);
    const count = (outcome: string) => meanwhile.filter((attempt) => attempt.outcome === outcome).length;
    const slowest = quantile(
      readings.map(({ ms }) => ms),
      1,
    );
    report.demand('the application ended', city.app.hasEnded() ? 'yes' : 'no', 'no', !city.app.hasEnded());
    report.fact(
      'commands while it was full',
      `${count('acknowledged')} acknowledged, ${count('refused')} refused, ${count('unanswered')} not saved`,
    );
    report.demand('commands that the full disk stopped', String(count('unanswered')), '> 0', count('unanswered') > 0);
    report.demand(
      'readings while it was full',
      `${readings.length}: ${[...new Set(readings.map(({ code }) => code))].join(', ')}, the slowest after ${seconds(slowest)}`,
      `each answered, < ${answeredWithinMs / 1_000} s`,
      slowest < answeredWithinMs && readings.every(({ code }) => code === 'ok' || code === 'no answer'),
    );
    const hasEnded = !disk.isFileSystem && readings.some(({ code }) => code === 'no answer');
    report.demand(
      'readiness said',
      `${[...said].join('; ')}${hasEnded ? '; the database ended over it and came back' : ''}`,
      'that nothing can be written',
      hasEnded || [...said].some((words) => words.endsWith(notWritable)),
    );
    report.demand(
      'with room again: first answer, the application not restarted',
      seconds(recoveredMs),
      `< ${limitMs / 1_000} s`,
      recoveredMs < limitMs,
    );
    report.found('before anything is sent again', await checkRecords(city.eye, city.attempts()));
    await settleAll(report, city);
    return report;
  } finally {
    round.abort();
    await city.close();
  }
}
