import { findComponent } from '@/domain/blood/components';
import type { QuotaMeasure } from '@/domain/blood/measures';
import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import {
  type DeliveryState,
  filledPercent,
  type LineFigures,
  owedOf,
  stateAfter,
} from '@/domain/blood-orders/order-state';
import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';
import { followRedistribution } from './settle-redistribution';

export interface OrderLineFigures extends LineFigures {
  readonly lineId: string;
  readonly lineNo: number;
  readonly component: string;
}

/** What was ordered, answered and done of each line of an order, in its order. */
export async function loadFigures({ q }: Scope, orderId: string): Promise<OrderLineFigures[]> {
  return [
    ...(await q<OrderLineFigures[]>`
      select l.id as "lineId", l.line_no as "lineNo", l.component, l.amount as ordered, l.accepted_amount as accepted, l.later_amount as later,
        l.declined_amount as declined, l.closed_amount as closed,
        coalesce(sum(b.amount) filter (where b.state = 'picked'), 0)::int as picked, coalesce(sum(b.amount) filter (where b.state = 'sent'), 0)::int as sent,
        coalesce(sum(b.amount) filter (where b.state = 'received'), 0)::int as received
      from blood_order_lines l left join blood_order_bags b on b.line_id = l.id and b.order_id = l.order_id
      where l.order_id = ${orderId} group by l.id order by l.line_no`),
  ];
}

export interface QuotaAnswer {
  /** Lines that no plan covers, in hundredths of the measure's unit. */
  readonly short: readonly { readonly measure: QuotaMeasure; readonly line: number; readonly short: number }[];
  /** 超计划 of the whole order. */
  readonly over: number;
  /** The accounts were taken, and nobody waits for them but an ordinary order: a job counts it within the minute. */
  readonly later: boolean;
}

/**
 * What the order pledges and uses of its hospital's plan follows what it says, under its lock.
 * @param isAsking the hospital asks for more: ordinary lines beyond the plan are named, and whoever asks refuses them; otherwise they go into 超计划.
 */
export async function settleQuota({ q }: Scope, orderId: string, isAsking: boolean): Promise<QuotaAnswer> {
  const [row] = await q<{ answer: QuotaAnswer }[]>`select settle_quota(${orderId}, ${isAsking}) as answer`;
  if (!row) throw new Error('the quota gave no answer');
  const { over, later } = row.answer;
  if (!later)
    await q`update blood_orders set over_plan_amount = ${over} where id = ${orderId} and over_plan_amount <> ${over}`;
  return row.answer;
}

export interface Settling {
  readonly orderId: string;
  readonly action: string;
  readonly reason?: string;
  /** What the deed was about, for the history. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Brings an answered order to where its lines and deliveries stand, under its lock. @returns its change. */
export async function settleOrder(scope: Scope, { orderId, action, reason, after }: Settling): Promise<Change> {
  const { q, now } = scope;
  const [order] = await q<{ state: BloodOrderState; orgId: string; partyOrgId: string; owedLines: number }[]>`
    select state, org_id as "orgId", party_org_id as "partyOrgId", owed_lines as "owedLines" from blood_orders where id = ${orderId} for update`;
  if (!order) throw new RangeError(`order ${orderId} went away under its lock`);
  const lines = await loadFigures(scope, orderId);
  const deliveries = await q<{ state: DeliveryState }[]>`
    update blood_order_deliveries d set bag_count = (
      select count(*) from blood_order_bags b where b.delivery_id = d.id and b.state <> 'back')
    where d.order_id = ${orderId} returning d.state`;
  // What was called off stays so, whatever becomes of a receipt.
  const isOver = order.state === 'cancelled' || order.state === 'rejected';
  const state = isOver
    ? order.state
    : stateAfter(
        lines,
        deliveries.map((delivery) => delivery.state),
      );
  const isAtEnd = isOver || state === 'completed' || state === 'closed_short';
  const owedLines = lines.filter((line) => owedOf(line) > 0).length;
  const filled = filledPercent(
    lines.map((line) => ({ ...line, mlPerUnit: findComponent(line.component, now)?.mlPerUnit ?? 1 })),
  );
  const [saved] = await q<{ version: number }[]>`
    update blood_orders set state = ${state}, owed_lines = ${owedLines}, filled_percent = ${filled}, updated_at = city_now(), version = version + 1,
      cancel_asked_at = case when not ${isAtEnd} then cancel_asked_at end, cancel_asked_by = case when not ${isAtEnd} then cancel_asked_by end,
      sent_at = coalesce(sent_at, (select min(d.sent_at) from blood_order_deliveries d where d.order_id = ${orderId} and d.state <> 'void')),
      received_at = (select max(d.received_at) from blood_order_deliveries d where d.order_id = ${orderId} and d.state = 'received')
    where id = ${orderId} returning version`;
  if (!saved) throw new RangeError(`order ${orderId} went away under its lock`);
  await settleQuota(scope, orderId, false);
  return {
    module: 'blood-orders',
    recordId: orderId,
    action: `blood-orders.${action}`,
    version: saved.version,
    state,
    orgId: order.orgId,
    partyOrgId: order.partyOrgId,
    isHeardByOffices: true,
    ...(reason ? { reason } : {}),
    before: { state: order.state, owedLines: order.owedLines },
    after: { state, owedLines, filledPercent: filled, ...after },
  };
}

/**
 * A shipment has moved on: the delivery that it is, and the order behind it, or the redistribution that it carries, follow in the same transaction.
 * Nothing for a shipment that neither asked for.
 */
export async function followShipment(
  scope: Scope,
  shipmentId: string,
  action: 'receive' | 'unreceive' | 'put-back',
  reason?: string,
): Promise<Change[]> {
  const { q } = scope;
  const [delivery] = await q<{ id: string; orderId: string; deliveryNo: number }[]>`
    select d.id, d.order_id as "orderId", d.delivery_no as "deliveryNo"
    from blood_order_deliveries d join blood_orders o on o.id = d.order_id where d.shipment_id = ${shipmentId} for update of o`;
  if (!delivery) return followRedistribution(scope, shipmentId, action, reason);
  await q`
    update blood_order_bags b set state = case when s.state = 'expected' then 'sent' when s.state in ('received', 'held') then 'received' else 'back' end
    from shipment_bags s where s.shipment_id = ${shipmentId} and s.unit_id = b.unit_id and b.delivery_id = ${delivery.id}`;
  const [moved] = await q<{ state: string; no: string | null }[]>`
    update blood_order_deliveries d set
      state = case when s.state = 'void' then 'void' when s.state in ('received', 'closed_short') then 'received'
        when s.state = 'partly_received' then 'arrived' when d.arrived_at is not null then 'arrived' else 'on_the_way' end,
      arrived_at = case when s.state = 'void' then d.arrived_at else coalesce(d.arrived_at, s.arrived_at) end,
      received_at = case when s.state in ('received', 'closed_short') then city_now() end
    from shipments s where s.id = ${shipmentId} and d.id = ${delivery.id} returning d.state, s.no`;
  return [
    await settleOrder(scope, {
      orderId: delivery.orderId,
      action,
      ...(reason ? { reason } : {}),
      after: { deliveryNo: delivery.deliveryNo, shipmentNo: moved?.no ?? null, delivery: moved?.state ?? null },
    }),
  ];
}
