import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { DeliveryMethod, Priority } from '@/domain/blood-orders/kinds';
import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import type { DeliveryState } from '@/domain/blood-orders/order-state';
import { placeKey } from '@/domain/stock/matrix';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadFigures } from '../stock/settle-order';
import { loadLines } from './load';
import { loadPromised } from './promised';

export interface OrderView {
  readonly id: string;
  readonly no: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly orgShortName: string;
  readonly orgNameEn: string;
  readonly orgPhone: string;
  readonly partyOrgId: string;
  readonly partyOrgName: string;
  readonly partyOrgShortName: string;
  readonly partyOrgNameEn: string;
  readonly partyOrgPhone: string;
  readonly state: BloodOrderState;
  readonly priority: Priority;
  readonly deliveryMethod: DeliveryMethod;
  readonly neededAt: Date;
  readonly owedLines: number;
  readonly filledPercent: number | null;
  readonly phonedWith: string | null;
  readonly phonedBy: string | null;
  readonly phonedAt: Date | null;
  readonly cancelAskedAt: Date | null;
  readonly cancelAskedBy: string | null;
  readonly cancelReason: string | null;
  readonly remark: string;
  readonly reason: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
  readonly version: number;
}

export interface DeliveryView {
  readonly id: string;
  readonly deliveryNo: number;
  readonly state: DeliveryState;
  readonly bagCount: number;
  readonly boxes: {
    boxNo: number;
    temperatureClass: 'red_cells' | 'platelets' | 'frozen';
    packedAtCelsius: number | null;
    /** Why it left although it was not as its class is stored; absent: it was. */
    offReason?: string;
  }[];
  readonly carrier: string;
  readonly carrierPhone: string;
  readonly plate: string;
  readonly dueAt: Date | null;
  readonly shipmentId: string | null;
  readonly shipmentNo: string | null;
  readonly pickedBy: string;
  readonly begunAt: Date;
  readonly packedAt: Date | null;
  readonly sentAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly receivedAt: Date | null;
}

/** An order with its lines, figures and deliveries, for both parties; whose need a line is for the hospital alone. An office sees the head. */
export const getOrder = defineRead({
  name: 'blood-orders.get',
  permission: 'blood-orders.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const order = await loadOrderView(scope, id);
    const deliveries = await loadDeliveries(scope, id);
    // The lines may tell of a patient, without the name: they are for the two who supply him.
    if (![order.orgId, order.partyOrgId].includes(scope.orgId))
      return {
        ...order,
        reason: null,
        cancelReason: null,
        cancelAskedBy: null,
        cancelRefusal: null,
        remark: '',
        lines: [],
        deliveries: deliveries.map(
          (delivery): DeliveryView => ({
            ...delivery,
            boxes: delivery.boxes.map(({ offReason: _, ...box }) => box),
          }),
        ),
      };
    const [lines, figures, patients] = await Promise.all([
      loadLines(scope, id),
      loadFigures(scope, id),
      loadPatients(scope, id, order.orgId),
    ]);
    const figuresOf = new Map(figures.map((one) => [one.lineId, one]));
    const cancelRefusal = await loadCancelRefusal(scope, order);
    // What the station answers by; to the hospital it says nothing of others.
    const isAnswering = order.partyOrgId === scope.orgId && order.state === 'submitted';
    const promised = isAnswering
      ? await loadPromised(
          scope,
          id,
          lines.map(({ component }) => component),
        )
      : new Map<string, number>();
    return {
      ...order,
      cancelRefusal,
      lines: lines.map((line) => {
        const { picked = 0, sent = 0, received = 0 } = figuresOf.get(line.id) ?? {};
        return {
          ...line,
          picked,
          sent,
          received,
          patient: patients.get(line.id) ?? null,
          /** To other orders, of this line's component and group, and still on the shelf; hundredths. */
          promisedElsewhere: promised.get(placeKey(line)) ?? 0,
        };
      }),
      deliveries,
    };
  },
});

export interface CancelRefusal {
  readonly reason: string;
  readonly at: Date;
}

const cancelDeeds = ['ask-cancel', 'withdraw-cancel', 'refuse-cancel'].map((deed) => `blood-orders.${deed}`);
const isOver = (state: BloodOrderState) => ['completed', 'closed_short', 'rejected', 'cancelled'].includes(state);

