import { findComponent } from '@/domain/blood/components';
import type { OutboundReason } from '@/domain/other-outbounds/kinds';
import type { PackableBag } from '@/domain/shipments/rules';
import { transportOf } from '@/domain/stock/places';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface ShipmentView {
  readonly id: string;
  readonly no: string | null;
  readonly orgId: string;
  readonly orgName: string;
  readonly partyOrgId: string;
  readonly partyOrgName: string;
  readonly partyDutyPhone: string;
  readonly kind: string;
  readonly state: string;
  readonly bagCount: number;
  readonly receivedCount: number;
  readonly boxCount: number;
  /** `offReason`: why a box left although it was not as its class is stored. */
  readonly boxes: { boxNo: number; temperatureClass: string; packedAtCelsius: number | null; offReason?: string }[];
  readonly carrier: string;
  readonly carrierPhone: string;
  readonly sentAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly reason: string | null;
  /** Of a return or a transfer: why it goes, as a code and in words. */
  readonly reasonCode: OutboundReason | null;
  readonly words: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly version: number;
}

/** A shipment that this organisation sent or awaits. @throws not_found for anybody else's. */
export async function loadShipment(scope: Scope, id: string, lock?: 'for update'): Promise<ShipmentView> {
  const { q, orgId } = scope;
  const [shipment] = await q<ShipmentView[]>`
    select s.id, s.no, s.org_id as "orgId", o.name as "orgName", s.party_org_id as "partyOrgId", p.name as "partyOrgName", p.duty_phone as "partyDutyPhone",
      s.kind, s.state, s.bag_count as "bagCount", s.received_count as "receivedCount", s.box_count as "boxCount", s.boxes, s.carrier, s.carrier_phone as "carrierPhone",
      s.sent_at as "sentAt", s.arrived_at as "arrivedAt", s.reason, x.reason_code as "reasonCode", x.words, s.created_by as "createdBy", s.created_at as "createdAt", s.version
    from shipments s join organisations o on o.id = s.org_id join organisations p on p.id = s.party_org_id
      left join other_outbounds x on x.shipment_id = s.id
    where s.id = ${id} and (s.org_id = ${orgId} or s.party_org_id = ${orgId})
    ${lock ? q`for update of s` : q``}`;
  if (!shipment) throw notFound();
  return shipment;
}

export interface PackedBag {
  readonly unitId: string;
  readonly lineNo: number;
  readonly boxNo: number;
  readonly state: string;
  readonly donationNo: string;
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly productCode: string;
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative' | 'unspecified';
  readonly amount: number;
  readonly modifiers: string[];
  readonly processedAs: string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
}

/** The bags of a note in its order, with what became of each. */
export async function loadShipmentBags({ q, orgId }: Scope, id: string): Promise<PackedBag[]> {
  return [
    ...(await q<PackedBag[]>`
      select b.unit_id as "unitId", b.line_no as "lineNo", b.box_no as "boxNo", b.state, u.donation_no as "donationNo", u.label_scheme as "labelScheme", u.product_code as "productCode",
        u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as as "processedAs", u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.expires_at as "expiresAt"
      from shipment_bags b join noted_bags(${id}) u on u.unit_id = b.unit_id
      where b.shipment_id = ${id} and (b.org_id = ${orgId} or b.party_org_id = ${orgId})
      order by b.line_no`),
  ];
}

/** Bags as packing sees them. A bag out of scope is absent. */
export async function loadPackableBags(scope: Scope, unitIds: readonly string[]): Promise<PackableBag[]> {
  const rows = await scope.q<
    {
      id: string;
      donationNo: string;
      component: string;
      processedAs: string[];
      state: string;
      isHere: boolean;
      expiresAt: Date;
    }[]
  >`
    select id, donation_no as "donationNo", component, processed_as as "processedAs", state, holder_org_id = ${scope.orgId} as "isHere", expires_at as "expiresAt"
    from blood_units where id = any(${unitIds as string[]})`;
  return rows.map((row) => {
    const component = findComponent(row.component, scope.now);
    if (!component) throw new RangeError(`component ${row.component} is not in the catalogue`);
    return { ...row, ...transportOf(component, row.processedAs) };
  });
}
