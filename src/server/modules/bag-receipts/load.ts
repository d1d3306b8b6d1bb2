import type { ExpectedBag } from '@/domain/bag-receipts/rules';
import { findComponent, type TemperatureRange } from '@/domain/blood/components';
import type { AboGroup, BloodGroup, Rhd } from '@/domain/blood/groups';
import type { OutboundReason } from '@/domain/other-outbounds/kinds';
import { storageOf, transportOf } from '@/domain/stock/places';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { isUnderIncident } from '../stock/open-incidents';

export interface AwaitedShipment {
  readonly id: string;
  readonly no: string | null;
  readonly senderOrgId: string;
  readonly senderName: string;
  readonly senderPhone: string;
  readonly state: string;
  /** Why it was withdrawn or closed short. */
  readonly reason: string | null;
  readonly kind: string;
  /** Of a return or a transfer: why it comes, as a code and in words. */
  readonly reasonCode: OutboundReason | null;
  readonly words: string | null;
  readonly bagCount: number;
  readonly receivedCount: number;
  /** `offReason`: why a box left although it was not as its class is stored. */
  readonly boxes: { boxNo: number; temperatureClass: string; packedAtCelsius: number | null; offReason?: string }[];
  readonly carrier: string;
  readonly carrierPhone: string;
  readonly sentAt: Date | null;
  /** When its first bags were taken in; null before. */
  readonly arrivedAt: Date | null;
  readonly version: number;
}

/** The shipment on its way to this organisation. @throws not_found for anybody else's. */
export async function loadShipment(
  scope: Scope,
  shipmentId: string,
  lock: 'for update' | 'plain',
): Promise<AwaitedShipment> {
  const select = scope.q`
    select s.id, s.no, s.org_id as "senderOrgId", o.name as "senderName", o.duty_phone as "senderPhone", s.state, s.reason, s.kind, x.reason_code as "reasonCode", x.words, s.bag_count as "bagCount", s.received_count as "receivedCount",
      s.boxes, s.carrier, s.carrier_phone as "carrierPhone", s.sent_at as "sentAt", s.arrived_at as "arrivedAt", s.version
    from shipments s join organisations o on o.id = s.org_id left join other_outbounds x on x.shipment_id = s.id
    where s.id = ${shipmentId} and s.party_org_id = ${scope.orgId} and s.state <> 'draft'`;
  const [shipment] = await (lock === 'plain'
    ? scope.q<AwaitedShipment[]>`${select}`
    : scope.q<AwaitedShipment[]>`${select} for update of s`);
  if (!shipment) throw notFound();
  return shipment;
}

export type ShipmentBag = ExpectedBag & {
  readonly storage: TemperatureRange;
  readonly componentName: string;
  readonly componentNameEn: string;
  readonly unit: 'U' | 'ml' | 'dose';
  readonly amount: number;
  readonly modifiers: string[];
  readonly intendedUse: string;
  readonly labelScheme: string;
  readonly lineNo: number;
  /** What the bag was held for when its sender gave it back; null of a bag from the shelf. */
  readonly heldFor: string | null;
};

/** The bags of a shipment as note and master record have them, in the order of the note. */
export async function loadBags(scope: Scope, shipmentId: string): Promise<ShipmentBag[]> {
  const rows = await scope.q<
    {
      unitId: string;
      donationNo: string;
      productCode: string;
      component: string;
      abo: AboGroup;
      rhd: Rhd;
      expiresAt: Date;
      boxNo: number;
      lineNo: number;
      state: ExpectedBag['state'];
      amount: number;
      modifiers: string[];
      processedAs: string[];
      intendedUse: string;
      collectedAt: Date | null;
      labelScheme: string;
      heldFor: string | null;
      isUnderIncident: boolean;
      otherGroups: BloodGroup[];
    }[]
  >`
    select b.unit_id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.expires_at as "expiresAt",
      b.box_no as "boxNo", b.line_no as "lineNo", b.state, u.amount, u.modifiers, u.processed_as as "processedAs", u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.label_scheme as "labelScheme", b.held_for as "heldFor",
      ${isUnderIncident(scope, 'b.unit_id')} as "isUnderIncident",
      (select coalesce(jsonb_agg(distinct jsonb_build_object('abo', d.abo, 'rhd', d.rhd)), '[]') from blood_units d
        where d.label_scheme = u.label_scheme and d.issuer = u.issuer and d.donation_no = u.donation_no and d.id <> u.unit_id) as "otherGroups"
    from shipment_bags b join noted_bags(${shipmentId}) u on u.unit_id = b.unit_id
    where b.shipment_id = ${shipmentId} and b.party_org_id = ${scope.orgId}
    order by b.line_no`;
  return rows.map((row) => {
    const component = findComponent(row.component, scope.now);
    if (!component) throw new RangeError(`component ${row.component} is not in the catalogue`);
    return {
      ...row,
      componentName: component.nameZh,
      componentNameEn: component.nameEn,
      unit: component.unit,
      ...transportOf(component, row.processedAs),
      storage: storageOf(row.component, row.processedAs, scope.now) ?? component.storage,
    };
  });
}
