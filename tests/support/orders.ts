import { randomUUID } from 'node:crypto';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { acceptOrder } from '@/server/modules/blood-orders/answer';
import { getOrder } from '@/server/modules/blood-orders/get';
import { packDelivery } from '@/server/modules/blood-orders/pack';
import { pickBags } from '@/server/modules/blood-orders/pick';
import { sendDelivery } from '@/server/modules/blood-orders/send';
import { submitOrder } from '@/server/modules/blood-orders/submit';
import type { TrialCity } from './city';

export interface OrderLineWish {
  component: string;
  abo: string;
  rhd: string;
  amount: number;
  patientId?: string;
  modifiers?: string[];
  antigensNegative?: string[];
  words?: string;
}

/** 4 bags of red cells of 2 U, O+, unless said otherwise. */
export const red = (amount = 800, more: Partial<OrderLineWish> = {}): OrderLineWish => ({
  component: 'rbc-suspended',
  abo: 'O',
  rhd: 'positive',
  amount,
  ...more,
});

/** What a hospital and its station do with orders, by the verbs. What it is about is asked late: a city is opened before all tests. */
export function ordersOf(about: () => { city: TrialCity; technician: UserActor; clerk: UserActor }) {
  const as = (who: 'technician' | 'clerk') => about().city.as(about()[who]);
  const inHours = async (hours: number) => new Date((await about().city.now()).getTime() + hours * 3_600_000);

  async function orderInput(lines: OrderLineWish[] = [red()], more: object = {}) {
    return {
      stationId: 'S01',
      priority: 'routine' as const,
      deliveryMethod: 'extra' as const,
      neededAt: await inHours(4),
      lines,
      ...more,
    };
  }

  async function order(lines?: OrderLineWish[], more?: object): Promise<string> {
    return (await execute(submitOrder, as('technician'), await orderInput(lines, more))).id;
  }

  const read = (id: string, actor?: UserActor) => runRead(getOrder, about().city.as(actor ?? about().clerk), { id });

  /** Everything now, unless said otherwise by line number. */
  async function accept(
    id: string,
    said: Record<number, { now?: number; later?: number; declined?: number }> = {},
    actor?: UserActor,
  ) {
    const { version, lines } = await read(id);
    return execute(acceptOrder, about().city.as(actor ?? about().clerk), {
      id,
      version,
      beyondShelfReason: '当日制备',
      lines: lines.map((line) => {
        const { now, later = 0, declined = 0 } = said[line.lineNo] ?? {};
        return {
          lineId: line.id,
          now: now ?? line.amount - later - declined,
          later,
          laterOn: later > 0 ? '2099-01-01' : null,
          declined,
          declineCode: declined > 0 ? ('out_of_stock' as const) : null,
        };
      }),
    });
  }

  async function pick(
    orderId: string,
    bags: readonly { id: string }[],
    lineNo = 1,
    actor?: UserActor,
    entry: 'scan' | 'list' = 'scan',
  ) {
    const { lines } = await read(orderId);
    const lineId = lines.find((line) => line.lineNo === lineNo)?.id ?? randomUUID();
    return execute(pickBags, about().city.as(actor ?? about().clerk), {
      orderId,
      lineId,
      entry,
      unitIds: bags.map(({ id }) => id),
    });
  }

  const pack = (orderId: string, bags: readonly { id: string }[], celsius = 4) =>
    execute(packDelivery, as('clerk'), {
      orderId,
      boxes: [{ boxNo: 1, temperatureClass: 'red_cells', packedAtCelsius: celsius }],
      lines: bags.map(({ id }) => ({ unitId: id, boxNo: 1 })),
    });

  async function send(orderId: string, bagCount?: number) {
    const open = (await read(orderId)).deliveries.find(({ state }) => state === 'packed');
    return execute(sendDelivery, as('clerk'), {
      orderId,
      bagCount: bagCount ?? open?.bagCount ?? 1,
      carrier: '吴建国',
      carrierPhone: '138 0000 0000',
      plate: '沪A·12345',
    });
  }

  /** Picked, packed and sent. @returns the shipment. */
  async function deliver(orderId: string, bags: readonly { id: string }[], lineNo = 1): Promise<string> {
    await pick(orderId, bags, lineNo);
    await pack(orderId, bags);
    return (await send(orderId)).shipmentId;
  }
  return { inHours, orderInput, order, read, accept, pick, pack, send, deliver };
}
