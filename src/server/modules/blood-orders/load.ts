import type { Modifier } from '@/domain/blood/compatibility-types';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { Priority } from '@/domain/blood-orders/kinds';
import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import type { DeliveryState } from '@/domain/blood-orders/order-state';
import type { PickableBag } from '@/domain/blood-orders/rules';
import type { DeliverySlot } from '@/domain/blood-orders/schema';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface OrderHead {
  readonly id: string;
  readonly no: string;
  readonly orgId: string;
  readonly partyOrgId: string;
  readonly state: BloodOrderState;
  readonly priority: Priority;
  readonly neededAt: Date;
  readonly phonedWith: string | null;
  readonly cancelAskedAt: Date | null;
  readonly cancelReason: string | null;
  readonly version: number;
}

/** An order of this hospital or to this station. A verb takes its lock before any bag's. @throws not_found for anybody else's. */
export async function loadOrder({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<OrderHead> {
  const [order] = await q<OrderHead[]>`
    select id, no, org_id as "orgId", party_org_id as "partyOrgId", state, priority, needed_at as "neededAt", phoned_with as "phonedWith",
      cancel_asked_at as "cancelAskedAt", cancel_reason as "cancelReason", version
    from blood_orders where id = ${id} and (org_id = ${orgId} or party_org_id = ${orgId}) ${lock ? q`for update` : q``}`;
  if (!order) throw notFound();
  return order;
}

/**
 * The order, locked, as the person saw it.
 * @param side whose deed it is: the other's order is not found. @throws conflict when it was changed meanwhile; refused in another state.
 */
export async function takeOrder(
  scope: Scope,
  { id, version }: { id: string; version?: number },
  side: 'hospital' | 'station' | 'either',
  states: readonly BloodOrderState[],
): Promise<OrderHead> {
  const order = await loadOrder(scope, id, 'for update');
  if (side !== 'either' && (side === 'hospital' ? order.orgId : order.partyOrgId) !== scope.orgId) throw notFound();
  if (version !== undefined && order.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: order.no } }], order);
  if (!states.includes(order.state))
    throw refusal({ code: 'order.wrong_state', facts: { no: order.no, state: order.state } });
  return order;
}

export interface OpenDelivery {
  readonly id: string;
  readonly deliveryNo: number;
  readonly state: DeliveryState;
  readonly boxes: {
    boxNo: number;
    temperatureClass: 'red_cells' | 'platelets' | 'frozen';
    packedAtCelsius: number | null;
    /** Why it left although it was not as its class is stored; absent: it was. */
    offReason?: string;
  }[];
}

/** What is being made ready for an order: at most one. A verb locks it, so that no bag leaves it unseen. */
export async function loadOpenDelivery(
  { q }: Scope,
  orderId: string,
  lock?: 'for update',
): Promise<OpenDelivery | null> {
  const [delivery] = await q<OpenDelivery[]>`
    select id, delivery_no as "deliveryNo", state, boxes from blood_order_deliveries where order_id = ${orderId} and state in ('picking', 'packed') ${lock ? q`for update` : q``}`;
  return delivery ?? null;
}

export interface OrderedLine {
  readonly id: string;
  readonly lineNo: number;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: 'positive' | 'negative';
  readonly amount: number;
  readonly modifiers: Modifier[];
  readonly antigensNegative: string[];
  readonly words: string;
  readonly isForPatient: boolean;
  readonly usableAmount: number | null;
  readonly inTransitAmount: number | null;
  readonly coverDays: number | null;
  readonly proposedAmount: number | null;
  readonly acceptedAmount: number;
  readonly laterAmount: number;
  readonly laterOn: string | null;
  readonly declinedAmount: number;
  readonly declineCode: string | null;
  readonly closedAmount: number;
}

export async function loadLines({ q }: Scope, orderId: string): Promise<OrderedLine[]> {
  return [
    ...(await q<OrderedLine[]>`
      select id, line_no as "lineNo", component, abo, rhd, amount, modifiers, antigens_negative as "antigensNegative", words, is_for_patient as "isForPatient",
        usable_amount as "usableAmount", in_transit_amount as "inTransitAmount", cover_days::float8 as "coverDays", proposed_amount as "proposedAmount",
        accepted_amount as "acceptedAmount", later_amount as "laterAmount", later_on::text as "laterOn", declined_amount as "declinedAmount",
        decline_code as "declineCode", closed_amount as "closedAmount"
      from blood_order_lines where order_id = ${orderId} order by line_no`),
  ];
}

/** Bags as picking sees them. A bag out of scope is absent. */
export async function loadPickableBags({ q, orgId }: Scope, unitIds: readonly string[]): Promise<PickableBag[]> {
  return [
    ...(await q<(PickableBag & { abo: AboGroup; rhd: Rhd })[]>`
      select id, donation_no as "donationNo", component, abo, rhd, amount, modifiers, antigens, intended_use as "intendedUse", state,
        holder_org_id = ${orgId} as "isHere", expires_at as "expiresAt"
      from blood_units where id = any(${unitIds as string[]})`),
  ];
}

export interface StationPlan {
  readonly id: string;
  readonly slots: DeliverySlot[];
  readonly version: number;
}

/** When this station itself delivers; null: it has not said. */
export async function loadPlan({ q, orgId }: Scope): Promise<StationPlan | null> {
  const [plan] = await q<StationPlan[]>`select id, slots, version from delivery_plans where org_id = ${orgId}`;
  return plan ?? null;
}

/** The slots of any station, for whoever orders from it. */
export async function loadSlots({ q }: Pick<Scope, 'q'>, stationId: string): Promise<DeliverySlot[]> {
  const [row] = await q<{ slots: DeliverySlot[] | null }[]>`select station_slots(${stationId}) as slots`;
  return row?.slots ?? [];
}

/** The city's zone and its business day. */
export async function loadDay({ q }: Pick<Scope, 'q'>): Promise<{ timeZone: string; today: string }> {
  const [row] = await q<{ timeZone: string; today: string }[]>`
    select c.time_zone as "timeZone", city_today()::text as today from city c`;
  if (!row) throw notFound();
  return row;
}
