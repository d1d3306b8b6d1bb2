import { toLocalTime } from '@/domain/blood/zoned-time';
import { releaseBags } from '../acting/bags';
import { shipBags } from '../acting/station';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { registerOutbound } from '../modules/other-outbounds/register';
import { registerPatient } from '../modules/patients/register';
import { declineBags } from '../modules/redistributions/decline';
import { getRedistribution, readLeaving, readMorning } from '../modules/redistributions/get';
import { offerBags } from '../modules/redistributions/offer';
import { proposeRedistributions } from '../modules/redistributions/propose';
import { settleRedistributions } from '../modules/redistributions/settle';
import { takeBags } from '../modules/redistributions/take';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { createDonations, makeBag } from './bags';
import { products } from './city';
import { createRandom } from './random';
import { type DemoHand, issueBags, proposeBags, receiveShipment } from './recent';

const timeZone = 'Asia/Shanghai';
const hourMs = 3_600_000;
/** Whenever the demo is begun, its morning has been. */
const fromHour = 0;

/** Sets the city's clock so far from now. @returns what it shows then. */
type SetClock = (offset: string) => Promise<Date>;

/**
 * 近效期调剂: yesterday one house gave its short-dated bags to another, which has them; today the newcomer finds some of its own proposed, and others
 * offered, taken and declined.
 */
export async function bringRedistributions(runtime: Runtime, setClock: SetClock): Promise<void> {
  // Draws and numbers of its own: what else there is in the city is the same with it and without.
  const hand: DemoHand = {
    runtime,
    random: createRandom(31),
    donations: createDonations(700_000),
    patients: new Map(),
  };
  const { hour, minute } = toLocalTime(await setClock('0 minutes'), timeZone);
  await setClock(`-${hour + 24 - 9} hours`);
  await bringShortDated(hand, 'H05', 6, 5);
  await proposeRedistributions(runtime, fromHour);
  const given = await offerAll(hand, 'H05');
  for (const id of given) await carryOver(hand, 'H05', id);
  await settleRedistributions(runtime);
  // Twenty minutes ago, but today: what was proposed yesterday has lapsed.
  await setClock(`-${hour === 0 ? Math.min(20, minute) : 20} minutes`);
  await settleRedistributions(runtime);
  for (const [orgId, count, days, abo] of [
    ['H01', 17, 4, 'B'],
    ['H03', 18, 12, 'AB'],
    ['H04', 12, 8, 'AB'],
    ['H06', 12, 5, 'AB'],
  ] as const)
    await bringShortDated(hand, orgId, count, days, abo);
  await proposeRedistributions(runtime, fromHour);
  await offerAll(hand, 'H03');
  for (const id of await offerAll(hand, 'H04')) await answer(hand, 'H04', id, 'take');
  for (const id of await offerAll(hand, 'H06')) await answer(hand, 'H06', id, 'decline');
}

/** A lorry with red cells of one group that end in so many days: more than a house of its size uses. */
async function bringShortDated(
  hand: DemoHand,
  orgId: string,
  count: number,
  days: number,
  abo: 'AB' | 'B' = 'AB',
): Promise<void> {
  const { runtime, random, donations } = hand;
  const [red] = products;
  if (!red) return;
  const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
  const now = clock?.now ?? new Date(Number.NaN);
  const collectedAt = new Date(now.getTime() - (red.shelfDays - days) * 24 * hourMs);
  const clerk = requestOf(runtime, await actAs(runtime, 'S01', '1001'));
  const bags = Array.from({ length: count }, () =>
    makeBag(red, collectedAt, random, donations, { abo, rhd: 'positive' }),
  );
  const { units } = await releaseBags(clerk, bags);
  const { id } = await shipBags(clerk, orgId, units, now);
  await receiveShipment(hand, orgId, id);
}

/** @returns the records of what this house offered. */
async function offerAll({ runtime }: DemoHand, orgId: string): Promise<string[]> {
  const request = requestOf(runtime, await actAs(runtime, orgId, '1001'));
  const { bags } = await runRead(readMorning, request, {});
  const ids = [...new Set(bags.map(({ redistributionId }) => redistributionId))];
  if (ids.length === 0) return [];
  await execute(offerBags, request, {
    offers: ids.map((id) => ({
      id,
      unitIds: bags.filter((bag) => bag.redistributionId === id).map(({ unitId }) => unitId),
    })),
  });
  return ids;
}

async function answer({ runtime }: DemoHand, giver: string, id: string, how: 'take' | 'decline'): Promise<string> {
  const { partyOrgId, bags } = await runRead(
    getRedistribution,
    requestOf(runtime, await actAs(runtime, giver, '1001')),
    { id },
  );
  const request = requestOf(runtime, await actAs(runtime, partyOrgId, '1001'));
  const unitIds = bags.map(({ unitId }) => unitId);
  if (how === 'take') await execute(takeBags, request, { id, unitIds });
  else await execute(declineBags, request, { id, unitIds, reasonCode: 'enough', words: '' });
  return partyOrgId;
}

/** Taken, sent and received within the hour. */
async function carryOver(hand: DemoHand, giver: string, id: string): Promise<void> {
  const toOrgId = await answer(hand, giver, id, 'take');
  const request = requestOf(hand.runtime, await actAs(hand.runtime, giver, '1001'));
  const { no, bags } = await runRead(readLeaving, request, { id });
  const { shipmentId } = await execute(registerOutbound, request, {
    kind: 'transfer',
    reasonCode: 'near_expiry',
    words: `近效期调剂 ${no}`,
    toOrgId,
    unitIds: bags.map((bag) => bag.id),
    carrier: '吴建国',
    redistributionId: id,
  });
  if (shipmentId) await receiveShipment(hand, toOrgId, shipmentId);
  await giveOne(
    hand,
    toOrgId,
    bags.map((bag) => bag.id),
  );
}

/** One of what arrived is given to somebody of its group: a bag that would have expired. */
async function giveOne(hand: DemoHand, orgId: string, unitIds: readonly string[]): Promise<void> {
  const request = requestOf(hand.runtime, await actAs(hand.runtime, orgId, '1001'));
  const [clock] = await hand.runtime.sql<{ now: Date }[]>`select city_now() as now`;
  const mrn = `ZY${orgId.slice(1)}70311`;
  const { id } = await execute(registerPatient, request, {
    mrn,
    name: '周桂珍',
    sex: 'female',
    birthDate: '1958-04-12',
    abo: 'AB',
    rhd: 'positive',
    groupDeterminations: 2,
    antibodies: [],
    requirements: [],
    isUnidentified: false,
  });
  const proposed = await proposeBags(hand, orgId, { id, mrn }, 'rbc-lr');
  const [bag] = proposed.filter(({ unitId }) => unitIds.includes(unitId));
  if (bag && clock) await issueBags(hand, orgId, clock.now, { id, mrn }, [bag]);
}
