import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { socketPath } from '@/domain/live/protocol';
import { type Bench, signIssue } from './commands';
import { callProcedure, post } from './http-client';
import { type Result, ratioOf, show, spreadBy } from './measure';
import { type Child, type Place, startChild } from './place';
import type { Counted, CountScreens, OpenScreens, Returned, ReturnScreens } from './screens';

const screenCount = 500;
const writesPerSecond = 50;

interface Round extends Counted {
  readonly writes: number;
  /** Writes that the server could not take at their time: acknowledged per second, and how late the last answer was. */
  readonly acknowledgedPerSecond: number;
  readonly answerP95: number;
  readonly cpuCores: number;
  readonly rssMiB: number;
}

const wallMs = () => performance.timeOrigin + performance.now();

async function tell(child: Child, word: OpenScreens | CountScreens | ReturnScreens): Promise<unknown> {
  const answer = once(child.process, 'message');
  child.process.send(word);
  const [said] = await answer;
  if (typeof said === 'object' && said !== null && 'error' in said) throw new Error(String(said.error));
  return said;
}

async function usage(child: Child): Promise<{ rss: number; cpu: { user: number; system: number } }> {
  const answer = once(child.process, 'message');
  child.process.send('usage');
  const [said] = await answer;
  return said as { rss: number; cpu: { user: number; system: number } };
}

/** Writes at their due times, whether or not the ones before were answered: a slow server shows as late screens, not as fewer writes. */
async function round(
  screens: Child,
  server: Child,
  seconds: number,
  write: (n: number) => Promise<string>,
): Promise<Round> {
  const due: Record<string, number> = {};
  const answers: number[] = [];
  const open: Promise<void>[] = [];
  const before = await usage(server);
  const began = wallMs() + 50;
  const total = seconds * writesPerSecond;
  for (let n = 0; n < total; n++) {
    const at = began + (n * 1_000) / writesPerSecond;
    const wait = at - wallMs();
    if (wait > 0) await pause(wait);
    open.push(
      write(n).then((id) => {
        due[id] = at;
        answers.push(wallMs() - at);
      }),
    );
  }
  await Promise.all(open);
  const took = (wallMs() - began) / 1_000;
  const after = await usage(server);
  await pause(1_500);
  const counted = (await tell(screens, { kind: 'count', due })) as Counted;
  answers.sort((a, b) => a - b);
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    ...counted,
    writes: total,
    acknowledgedPerSecond: total / took,
    answerP95: answers[Math.floor(answers.length * 0.95)] ?? Number.NaN,
    cpuCores: cpu / 1e6 / took,
    rssMiB: after.rss / 2 ** 20,
  };
}

/** What writes: an issue to ours, one statement to the plain server. Each takes a bag from the shelves. */
function writersOf(place: Place, benches: readonly Bench[], app: Child, plain: Child) {
  const at = (n: number) => {
    const bench = benches[n % benches.length];
    const unitId = bench?.bags.pop();
    if (!bench || !unitId) throw new RangeError('no bags left');
    return { bench, unitId };
  };
  const signed: Awaited<ReturnType<typeof signIssue>>[] = [];
  /** Signatures are given at the form, before the write: outside what is measured. */
  const sign = async (writes: number) => {
    for (let n = 0; n < writes; n++) {
      const { bench, unitId } = at(n);
      signed.push(await signIssue(place, bench, unitId));
    }
    signed.reverse();
  };
  // An issue, because its record is told to the city; a reservation moves the city's cells and is nobody else's business.
  const ours = async (n: number) => {
    const data = signed.pop();
    const cookie = benches[n % benches.length]?.technician.cookie ?? '';
    const { id } = await callProcedure<{ id: string }>(app.url, cookie, 'clinicalIssues.register', {
      key: randomUUID(),
      data,
    });
    return id;
  };
  const bare = async (n: number) => {
    const { bench, unitId } = at(n);
    const { status, text } = await post(`${plain.url}/write`, { orgId: bench.orgId, unitId });
    if (status !== 200) throw new Error(text);
    return unitId;
  };
  return { sign, ours, bare };
}

