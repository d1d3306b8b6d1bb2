import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { OutboundKind, OutboundReason } from '@/domain/other-outbounds/kinds';
import type { OutboundState } from '@/domain/other-outbounds/lifecycle';
import type { OutboundBag } from '@/domain/other-outbounds/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface OutboundView {
  readonly id: string;
  readonly no: string;
  readonly kind: OutboundKind;
  readonly reasonCode: OutboundReason;
  readonly words: string;
  /** As the other side has left it, of a return or a transfer. */
  readonly state: OutboundState;
  readonly partyOrgId: string | null;
  readonly shipmentId: string | null;
  readonly shipmentNo: string | null;
  readonly bagCount: number;
  /** Null where nobody receives. */
  readonly receivedCount: number | null;
  readonly refusedCount: number | null;
  readonly registeredBy: string;
  readonly approvedBy: string;
  readonly dutyMode: 'two_person' | 'single' | null;
  readonly destroyedAt: Date | null;
  readonly destroyMethod: string;
  readonly voidReason: string | null;
  /** The sheet it was entered from afterwards; empty: it was not. */
  readonly downtimeFormNo: string;
  readonly createdAt: Date;
  readonly occurredAt: Date;
  readonly version: number;
}

/** An outbound of this organisation as it stands; its row locked when asked. @throws not_found for anybody else's. */
export async function loadOutbound({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<OutboundView> {
  if (lock) await q`select id from other_outbounds where id = ${id} and org_id = ${orgId} for update`;
  const [outbound] = await q<OutboundView[]>`
    select id, no, kind, reason_code as "reasonCode", words, state, party_org_id as "partyOrgId", shipment_id as "shipmentId", shipment_no as "shipmentNo",
      bag_count as "bagCount", received_count as "receivedCount", refused_count as "refusedCount", registered_by as "registeredBy", approved_by as "approvedBy",
      duty_mode as "dutyMode", destroyed_at as "destroyedAt", destroy_method as "destroyMethod", void_reason as "voidReason", downtime_form_no as "downtimeFormNo", created_at as "createdAt", occurred_at as "occurredAt", version
    from other_outbound_list where id = ${id} and org_id = ${orgId}`;
  if (!outbound) throw notFound();
  return outbound;
}

export interface OutboundLine {
  readonly unitId: string;
  readonly lineNo: number;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly stateBefore: 'available' | 'reserved' | 'quarantined';
  readonly holdReasonBefore: string | null;
  /** What the receiver made of it; null where there is none. */
  readonly received: 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing' | null;
}

/** Bags of an outbound in the order they were listed. A bag that left for another hospital is known from the note it left with. */
export async function loadOutboundLines({ q, orgId }: Scope, id: string): Promise<OutboundLine[]> {
  return [
    ...(await q<OutboundLine[]>`
      select l.unit_id as "unitId", l.line_no as "lineNo", l.state_before as "stateBefore", l.hold_reason_before as "holdReasonBefore",
        l.donation_no as "donationNo", l.product_code as "productCode", l.component, l.abo, l.rhd, l.amount, l.expires_at as "expiresAt", b.state as received
      from other_outbound_lines l
      left join other_outbounds o on o.id = l.outbound_id
      left join shipment_bags b on b.shipment_id = o.shipment_id and b.unit_id = l.unit_id
      where l.outbound_id = ${id} and l.org_id = ${orgId} order by l.line_no`),
  ];
}

/** What may be put on an entry: as lists and scans show it. */
export interface LeavingBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly modifiers: string[];
  readonly processedAs: string[];
  readonly expiresAt: Date;
  readonly storagePlace: string;
  readonly state: string;
  readonly holdReason: string | null;
  /** Kept for the redistribution that the entry is made for; said by the desk. */
  readonly isTaken?: boolean;
}

export const leavingBagColumns = ({ q }: Pick<Scope, 'q'>) => q`
  u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as as "processedAs", u.expires_at as "expiresAt",
  u.storage_place as "storagePlace", u.state, u.hold_reason as "holdReason"`;

/** Bags as the command sees them, locked in id order. A bag out of scope is absent. */
export async function lockBags(scope: Scope, unitIds: readonly string[]): Promise<(LeavingBag & OutboundBag)[]> {
  return [
    ...(await scope.q<(LeavingBag & OutboundBag)[]>`
      select ${leavingBagColumns(scope)}, u.holder_org_id = ${scope.orgId} as "isHere"
      from blood_units u where u.id = any(${unitIds as string[]}) order by u.id for update`),
  ];
}
