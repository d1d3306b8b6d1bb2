import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@/server/demo/random';
import type { City, House } from './city';
import * as deeds from './deeds';
import * as housework from './housework';
import * as orders from './orders';
import { Refused } from './person';
import { busyness, drawByShare } from './population';

export interface Rhythm {
  /** Commands a second, the mean of a day. */
  readonly rate: number;
  /** By the hour of the city's clock; otherwise the same at every hour. */
  readonly hasNights: boolean;
  readonly seed: number;
  readonly signal: AbortSignal;
}

type Deed = (hand: deeds.Hand, house: House) => Promise<unknown>;

/** What a hospital and its station do, how often beside each other. About as many bags come as go. */
const shares: readonly (readonly [Deed, number])[] = [
  [deeds.deliver, 1],
  [deeds.receive, 1.5],
  [orders.orderBlood, 0.25],
  [orders.supplyOrder, 0.3],
  [deeds.issue, 4.4],
  [deeds.enterPatient, 0.6],
  [deeds.reserve, 0.9],
  [deeds.giveBack, 0.4],
  [deeds.doubleClick, 0.1],
  [deeds.emergency, 0.15],
  [deeds.holdOrRelease, 0.2],
  [deeds.sendOut, 0.3],
  [housework.processBags, 0.9],
  [housework.putAway, 0.2],
  [housework.countPlace, 0.1],
  [deeds.takeBack, 0.1],
  [deeds.knockAtTheWrongDoor, 0.1],
];

/** So many deeds at most are under way at once: more would be a queue, not a rate. */
const atOnce = 48;

/** Works until the signal says stop. @returns when the last deed has ended. */
export async function work(city: City, { rate, hasNights, seed, signal }: Rhythm): Promise<void> {
  const random = createRandom(seed);
  const hand: deeds.Hand = { city, random };
  const houseShares = city.houses.map((house) => [house, house.weight] as const);
  const underWay = new Set<Promise<void>>();
  let deedCount = 0;
  let due = performance.now();
  while (!signal.aborted) {
    const perDeed = deedCount < 20 ? 1.2 : Math.max(0.3, city.tally.commands / deedCount);
    const pace = rate * (hasNights ? busyness(hourOfCity()) : 1);
    // Poisson: people do not come by the clock.
    due += (-Math.log(1 - random.next()) * 1_000 * perDeed) / pace;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait, undefined, { signal }).catch(() => undefined);
    else if (wait < -5_000) due = performance.now();
    if (signal.aborted) break;
    while (underWay.size >= atOnce) await Promise.race(underWay);
    const deed = drawByShare(random, shares);
    const house = drawByShare(random, houseShares);
    deedCount += 1;
    const done: Promise<void> = carryOut(city, deed, hand, house).finally(() => underWay.delete(done));
    underWay.add(done);
  }
  await Promise.all(underWay);
}

async function carryOut(city: City, deed: Deed, hand: deeds.Hand, house: House): Promise<void> {
  try {
    await deed(hand, house);
  } catch (error) {
    if (error instanceof Refused) return;
    city.tally.violations.push(`${deed.name} at ${house.orgId}: ${String(error)}`);
  }
}

function hourOfCity(): number {
  return Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Asia/Shanghai' }).format(new Date()));
}
