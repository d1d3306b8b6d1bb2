import { z } from 'zod';
import { findComponent } from '@/domain/blood/components';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';

/** One receipt with its bags, temperatures and signatures. */
export const getReceipt = defineRead({
  name: 'bag-receipts.get',
  permission: 'bag-receipts.read',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId, now }, { id }) {
    const [receipt] = await q<
      {
        id: string;
        no: string;
        state: string;
        version: number;
        dutyMode: string;
        bagCount: number;
        heldCount: number;
        refusedCount: number;
        receivedBy: string;
        reviewedBy: string;
        arrivedAt: Date;
        postedAt: Date;
        voidReason: string | null;
        shipmentId: string;
        shipmentNo: string | null;
        senderName: string;
        temperatures: { boxNo: number; temperatureClass: string; celsius: number; isInRange: boolean }[];
      }[]
    >`
      select r.id, r.no, r.state, r.version, r.duty_mode as "dutyMode", r.bag_count as "bagCount", r.held_count as "heldCount", r.refused_count as "refusedCount", r.received_by as "receivedBy",
        r.reviewed_by as "reviewedBy", r.arrived_at as "arrivedAt", r.posted_at as "postedAt", r.void_reason as "voidReason", r.shipment_id as "shipmentId", s.no as "shipmentNo", o.name as "senderName", r.temperatures
      from bag_receipts r join organisations o on o.id = r.party_org_id left join shipments s on s.id = r.shipment_id
      where r.id = ${id} and r.org_id = ${orgId}`;
    if (!receipt) throw notFound();
    const lines = await q<
      {
        unitId: string;
        lineNo: number;
        boxNo: number;
        outcome: string;
        holdReason: string | null;
        exceptions: string[];
        entry: string;
        entryReason: string | null;
        scannedAt: Date | null;
        donationNo: string;
        productCode: string;
        component: string;
        abo: string;
        rhd: string;
        amount: number;
        expiresAt: Date;
        /** null: it is not here any more. */
        unitState: string | null;
      }[]
    >`
      select l.unit_id as "unitId", l.line_no as "lineNo", l.box_no as "boxNo", l.outcome, l.hold_reason as "holdReason", l.exceptions, l.entry, l.entry_reason as "entryReason", l.scanned_at as "scannedAt",
        u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", h.state as "unitState"
      from bag_receipt_lines l join noted_bags(${receipt.shipmentId}) u on u.unit_id = l.unit_id left join blood_units h on h.id = l.unit_id and h.holder_org_id = ${orgId}
      where l.receipt_id = ${id} and l.org_id = ${orgId} order by l.line_no`;
    const signatures = await q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures where org_id = ${orgId} and module = 'bag-receipts' and record_id = ${id} order by signed_at`;
    return {
      ...receipt,
      signatures: [...signatures],
      lines: lines.map((line) => {
        const component = findComponent(line.component, now);
        return {
          ...line,
          componentName: component?.nameZh ?? line.component,
          componentNameEn: component?.nameEn ?? line.component,
          unit: component?.unit ?? 'U',
        };
      }),
    };
  },
});
