import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { socketPath } from '@/domain/live/protocol';
import { type Bench, signIssue } from './commands';
import { callProcedure, post } from './http-client';
import { type Result, ratioOf, show, spreadBy } from './measure';
import type { Child, Place } from './place';
import { type Round, runRound, showRounds, type Write } from './rounds';
import { ScreenHerd } from './screen-herd';
import type { Returned, Seat } from './screens';

export const plainPath = '/plain';

/** Officials, each with a session of his own. */
export async function seatOffice(place: Place, count: number): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (let n = 0; n < count; n++) seats.push({ cookie: (await place.enter('O01', ['official'])).cookie, orgId: null });
  return seats;
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
  const ours: Write = async (n) => {
    const data = signed.pop();
    const { technician, orgId } = benches[n % benches.length] as Bench;
    const { id } = await callProcedure<{ id: string }>(app.url, technician.cookie, 'clinicalIssues.register', {
      key: randomUUID(),
      data,
    });
    return { id, orgId };
  };
  const bare: Write = async (n) => {
    const { bench, unitId } = at(n);
    return writePlainly(plain, bench.orgId, [unitId]);
  };
  return { sign, ours, bare };
}

/** One statement of ledger work on the plain server. */
export async function writePlainly(plain: Child, orgId: string, unitIds: readonly string[]) {
  const id = randomUUID();
  const { status, text } = await post(`${plain.url}/write`, { id, orgId, unitIds });
  if (status !== 200) throw new Error(text);
  return { id, orgId };
}

const screenCount = 500;
const writesPerSecond = 50;

/** G1: 500 city screens, 50 writes a second; from the moment a write is due until a screen has it. G11: what that leaves in memory. */
export async function measureLive(
  place: Place,
  benches: readonly Bench[],
  seconds: number,
  rounds: number,
): Promise<Result> {
  const seats = await seatOffice(place, screenCount);
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const ourScreens = await ScreenHerd.open({ url: app.url, path: socketPath }, seats);
  const plainScreens = await ScreenHerd.open({ url: plain.url, path: plainPath }, seats);
  const { sign, ours, bare } = writersOf(place, benches, app, plain);
  const pace = { seconds, perSecond: writesPerSecond };
  try {
    await sign(3 * writesPerSecond);
    await runRound(ourScreens, app, { ...pace, seconds: 3 }, ours);
    await runRound(plainScreens, plain, { ...pace, seconds: 3 }, bare);
    const found: { ours: Round[]; bare: Round[] } = { ours: [], bare: [] };
    for (let n = 0; n < rounds; n++) {
      await sign(seconds * writesPerSecond);
      found.ours.push(await runRound(ourScreens, app, pace, ours));
      found.bare.push(await runRound(plainScreens, plain, pace, bare));
    }
    const ratio = ratioOf(found.ours, found.bare, (one) => one.p95);
    const memory = found.ours.at(-1)?.rssMiB ?? Number.NaN;
    return {
      figures: [
        {
          goal: 'G1',
          what: `write due → seen by ${screenCount} city screens at ${writesPerSecond} writes/s`,
          ours: showRounds(found.ours),
          reference: showRounds(found.bare),
          ratio: show(ratio),
          wanted: 'p95 ≤ 2 × plain socket.io',
          isMet: ratio.median <= 2 && found.ours.every(({ missing, busy }) => missing + busy === 0),
        },
        {
          goal: 'G11',
          what: `memory of the process after it, with the ${screenCount} screens: all but Next, which is not in it`,
          ours: `${memory.toFixed(0)} MiB`,
          reference: `${found.bare.at(-1)?.rssMiB.toFixed(0)} MiB`,
          ratio: '',
          wanted: '≤ 250 MiB beyond Next’s own',
          isMet: memory <= 250,
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

/** G9: 2,000 screens are cut and come back at once, each asking for what it missed; the same screens on a plain server. */
export async function measureReturn(place: Place, benches: readonly Bench[], rounds: number): Promise<Result> {
  const seats = await seatOffice(place, returning);
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const { sign, ours, bare } = writersOf(place, benches, app, plain);
  const herds: ScreenHerd[] = [];
  try {
    const ourScreens = await ScreenHerd.open({ url: app.url, path: socketPath }, seats);
    herds.push(ourScreens);
    const plainScreens = await ScreenHerd.open({ url: plain.url, path: plainPath }, seats);
    herds.push(plainScreens);
    const found: { ours: Returned[]; bare: Returned[] } = { ours: [], bare: [] };
    for (let n = 0; n < rounds; n++) {
      await sign(missed);
      for (let done = 0; done < missed; done++) {
        await ours(done);
        await bare(done);
      }
      await pause(3_000);
      found.ours.push(await ourScreens.comeBack(missed));
      await pause(1_000);
      found.bare.push(await plainScreens.comeBack(missed));
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
    for (const child of [...herds, app, plain]) await child.stop();
  }
}
