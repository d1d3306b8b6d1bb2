import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { findComponent } from '@/domain/blood/components';
import type { OrderInput } from '@/domain/blood-orders/schema';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { acceptOrder } from '../modules/blood-orders/answer';
import { confirmPhone } from '../modules/blood-orders/confirm-phone';
import { readDesk } from '../modules/blood-orders/desk';
import { getOrder } from '../modules/blood-orders/get';
import { packDelivery } from '../modules/blood-orders/pack';
import { pickBags } from '../modules/blood-orders/pick';
import { readPickSheet } from '../modules/blood-orders/pick-sheet';
import { savePlan } from '../modules/blood-orders/plan';
import { sendDelivery } from '../modules/blood-orders/send';
import { submitOrder } from '../modules/blood-orders/submit';
import { releaseStock } from '../modules/station-stock/release';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { makeBag } from './bags';
import { products } from './city';
import type { DemoHand } from './recent';

const station = 'S01';
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const hourMs = 3_600_000;

/** When the demo's station delivers: three lorries a day, the early one ordered the evening before. */
export async function openDeliveryPlan(runtime: Runtime): Promise<void> {
  await execute(savePlan, requestOf(runtime, await actAs(runtime, station, '1001')), {
    version: 0,
    slots: [
      { arrivesAt: '07:00', orderBy: '20:00', weekdays: everyDay },
      { arrivesAt: '11:30', orderBy: '08:30', weekdays: everyDay },
      { arrivesAt: '16:30', orderBy: '13:30', weekdays: everyDay },
    ],
  });
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
  const clerk = requestOf(runtime, await actAs(runtime, station, '1001'));
  const { version, lines, neededAt } = await runRead(getOrder, clerk, { id });
  const tomorrow = new Date(neededAt.getTime() + 24 * hourMs).toISOString().slice(0, 10);
  await execute(acceptOrder, clerk, {
    id,
    version,
    lines: lines.map((line, index) => {
      const isLater = isPart && lines.length > 1 && index === lines.length - 1;
      return {
        lineId: line.id,
        now: isLater ? 0 : line.amount,
        later: isLater ? line.amount : 0,
        laterOn: isLater ? tomorrow : null,
        declined: 0,
        declineCode: null,
      };
    }),
  });
}

/** Releases what the order is owed, picks it by its expiry, and, when asked, packs and sends it. Where nothing is made, nothing is sent. */
export async function supplyOrder(hand: DemoHand, id: string, now: Date, upTo: 'picked' | 'sent'): Promise<boolean> {
  const clerk = requestOf(hand.runtime, await actAs(hand.runtime, station, '1001'));
  const wanted = (await runRead(getOrder, clerk, { id })).lines.filter((line) => line.laterAmount === 0);
  const bags = wanted.flatMap((line) => {
    const product = products.find((one) => one.component === line.component);
    if (!product) return [];
    const count = Math.ceil(line.amount / product.amount);
    return Array.from({ length: count }, () => ({
      ...makeBag(product, now, hand.random, hand.donations),
      abo: line.abo,
      rhd: line.rhd,
    }));
  });
  if (bags.length === 0) return false;
  await execute(releaseStock, clerk, {
    lines: bags.map((bag) => ({
      donation: encodeDonationNumber(bag.donationNo),
      productCode: bag.productCode,
      abo: bag.abo,
      rhd: bag.rhd,
      expiresAt: bag.expiresAt,
      collectedAt: bag.collectedAt,
      preparedAt: bag.preparedAt,
    })),
  });
  const sheet = await runRead(readPickSheet, clerk, { orderId: id });
  for (const line of sheet.lines)
    if (line.next.length > 0 && wanted.some((one) => one.id === line.id))
      await execute(pickBags, clerk, {
        orderId: id,
        lineId: line.id,
        entry: 'scan',
        unitIds: line.next.map((bag) => bag.id),
      });
  if (upTo === 'picked') return true;
  const { picked } = await runRead(readPickSheet, clerk, { orderId: id });
  const boxOf = { red_cells: 1, platelets: 2, frozen: 3 } as const;
  const celsius = { red_cells: 4.1, platelets: 21.8, frozen: -22.5 };
  const lines = picked.map((bag) => {
    const temperatureClass = findComponent(bag.component, now)?.temperatureClass ?? 'red_cells';
    return { unitId: bag.unitId, boxNo: boxOf[temperatureClass], temperatureClass };
  });
  const classes = [...new Set(lines.map(({ temperatureClass }) => temperatureClass))];
  await execute(packDelivery, clerk, {
    orderId: id,
    boxes: classes.map((temperatureClass) => ({
      boxNo: boxOf[temperatureClass],
      temperatureClass,
      packedAtCelsius: celsius[temperatureClass],
    })),
    lines: lines.map(({ unitId, boxNo }) => ({ unitId, boxNo })),
  });
  await execute(sendDelivery, clerk, {
    orderId: id,
    bagCount: lines.length,
    carrier: '吴建国',
    carrierPhone: '内线 6110',
    plate: '示A·3180',
    dueAt: new Date(now.getTime() + 0.7 * hourMs),
  });
  return true;
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
