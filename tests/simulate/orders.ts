import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { findComponent } from '@/domain/blood/components';
import type { City, House } from './city';
import type { Hand } from './deeds';

const hourMs = 3_600_000;
const boxOf = { red_cells: 1, platelets: 2, frozen: 3 } as const;
const packed = { red_cells: 4.1, platelets: 21.8, frozen: -22.4 };

/** A house orders, the station answers line by line; now and then the house thinks better of it, before the answer or after. */
export async function orderBlood(hand: Hand, house: House): Promise<void> {
  const { city, random } = hand;
  const { technician } = house;
  const groups = ['A', 'B', 'O', 'AB'] as const;
  const isUrgent = random.next() < 0.1;
  const { id } = await technician.command('blood-orders.submit', (key) =>
    technician.api.bloodOrders.submit.mutate({
      key,
      data: {
        stationId: 'S01',
        priority: isUrgent ? 'urgent' : 'routine',
        deliveryMethod: isUrgent ? 'express' : 'extra',
        neededAt: new Date(Date.now() + 2 * hourMs),
        lines: groups
          .filter((abo) => abo === 'O' || random.next() < 0.5)
          .map((abo) => ({
            component: 'rbc-lr',
            abo,
            rhd: 'positive' as const,
            amount: random.between(1, 4) * 200,
          })),
      },
    }),
  );
  if (random.next() < 0.05) {
    const cancel = { id, version: 1, reason: '重复下单' };
    await technician.command('blood-orders.cancel', (key) =>
      technician.api.bloodOrders.cancel.mutate({ key, data: cancel }),
    );
    return;
  }
  await answer(hand, id);
  if (random.next() < 0.05) {
    const { version } = await technician.ask(() => technician.api.bloodOrders.get.query({ id }));
    const wish = { id, version, reason: '手术取消' };
    await technician.command('blood-orders.ask-cancel', (key) =>
      technician.api.bloodOrders.askCancel.mutate({ key, data: wish }),
    );
    await city.clerk.command('blood-orders.agree-cancel', (key) =>
      city.clerk.api.bloodOrders.agreeCancel.mutate({ key, data: { id, version: version + 1 } }),
    );
  }
}

/** Everything now, or one line later, or one not at all. */
async function answer({ city, random }: Hand, id: string): Promise<void> {
  const { clerk } = city;
  const { version, lines } = await clerk.ask(() => clerk.api.bloodOrders.get.query({ id }));
  const how = random.next();
  const answered = lines.map((line, index) => {
    const isLast = index > 0 && index === lines.length - 1;
    const later = isLast && how < 0.2 ? line.amount : 0;
    const declined = isLast && how > 0.9 ? line.amount : 0;
    return {
      lineId: line.id,
      now: line.amount - later - declined,
      later,
      laterOn: later > 0 ? '2099-01-01' : null,
      declined,
      declineCode: declined > 0 ? ('out_of_stock' as const) : null,
    };
  });
  await clerk.command('blood-orders.accept', (key) =>
    clerk.api.bloodOrders.accept.mutate({ key, data: { id, version, lines: answered, beyondShelfReason: '当日制备' } }),
  );
}

/** One order that is owed something is picked, packed and sent; two clerks may be at it, a bag may go back, what cannot be had is given up. */
export async function supplyOrder({ city, random }: Hand): Promise<void> {
  const { clerk } = city;
  const { waiting } = await clerk.ask(() =>
    clerk.api.bloodOrders.list.query({ side: 'party', filters: { state: 'accepted,partly_received,picking' } }),
  );
  const [row] = waiting.length > 0 ? [random.pick(waiting.slice(0, 12))] : [];
  if (!row) return;
  const orderId = String(row.id);
  const sheet = await clerk.ask(() => clerk.api.bloodOrders.pickSheet.query({ orderId }));
  const owed = sheet.lines.filter((line) => line.owed > 0);
  if (owed.some((line) => line.next.length === 0) || random.next() < 0.5) await release(city, owed);
  const filled = await clerk.ask(() => clerk.api.bloodOrders.pickSheet.query({ orderId }));
  for (const line of filled.lines) {
    const unitIds = line.next.map((bag) => bag.id);
    if (unitIds.length === 0) continue;
    const entry = random.next() < 0.3 ? ('list' as const) : ('scan' as const);
    await clerk.command('blood-orders.pick', (key) =>
      clerk.api.bloodOrders.pick.mutate({ key, data: { orderId, lineId: line.id, entry, unitIds } }),
    );
    if (entry === 'list')
      await clerk.command('blood-orders.pick', (key) =>
        clerk.api.bloodOrders.pick.mutate({ key, data: { orderId, lineId: line.id, entry: 'scan', unitIds } }),
      );
  }
  const { picked } = await clerk.ask(() => clerk.api.bloodOrders.pickSheet.query({ orderId }));
  const [first] = picked;
  if (!first) return giveUp(city, orderId);
  if (random.next() < 0.1) {
    await clerk.command('blood-orders.put-back', (key) =>
      clerk.api.bloodOrders.putBack.mutate({ key, data: { orderId, unitIds: [first.unitId] } }),
    );
    return;
  }
  const now = new Date();
  const lines = picked.map((bag) => {
    const temperatureClass = findComponent(bag.component, now)?.temperatureClass ?? 'red_cells';
    return { unitId: bag.unitId, boxNo: boxOf[temperatureClass], temperatureClass };
  });
  await clerk.command('blood-orders.pack', (key) =>
    clerk.api.bloodOrders.pack.mutate({
      key,
      data: {
        orderId,
        boxes: [...new Set(lines.map(({ temperatureClass }) => temperatureClass))].map((temperatureClass) => ({
          boxNo: boxOf[temperatureClass],
          temperatureClass,
          packedAtCelsius: packed[temperatureClass],
        })),
        lines: lines.map(({ unitId, boxNo }) => ({ unitId, boxNo })),
      },
    }),
  );
  await clerk.command('blood-orders.send', (key) =>
    clerk.api.bloodOrders.send.mutate({ key, data: { orderId, bagCount: lines.length, carrier: '孙师傅' } }),
  );
}

async function giveUp({ clerk }: City, id: string): Promise<void> {
  const { version } = await clerk.ask(() => clerk.api.bloodOrders.get.query({ id }));
  await clerk.command('blood-orders.close-short', (key) =>
    clerk.api.bloodOrders.closeShort.mutate({ key, data: { id, version, reason: '没有合适的血' } }),
  );
}

type Owed = {
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative';
  readonly owed: number;
};

/** What an order lacks comes out of testing. */
async function release(city: City, owed: readonly Owed[]): Promise<void> {
  const { clerk } = city;
  const { products } = await clerk.ask(() => clerk.api.stationStock.readLabels.query({}));
  const now = Date.now();
  const lines = owed.flatMap((line) => {
    const product = products.find(({ componentCode }) => componentCode === line.component);
    if (!product) return [];
    return Array.from({ length: Math.ceil(line.owed / 200) }, () => ({
      donation: encodeDonationNumber(city.nextDonationNo()),
      productCode: product.productCode,
      abo: line.abo,
      rhd: line.rhd,
      collectedAt: new Date(now - 30 * hourMs),
      preparedAt: new Date(now - 24 * hourMs),
      expiresAt: new Date(Math.floor((now + 20 * 24 * hourMs) / 60_000) * 60_000),
    }));
  });
  if (lines.length === 0) return;
  await clerk.command('station-stock.release', (key) =>
    clerk.api.stationStock.release.mutate({ key, data: { lines } }),
  );
}
