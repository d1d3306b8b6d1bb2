import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import { execute } from '../kernel/command';
import { inScope } from '../kernel/scope';
import { agreeCancel } from '../modules/blood-orders/answer-cancel';
import { askCancel, cancelOrder } from '../modules/blood-orders/cancel';
import { closeOrderShort } from '../modules/blood-orders/close-short';
import { putBackBags } from '../modules/blood-orders/put-back';
import type { Runtime } from '../runtime';
import { asSupplier, asSystem, type House } from './actors';
import { closeNote } from './notes';

const reason = '练习已放弃，撤回练习用的预订单';
/** Asked, agreed, put back, and each note of it: more steps than an order has. */
const stepsAtMost = 30;
const ended = ['completed', 'closed_short', 'rejected', 'cancelled'] as const satisfies readonly BloodOrderState[];

interface LeftOrder {
  readonly state: Exclude<BloodOrderState, (typeof ended)[number]>;
  readonly version: number;
  readonly isCancelAsked: boolean;
  /** Bags that are picked and have not left. */
  readonly picked: readonly string[];
  /** Notes of it on which something is awaited. */
  readonly notes: readonly string[];
  /** Some of it was received, and is the hospital's. */
  readonly wasSent: boolean;
  readonly hospital: House;
  readonly station: House;
}

/** What the rounds of 拣血发血 that were given up have left at the station, newest first. */
export async function findLeftOrders(runtime: Runtime): Promise<string[]> {
  return inScope(asSystem(runtime, '-'), 'read', async ({ q }) => {
    const rows = await q<{ id: string }[]>`
      select o.id from exercises e join blood_orders o on o.id = (e.material #>> '{order,id}')::uuid
      where e.state = 'given_up' and is_practice() and o.state <> all(${[...ended]}) order by e.given_up_at desc limit 200`;
    return rows.map(({ id }) => id);
  });
}

/**
 * Nobody waits for this order any more: each side does what people would. Called off while nothing has left, so that what was picked stands on the shelf
 * again; of what has left the note is taken back first; of what somebody received the rest is given up.
 */
export async function callOff(runtime: Runtime, id: string): Promise<void> {
  for (let step = 0; step < stepsAtMost; step++) {
    const order = await readOrder(runtime, id);
    if (!order) return;
    await stepBack(runtime, id, order);
  }
}

async function readOrder(runtime: Runtime, id: string): Promise<LeftOrder | undefined> {
  const [order] = await inScope(asSystem(runtime, '-'), 'read', async ({ q }) => [
    ...(await q<LeftOrder[]>`
      select o.state, o.version, o.cancel_asked_at is not null as "isCancelAsked",
        array(select b.unit_id from blood_order_bags b join blood_order_deliveries d on d.id = b.delivery_id
          where d.order_id = o.id and d.state in ('picking', 'packed') and b.state = 'picked') as picked,
        array(select s.id from blood_order_deliveries d join shipments s on s.id = d.shipment_id
          where d.order_id = o.id and s.state in ('shipped', 'partly_received')) as notes,
        exists (select 1 from blood_order_deliveries d where d.order_id = o.id and d.shipment_id is not null and d.state <> 'void') as "wasSent",
        jsonb_build_object('id', h.id, 'kind', h.kind, 'name', h.name, 'district', h.district) as hospital,
        jsonb_build_object('id', t.id, 'kind', t.kind, 'name', t.name, 'district', t.district) as station
      from blood_orders o join organisations h on h.id = o.org_id join organisations t on t.id = o.party_org_id
      where o.id = ${id} and o.state <> all(${[...ended]}) and is_practice()`),
  ]);
  return order;
}

async function stepBack(runtime: Runtime, id: string, order: LeftOrder): Promise<void> {
  const { state, version, isCancelAsked, picked, notes, wasSent } = order;
  const hospital = asSupplier(runtime, order.hospital, ['technician']);
  const station = asSupplier(runtime, order.station, ['station_clerk']);
  const seen = { id, version };
  if (state === 'submitted') await execute(cancelOrder, hospital, { ...seen, reason });
  else if (!wasSent && isCancelAsked) await execute(agreeCancel, station, seen);
  else if (!wasSent) await execute(askCancel, hospital, { ...seen, reason });
  else if (picked.length > 0) await execute(putBackBags, station, { orderId: id, unitIds: [...picked] });
  else if (notes[0]) await closeNote(runtime, notes[0]);
  else await execute(closeOrderShort, station, { ...seen, reason });
}
