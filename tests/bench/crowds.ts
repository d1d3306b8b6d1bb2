import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { socketPath } from '@/domain/live/protocol';
import type { Bench } from './commands';
import { busyHospitals, plainProduct } from './fill';
import { callProcedure } from './http-client';
import { plainPath, seatOffice, writePlainly } from './live';
import { type Result, ratioOf, show, spreadBy } from './measure';
import type { Child, Place, Visitor } from './place';
import { type Round, runRound, showRounds, usage, type Write } from './rounds';
import { ScreenHerd } from './screen-herd';
import type { Seat } from './screens';

/** Bags of one house that are taken off the shelf in one command. */
interface Armful {
  readonly orgId: string;
  readonly technician: Visitor;
  readonly unitIds: readonly string[];
}

/** Both sides take theirs from the same heap, so that neither gets the fuller shelves. */
class Heap {
  constructor(private readonly armfuls: Armful[]) {}

  take(): Armful {
    const armful = this.armfuls.pop();
    if (!armful) throw new RangeError('no bags left');
    return armful;
  }

  has(count: number): boolean {
    return this.armfuls.length >= count;
  }

  /** 隔离: a command without a form before it, so that any number of them can be due. */
  byApi(app: Child): Write {
    return async () => {
      const { orgId, technician, unitIds } = this.take();
      const { recordId } = await callProcedure<{ recordId: string }>(app.url, technician.cookie, 'stock.hold', {
        key: randomUUID(),
        data: { unitIds, cause: 'other', words: '测量' },
      });
      return { id: recordId, orgId };
    };
  }

  plainly(plain: Child): Write {
    return async () => {
      const { orgId, unitIds } = this.take();
      return writePlainly(plain, orgId, unitIds);
    };
  }
}

/** What the busy houses have apart, so many bags at a time. */
function armfulsOf(benches: readonly Bench[], bagsEach: number, count: number): Heap {
  return new Heap(
    Array.from({ length: count }, (_, n) => {
      const { orgId, technician, bags } = benches[n % benches.length] as Bench;
      return { orgId, technician, unitIds: bags.splice(-bagsEach) };
    }).filter(({ unitIds }) => unitIds.length === bagsEach),
  );
}

/** Two servers, the same people before both. */
async function openBoth(place: Place, seats: readonly Seat[]) {
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const empty = { ours: await usage(app), bare: await usage(plain) };
  const ours = await ScreenHerd.open({ url: app.url, path: socketPath }, seats);
  const bare = await ScreenHerd.open({ url: plain.url, path: plainPath }, seats);
  return {
    ...{ app, plain, ours, bare, empty },
    async stop() {
      for (const child of [ours, bare, app, plain]) await child.stop();
    },
  };
}

type Both = Awaited<ReturnType<typeof openBoth>>;

async function compareRounds(
  both: Both,
  heap: Heap,
  pace: { readonly seconds: number; readonly perSecond: number },
  rounds: number,
): Promise<{ ours: Round[]; bare: Round[] }> {
  const found: { ours: Round[]; bare: Round[] } = { ours: [], bare: [] };
  const warm = { ...pace, seconds: 2 };
  await runRound(both.ours, both.app, warm, heap.byApi(both.app));
  await runRound(both.bare, both.plain, warm, heap.plainly(both.plain));
  for (let n = 0; n < rounds; n++) {
    found.ours.push(await runRound(both.ours, both.app, pace, heap.byApi(both.app)));
    found.bare.push(await runRound(both.bare, both.plain, pace, heap.plainly(both.plain)));
  }
  return found;
}

const rates = [40, 80, 120, 160, 200, 300, 400, 600];
const bagsEach = 4;
const heldWithinMs = 200;

/** G2: how many commands of four bags a second are held under 500 city screens, offered at rising rates. */
export async function measureHeld(place: Place, benches: readonly Bench[], seconds: number): Promise<Result> {
  const both = await openBoth(place, await seatOffice(place, 500));
  const isHeld = (round: Round, rate: number) =>
    round.p95 < heldWithinMs && round.missing === 0 && round.acknowledgedPerSecond >= rate * 0.95;
  const climb = async (screens: ScreenHerd, server: Child, write: (heap: Heap) => Write) => {
    const climbed: (Round & { rate: number; isHeld: boolean })[] = [];
    for (const perSecond of rates) {
      const count = perSecond * seconds;
      const heap = armfulsOf(benches, bagsEach, count);
      if (!heap.has(count)) throw new RangeError(`G2 takes ${count * bagsEach} bags for ${seconds} s: more --bags`);
      const round = await runRound(screens, server, { seconds, perSecond }, write(heap));
      climbed.push({ ...round, rate: perSecond, isHeld: isHeld(round, perSecond) });
      if (!climbed.at(-1)?.isHeld) break;
      await pause(2_000);
    }
    return climbed;
  };
  try {
    const ours = await climb(both.ours, both.app, (heap) => heap.byApi(both.app));
    const bare = await climb(both.bare, both.plain, (heap) => heap.plainly(both.plain));
    const best = (climbed: typeof ours) =>
      Math.max(0, ...climbed.flatMap(({ rate, isHeld }) => (isHeld ? [rate] : [])));
    const say = (climbed: typeof ours) => {
      const steps = climbed.map(({ rate, p95, acknowledgedPerSecond, missing }) => {
        const short = acknowledgedPerSecond < rate * 0.95 ? ` (only ${acknowledgedPerSecond.toFixed(0)} done)` : '';
        return `at ${rate}/s p95 ${p95.toFixed(0)} ms${short}${missing > 0 ? `, ${missing} missing` : ''}`;
      });
      return `held ${best(climbed)} commands/s, ${best(climbed) * bagsEach} bags/s; ${steps.join('; ')}`;
    };
    return {
      figures: [
        {
          goal: 'G2',
          what: `commands of ${bagsEach} bags held under 500 city screens, p95 < ${heldWithinMs} ms, all delivered`,
          ours: say(ours),
          reference: say(bare),
          ratio: (best(ours) / best(bare)).toFixed(2),
          wanted: '≥ 300 commands/s, ≥ 1,000 bags/s',
          isMet: best(ours) >= 300,
        },
      ],
      raw: { ours, bare },
    };
  } finally {
    await both.stop();
  }
}

