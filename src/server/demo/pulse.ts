import { runRead } from '../kernel/read';
import { inScope } from '../kernel/scope';
import { awaitedShipments } from '../modules/bag-receipts/open';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { createDonations } from './bags';
import { houseGoingLive, organisations } from './city';
import { declareToday } from './declare';
import {
  countPlace,
  discardBags,
  receiveAwaited,
  returnBags,
  splitBag,
  thawForSomebody,
  transferBags,
} from './housework';
import { answerOrder, placeOrder, supplyOrder } from './orders';
import { createRandom } from './random';
import { type DemoHand, type DemoPatient, issueToSomebody, receiveShipment, sendShipment } from './recent';

/** The first hospital is the newcomer's: nobody else touches its shipments and bags. A house in its trial works here as every other one. */
const livingHouses = [
  ...organisations.filter((org) => org.kind === 'hospital' && org.id !== 'H01').map((org) => org.id),
  houseGoingLive,
];
const waitingShipmentsKept = 1;

type Chore = (hand: DemoHand, orgId: string, now: Date) => Promise<boolean>;
/** Beside issuing and receiving: each as often as the others. */
export const chores: readonly Chore[] = [
  thawForSomebody,
  splitBag,
  discardBags,
  (hand, orgId, now) => countPlace(hand, orgId, now, hand.random.pick(['R2', 'P1'])),
  async (hand, orgId) => (await receiveAwaited(hand, 'S01', livingHouses)) || returnBags(hand, orgId),
  (hand, orgId) => transferBags(hand, orgId, hand.random.pick(livingHouses.filter((house) => house !== orgId))),
];

/**
 * One breath of the demo city, by the verbs that people use: somebody issues a bag or two, a lorry is unloaded, another leaves,
 * now and then plasma is thawed, a bag split, thrown away or sent on, a fridge counted.
 * Runs as a leased job, so that several processes breathe once.
 */
export async function breathe(runtime: Runtime): Promise<void> {
  const [clock] = await runtime.sql<
    { now: Date; seed: number; hour: number }[]
  >`select city_now() as now, extract(epoch from city_now())::int as seed,
    extract(hour from city_now() at time zone (select time_zone from city))::int as hour`;
  if (!clock) return;
  const random = createRandom(clock.seed);
  // Houses that declare do so in the morning, before it is due.
  if (clock.hour >= 7) await declareToday(runtime, random);
  const orgId = random.pick(livingHouses);
  const serial = await nextSerial(runtime);
  const hand: DemoHand = {
    runtime,
    random,
    donations: createDonations(serial),
    patients: new Map([[orgId, await patientsOf(runtime, orgId)]]),
  };
  const act = random.next();
  if (act < 0.69) {
    await issueToSomebody(hand, orgId, clock.now, random.between(1, 2));
    return;
  }
  if (act < 0.75) {
    await random.pick(chores)(hand, orgId, clock.now);
    return;
  }
  const awaited = await runRead(awaitedShipments, requestOf(runtime, await actAs(runtime, orgId, '1001')), {});
  const oldest = awaited[0];
  if (oldest && awaited.length > waitingShipmentsKept) await receiveShipment(hand, orgId, oldest.id);
  else if (awaited.length <= waitingShipmentsKept)
    await (act < 0.88 ? sendShipment(hand, orgId, clock.now, 0.3) : supplyByOrder(hand, orgId, clock.now));
}

/** One order through the station: answered, picked, packed and on its way. */
async function supplyByOrder(hand: DemoHand, orgId: string, now: Date): Promise<void> {
  const id = await placeOrder(hand, orgId);
  await answerOrder(hand, id);
  await supplyOrder(hand, id, now, 'sent');
}

async function patientsOf(runtime: Runtime, orgId: string): Promise<readonly DemoPatient[]> {
  const actor = await actAs(runtime, orgId, '1001');
  return inScope(requestOf(runtime, actor), 'read', async ({ q }) => [
    ...(await q<
      DemoPatient[]
    >`select id, mrn from patients where org_id = ${orgId} and state = 'active' and abo <> 'unknown' order by mrn limit 50`),
  ]);
}

/** Donation numbers go on after the highest that the demo station gave. */
async function nextSerial(runtime: Runtime): Promise<number> {
  const actor = await actAs(runtime, 'S01', '1001');
  return inScope(requestOf(runtime, actor), 'read', async ({ q }) => {
    const [row] = await q<{ last: number | null }[]>`
      select max(substr(donation_no, 8))::int as last from blood_units where source_org_id = 'S01' and donation_no like '31000' || to_char(city_now(), 'YY') || '%'`;
    return (row?.last ?? 0) + 1;
  });
}
