import { findComponent } from '@/domain/blood/components';
import { faultOf } from '@/domain/blood-orders/rules';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import type { Request } from '../kernel/scope';
import { acceptOrder } from '../modules/blood-orders/answer';
import { getOrder } from '../modules/blood-orders/get';
import { packDelivery } from '../modules/blood-orders/pack';
import { pickBags } from '../modules/blood-orders/pick';
import { readPickSheet } from '../modules/blood-orders/pick-sheet';
import { readPlan, savePlan } from '../modules/blood-orders/plan';
import { sendDelivery } from '../modules/blood-orders/send';
import { shipShipment } from '../modules/shipments/ship';
import type { NewUnit } from '../modules/stock/release';
import { releaseBags } from './bags';

const hourMs = 3_600_000;
const boxOf = { red_cells: 1, platelets: 2, frozen: 3 } as const;
const packedAt = { red_cells: 4.1, platelets: 21.8, frozen: -22.5 } as const;
const carrier = { carrier: '吴建国', carrierPhone: '内线 6110' };

/** One box for each temperature class of these bags. */
export function boxesFor(bags: readonly { readonly component: string }[], now: Date) {
  const classOf = (component: string) => findComponent(component, now)?.temperatureClass ?? 'red_cells';
  const classes = [...new Set(bags.map(({ component }) => classOf(component)))];
  return {
    boxes: classes.map((temperatureClass) => ({
      boxNo: boxOf[temperatureClass],
      temperatureClass,
      packedAtCelsius: packedAt[temperatureClass],
    })),
    boxNoOf: ({ component }: { readonly component: string }) => boxOf[classOf(component)],
  };
}

/** Packs these bags of the station by temperature class and ships them. @returns the note. */
export async function shipBags(
  clerk: Request,
  toOrgId: string,
  units: readonly { readonly id: string; readonly component: string }[],
  now: Date,
): Promise<{ id: string; no: string }> {
  const { boxes, boxNoOf } = boxesFor(units, now);
  return execute(shipShipment, clerk, {
    toOrgId,
    boxes,
    lines: units.map((unit) => ({ unitId: unit.id, boxNo: boxNoOf(unit) })),
    ...carrier,
  });
}

/** The station answers: everything now, or the last line later. */
export async function answerOrder(clerk: Request, id: string, isPart = false): Promise<void> {
  const { version, lines, neededAt } = await runRead(getOrder, clerk, { id });
  const tomorrow = new Date(neededAt.getTime() + 24 * hourMs).toISOString().slice(0, 10);
  await execute(acceptOrder, clerk, {
    id,
    version,
    // What the shelf lacks is made for it.
    beyondShelfReason: '当日制备',
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

type OrderedLine = {
  readonly component: string;
  readonly abo: NewUnit['abo'];
  readonly rhd: NewUnit['rhd'];
  readonly amount: number;
};

/**
 * Releases what the order is owed still, picks that and no other bag of the shelf, and, when asked, packs and sends it. It goes on where an earlier
 * run was cut off. Where nothing is made and nothing lies picked, nothing is sent.
 * @param make the bags for one line and what it is owed; none of what the station does not make.
 */
export async function supplyOrder(
  clerk: Request,
  id: string,
  now: Date,
  upTo: 'picked' | 'sent',
  make: (line: OrderedLine) => NewUnit[] | Promise<NewUnit[]>,
): Promise<boolean> {
  const wanted = (await runRead(getOrder, clerk, { id })).lines.filter((line) => line.laterAmount === 0);
  const sheet = await runRead(readPickSheet, clerk, { orderId: id });
  const made: { lineId: string; bags: NewUnit[] }[] = [];
  for (const line of sheet.lines) {
    if (line.owed === 0 || !wanted.some((one) => one.id === line.id)) continue;
    const bags = (await make({ ...line, amount: line.owed })).filter(
      (bag) => !faultOf(line, { ...bag, ...onShelf }, now),
    );
    if (bags.length > 0) made.push({ lineId: line.id, bags });
  }
  if (made.length === 0 && sheet.picked.length === 0) return false;
  if (made.length > 0) {
    const { units } = await releaseBags(
      clerk,
      made.flatMap(({ bags }) => bags),
    );
    const idOf = new Map(units.map((unit) => [unit.donationNo, unit.id]));
    for (const { lineId, bags } of made)
      await execute(pickBags, clerk, {
        orderId: id,
        lineId,
        entry: 'scan',
        unitIds: bags.flatMap(({ donationNo }) => idOf.get(donationNo) ?? []),
      });
  }
  if (upTo === 'picked') return true;
  const { picked, delivery } = await runRead(readPickSheet, clerk, { orderId: id });
  const { boxes, boxNoOf } = boxesFor(picked, now);
  const lines = picked.map((bag) => ({ unitId: bag.unitId, boxNo: boxNoOf(bag) }));
  if (delivery?.state !== 'packed') await execute(packDelivery, clerk, { orderId: id, boxes, lines });
  await execute(sendDelivery, clerk, {
    orderId: id,
    bagCount: lines.length,
    ...carrier,
    plate: '示A·3180',
    dueAt: new Date(now.getTime() + 0.7 * hourMs),
  });
  return true;
}

/** As a bag is that was released a moment ago. */
const onShelf = { id: '', antigens: [], modifiers: [], state: 'available', isHere: true } as const;

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** When a made-up station delivers: three lorries a day, the early one ordered the evening before. A plan that is there stays. */
export async function openDeliveryPlan(clerk: Request): Promise<void> {
  const { version } = await runRead(readPlan, clerk, {});
  if (version > 0) return;
  await execute(savePlan, clerk, {
    version: 0,
    slots: [
      { arrivesAt: '07:00', orderBy: '20:00', weekdays: everyDay },
      { arrivesAt: '11:30', orderBy: '08:30', weekdays: everyDay },
      { arrivesAt: '16:30', orderBy: '13:30', weekdays: everyDay },
    ],
  });
}