/** Nurses: they hear their own house and not the city. One in each hospital, and the rest in the biggest. */
async function seatHouses(place: Place, orgIds: readonly string[], count: number): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (let n = 0; n < count; n++) {
    const orgId = orgIds[n % orgIds.length] ?? '';
    seats.push({ cookie: (await place.enter(orgId, ['nurse'])).cookie, orgId });
  }
  return seats;
}

/** One bag each from the shelves of the whole city, as full or empty as they are. */
async function scatteredBags(place: Place, count: number): Promise<Heap> {
  const rows = await place.admin<{ id: string; orgId: string }[]>`
    select id, holder_org_id as "orgId" from blood_units u
    where state = 'available' and holder_org_id like 'H%' and expires_at > city_now() + interval '1 day'
      and not (holder_org_id = any(${[...busyHospitals]}) and component = ${plainProduct.component} and abo = ${plainProduct.abo} and rhd = ${plainProduct.rhd})
    order by md5(u.id::text) limit ${count}`;
  const technicians = new Map<string, Visitor>();
  for (const { orgId } of rows)
    if (!technicians.has(orgId)) technicians.set(orgId, await place.enter(orgId, ['technician']));
  return new Heap(
    rows.map(({ id, orgId }) => ({ orgId, technician: technicians.get(orgId) as Visitor, unitIds: [id] })),
  );
}

/** G3: 500 screens over 300 hospitals, 200 writes a second: each hears its own house in time, and nobody another. */
export async function measureHouses(place: Place, seconds: number, rounds: number): Promise<Result> {
  const pace = { seconds, perSecond: 200 };
  const houses = await place.admin<{ id: string }[]>`select id from organisations where kind = 'hospital' order by id`;
  const seats = await seatHouses(
    place,
    houses.map(({ id }) => id),
    500,
  );
  const both = await openBoth(place, seats);
  try {
    const needed = pace.perSecond * (2 + seconds * rounds) * 2;
    const heap = await scatteredBags(place, needed);
    if (!heap.has(needed)) throw new RangeError(`G3 takes ${needed} bags from the shelves: more --bags`);
    const found = await compareRounds(both, heap, pace, rounds);
    const ratio = ratioOf(found.ours, found.bare, ({ p95 }) => p95);
    const isWhole = found.ours.every(({ missing, stray, busy }) => missing + stray + busy === 0);
    return {
      figures: [
        {
          goal: 'G3',
          what: `write due → seen by the 500 screens of ${houses.length} hospitals, each its own, at ${pace.perSecond} writes/s`,
          ours: `${showRounds(found.ours)}; ${found.ours.reduce((sum, { stray }) => sum + stray, 0)} stray`,
          reference: showRounds(found.bare),
          ratio: show(ratio),
          wanted: 'p95 ≤ 2 × plain socket.io, none stray',
          isMet: ratio.median <= 2 && isWhole,
        },
      ],
      raw: { ...found },
    };
  } finally {
    await both.stop();
  }
}

const manyScreens = 5_000;

/** G4: 5,000 city screens on one process, 50 writes a second, and what a screen costs in memory. */
export async function measureMany(
  place: Place,
  benches: readonly Bench[],
  seconds: number,
  rounds: number,
): Promise<Result> {
  const pace = { seconds, perSecond: 50 };
  const both = await openBoth(place, await seatOffice(place, manyScreens));
  try {
    await pause(5_000);
    const [ours, bare] = [await usage(both.app), await usage(both.plain)];
    const perSocket = (now: { rss: number }, before: { rss: number }) => (now.rss - before.rss) / manyScreens / 1_024;
    const [ourKiB, bareKiB] = [perSocket(ours, both.empty.ours), perSocket(bare, both.empty.bare)];
    const found = await compareRounds(
      both,
      armfulsOf(benches, 1, pace.perSecond * (2 + seconds * rounds) * 2),
      pace,
      rounds,
    );
    const ratio = ratioOf(found.ours, found.bare, ({ p95 }) => p95);
    return {
      figures: [
        {
          goal: 'G4',
          what: `write due → seen by ${manyScreens.toLocaleString('en')} city screens at ${pace.perSecond} writes/s`,
          ours: showRounds(found.ours),
          reference: showRounds(found.bare),
          ratio: show(ratio),
          wanted: 'p95 ≤ 1.5 × plain socket.io',
          isMet: ratio.median <= 1.5 && found.ours.every(({ missing, busy }) => missing + busy === 0),
        },
        {
          goal: 'G4',
          what: `memory of each of ${manyScreens.toLocaleString('en')} sockets, before any write`,
          ours: `${ourKiB.toFixed(1)} KiB`,
          reference: `${bareKiB.toFixed(1)} KiB`,
          ratio: show(spreadBy([ourKiB / bareKiB], (one) => one)),
          wanted: '≤ 20 KiB more than plain socket.io',
          isMet: ourKiB - bareKiB <= 20,
        },
      ],
      raw: { ...found, ourKiB, bareKiB },
    };
  } finally {
    await both.stop();
  }
}