/** G1: 500 city screens, 50 writes a second; from the moment a write is due until a screen has it. */
export async function measureLive(
  place: Place,
  benches: readonly Bench[],
  seconds: number,
  rounds: number,
): Promise<Result> {
  const cookies: string[] = [];
  for (let n = 0; n < screenCount; n++) cookies.push((await place.enter('O01', ['official'])).cookie);
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const ourScreens = await startChild('screens.ts', {});
  const plainScreens = await startChild('screens.ts', {});
  const { sign, ours, bare } = writersOf(place, benches, app, plain);
  try {
    await tell(ourScreens, { kind: 'open', url: app.url, path: socketPath, cookies });
    await tell(plainScreens, { kind: 'open', url: plain.url, path: '/plain', cookies });
    await sign(3 * writesPerSecond);
    await round(ourScreens, app, 3, ours);
    await round(plainScreens, plain, 3, bare);
    const found: { ours: Round[]; bare: Round[] } = { ours: [], bare: [] };
    for (let n = 0; n < rounds; n++) {
      await sign(seconds * writesPerSecond);
      found.ours.push(await round(ourScreens, app, seconds, ours));
      found.bare.push(await round(plainScreens, plain, seconds, bare));
    }
    const say = (list: readonly Round[]) => {
      const of = (pick: (one: Round) => number) => show(spreadBy(list, pick));
      return `p50 ${of((one) => one.p50)}, p95 ${of((one) => one.p95)}, p99 ${of((one) => one.p99)}, last of ${screenCount} p95 ${of((one) => one.lastP95)} ms; ${of((one) => one.acknowledgedPerSecond)} writes/s, answer p95 ${of((one) => one.answerP95)} ms; ${of((one) => one.cpuCores)} cores, ${of((one) => one.rssMiB)} MiB; ${list.reduce((sum, one) => sum + one.missing, 0)} of ${list.reduce((sum, one) => sum + one.deliveries + one.missing, 0)} missing`;
    };
    const ratio = ratioOf(found.ours, found.bare, (one) => one.p95);
    return {
      figures: [
        {
          goal: 'G1',
          what: `write due → seen by ${screenCount} city screens at ${writesPerSecond} writes/s`,
          ours: say(found.ours),
          reference: say(found.bare),
          ratio: show(ratio),
          wanted: 'p95 ≤ 2 × plain socket.io',
          isMet: ratio.median <= 2 && found.ours.every(({ missing }) => missing === 0),
        },
      ],
      raw: { ...found },
    };
  } finally {
    for (const child of [ourScreens, plainScreens, app, plain]) await child.stop();
  }
}

const returning = 2_000;
const missed = 20;
const returningAtOnce = 1_000;

/** G9: 2,000 screens are cut and come back at once, each asking for what it missed; the same screens on a plain server. */
export async function measureReturn(place: Place, benches: readonly Bench[], rounds: number): Promise<Result> {
  const cookies: string[] = [];
  for (let n = 0; n < returning; n++) cookies.push((await place.enter('O01', ['official'])).cookie);
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const { sign, ours, bare } = writersOf(place, benches, app, plain);
  const places = [
    { url: app.url, path: socketPath, children: [] as Child[] },
    { url: plain.url, path: '/plain', children: [] as Child[] },
  ] as const;
  const inParts = (work: (part: readonly string[], index: number) => Promise<unknown>) =>
    Promise.all(
      Array.from({ length: returning / returningAtOnce }, (_, n) =>
        work(cookies.slice(n * returningAtOnce, (n + 1) * returningAtOnce), n),
      ),
    );
  try {
    for (const { url, path, children } of places)
      await inParts(async (part, n) => {
        const child = await startChild('screens.ts', {});
        children[n] = child;
        await tell(child, { kind: 'open', url, path, cookies: part });
      });
    const comeBack = async ({ url, path, children }: (typeof places)[number]): Promise<Returned> => {
      const parts = (await inParts((part, n) =>
        tell(children[n] as Child, { kind: 'return', url, path, cookies: part, missed }),
      )) as Returned[];
      return {
        p50: Math.max(...parts.map(({ p50 }) => p50)),
        last: Math.max(...parts.map(({ last }) => last)),
        failed: parts.reduce((sum, { failed }) => sum + failed, 0),
      };
    };
    const found: { ours: Returned[]; bare: Returned[] } = { ours: [], bare: [] };
    for (let n = 0; n < rounds; n++) {
      await sign(missed);
      for (let done = 0; done < missed; done++) {
        await ours(done);
        await bare(done);
      }
      await pause(3_000);
      found.ours.push(await comeBack(places[0]));
      await pause(1_000);
      found.bare.push(await comeBack(places[1]));
    }
    const say = (list: readonly Returned[]) => {
      const of = (pick: (one: Returned) => number) => show(spreadBy(list, pick));
      return `half of them after ${of(({ p50 }) => p50)}, the last after ${of(({ last }) => last)} ms; ${list.reduce((sum, { failed }) => sum + failed, 0)} of ${returning * list.length} failed`;
    };
    const isMet = found.ours.every(({ last, failed }) => last <= 3_000 && failed === 0);
    return {
      figures: [
        {
          goal: 'G9',
          what: `${returning} screens come back at once, each ${missed} changes behind`,
          ours: say(found.ours),
          reference: say(found.bare),
          ratio: show(ratioOf(found.ours, found.bare, ({ last }) => last)),
          wanted: 'the last ≤ 3,000 ms, none fails',
          isMet,
        },
      ],
      raw: { ...found },
    };
  } finally {
    for (const child of [...places.flatMap(({ children }) => children), app, plain]) await child.stop();
  }
}
