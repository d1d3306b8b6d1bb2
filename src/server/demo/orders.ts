import type { OrderInput } from '@/domain/blood-orders/schema';
import { answerOrder as answerAs, openDeliveryPlan as openPlanAs, supplyOrder as supplyAs } from '../acting/station';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { confirmPhone } from '../modules/blood-orders/confirm-phone';
import { readDesk } from '../modules/blood-orders/desk';
import { submitOrder } from '../modules/blood-orders/submit';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { makeBag } from './bags';
import { products } from './city';
import type { DemoHand } from './recent';

const station = 'S01';
const hourMs = 3_600_000;

/** When the demo's station delivers. */
export async function openDeliveryPlan(runtime: Runtime): Promise<void> {
  await openPlanAs(requestOf(runtime, await actAs(runtime, station, '1001')));
}

type Line = Pick<OrderInput['lines'][number], 'component' | 'abo' | 'rhd' | 'amount'>;
const groups = ['A', 'B', 'O', 'AB'] as const;

/** The usual things, in whole bags. */
function linesFor({ random }: Pick<DemoHand, 'random'>): Line[] {
  const picked = groups.filter((abo) => abo === 'O' || random.next() < 0.6);
  return picked.flatMap((abo): Line[] => [
    { component: 'rbc-lr', abo, rhd: 'positive', amount: random.between(2, 8) * 200 },
    ...(random.next() < 0.4
      ? [{ component: 'plt-apheresis', abo, rhd: 'positive' as const, amount: random.between(1, 2) * 100 }]
      : []),
  ]);
}

/** One house orders for its next delivery. @returns the order. */
export async function placeOrder(
  hand: Pick<DemoHand, 'runtime' | 'random'>,
  orgId: string,
  priority: OrderInput['priority'] = 'routine',
): Promise<string> {
  const request = requestOf(hand.runtime, await actAs(hand.runtime, orgId, '1001'));
  const desk = await runRead(readDesk, request, {});
  const slot = desk.stations.find(({ id }) => id === station)?.slots[0];
  const isSlot = priority === 'routine' && slot !== undefined;
  const { id } = await execute(submitOrder, request, {
    stationId: station,
    priority,
    deliveryMethod: isSlot ? 'slot' : 'express',
    neededAt: isSlot ? slot.arrivesAt : new Date(desk.now.getTime() + hourMs),
    lines: priority === 'routine' ? linesFor(hand) : [{ component: 'rbc-lr', abo: 'O', rhd: 'positive', amount: 800 }],
  });
  return id;
}

/** The station answers: everything now, or the last line later. */
export async function answerOrder({ runtime }: Pick<DemoHand, 'runtime'>, id: string, isPart = false): Promise<void> {
  await answerAs(requestOf(runtime, await actAs(runtime, station, '1001')), id, isPart);
}

/** Releases what the order is owed, picks it, and, when asked, packs and sends it. Where nothing is made, nothing is sent. */
export async function supplyOrder(hand: DemoHand, id: string, now: Date, upTo: 'picked' | 'sent'): Promise<boolean> {
  const clerk = requestOf(hand.runtime, await actAs(hand.runtime, station, '1001'));
  return supplyAs(clerk, id, now, upTo, (line) => {
    const product = products.find((one) => one.component === line.component);
    if (!product) return [];
    const count = Math.ceil(line.amount / product.amount);
    return Array.from({ length: count }, () => ({
      ...makeBag(product, now, hand.random, hand.donations),
      abo: line.abo,
      rhd: line.rhd,
    }));
  });
}

/** What stands on the lists when the newcomer opens them: orders in every state, of houses that are nobody's seat. */
export async function leaveOrders(hand: DemoHand, now: Date): Promise<void> {
  const urgent = await placeOrder(hand, 'H03', 'urgent');
  const clerk = requestOf(hand.runtime, await actAs(hand.runtime, station, '1001'));
  await execute(confirmPhone, clerk, { id: urgent, version: 1, phonedWith: '第三医院值班' });
  await placeOrder(hand, 'H02');
  const inHand = await placeOrder(hand, 'H05');
  await answerOrder(hand, inHand, true);
  await supplyOrder(hand, inHand, now, 'picked');
  const ours = await placeOrder(hand, 'H01');
  await answerOrder(hand, ours, true);
  await supplyOrder(hand, ours, now, 'picked');
}