/** The station's no to a cancelling, until the order ends or the hospital asks again. It stands in the history and nowhere else. */
async function loadCancelRefusal({ q }: Scope, { id, state, cancelReason }: OrderView): Promise<CancelRefusal | null> {
  if (cancelReason === null || isOver(state)) return null;
  const [last] = await q<{ at: Date; payload: string }[]>`
    select at, payload from party_history('blood-orders', ${id}) where payload::jsonb->>'action' = any(${cancelDeeds}) order by at desc, seq desc limit 1`;
  if (!last) return null;
  const { action, reason } = JSON.parse(last.payload) as { action: string; reason?: string };
  return action === 'blood-orders.refuse-cancel' ? { reason: reason ?? '', at: last.at } : null;
}

/** @throws not_found for what is neither ours nor, to an office, anybody's. */
async function loadOrderView({ q, orgId, actor }: Scope, id: string): Promise<OrderView> {
  const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
  const [order] = await q<OrderView[]>`
    select o.id, o.no, o.org_id as "orgId", h.name as "orgName", h.short_name as "orgShortName", coalesce(nullif(h.name_en, ''), h.name) as "orgNameEn", h.duty_phone as "orgPhone",
      o.party_org_id as "partyOrgId", s.name as "partyOrgName", s.short_name as "partyOrgShortName", coalesce(nullif(s.name_en, ''), s.name) as "partyOrgNameEn", s.duty_phone as "partyOrgPhone",
      o.state, o.priority, o.delivery_method as "deliveryMethod", o.needed_at as "neededAt", o.owed_lines as "owedLines", o.filled_percent as "filledPercent",
      o.phoned_with as "phonedWith", o.phoned_by as "phonedBy", o.phoned_at as "phonedAt", o.cancel_asked_at as "cancelAskedAt",
      o.cancel_asked_by as "cancelAskedBy", o.cancel_reason as "cancelReason", o.remark, o.reason, o.created_by as "createdBy", o.created_at as "createdAt",
      o.answered_by as "answeredBy", o.answered_at as "answeredAt", o.sent_at as "sentAt", o.received_at as "receivedAt", o.version
    from blood_orders o join organisations h on h.id = o.org_id join organisations s on s.id = o.party_org_id
    where o.id = ${id} and (${isOffice} or o.org_id = ${orgId} or o.party_org_id = ${orgId})`;
  if (!order) throw notFound();
  return order;
}

async function loadDeliveries({ q }: Scope, orderId: string): Promise<DeliveryView[]> {
  return [
    ...(await q<DeliveryView[]>`
      select d.id, d.delivery_no as "deliveryNo", d.state, d.boxes, d.carrier, d.carrier_phone as "carrierPhone", d.plate, d.due_at as "dueAt",
        d.shipment_id as "shipmentId", s.no as "shipmentNo", d.picked_by as "pickedBy", d.begun_at as "begunAt", d.packed_at as "packedAt",
        d.sent_at as "sentAt", d.arrived_at as "arrivedAt", d.received_at as "receivedAt",
        d.bag_count as "bagCount"
      from blood_order_deliveries d left join shipments s on s.id = d.shipment_id
      where d.order_id = ${orderId} and (d.state <> 'void' or d.shipment_id is not null) order by d.delivery_no`),
  ];
}

export interface LinePatient {
  readonly id: string;
  readonly name: string;
  readonly mrn: string;
}

async function loadPatients(
  { q, orgId }: Scope,
  orderId: string,
  hospitalId: string,
): Promise<Map<string, LinePatient>> {
  if (orgId !== hospitalId) return new Map();
  const rows = await q<(LinePatient & { lineId: string })[]>`
    select p.line_id as "lineId", t.id, t.name, t.mrn
    from blood_order_lines l join blood_order_patients p on p.line_id = l.id join patients t on t.id = p.patient_id
    where l.order_id = ${orderId} and l.org_id = ${orgId}`;
  return new Map(rows.map(({ lineId, ...patient }) => [lineId, patient]));
}

export interface PickedBag {
  readonly unitId: string;
  readonly lineId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly processedAs: string[];
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly boxNo: number | null;
  readonly pickedBy: string;
  readonly isScanned: boolean;
}
