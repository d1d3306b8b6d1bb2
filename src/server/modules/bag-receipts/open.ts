import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadProducts } from '../stock/load-products';
import { loadFindings, loadForgottenFindings } from '../stock/lost-findings';
import { loadBags, loadShipment } from './load';

/** Everything the scan list needs about one shipment, at once: scanning never waits for the network. */
export const openReceipt = defineRead({
  name: 'bag-receipts.open',
  permission: 'bag-receipts.read',
  input: z.strictObject({ shipmentId: z.uuid() }),
  async run(scope, { shipmentId }) {
    const shipment = await loadShipment(scope, shipmentId, 'plain');
    const duty = await loadDuty(scope);
    const bags = await loadBags(scope, shipmentId);
    const receipts = await loadReceipts(scope, shipmentId);
    return {
      shipment,
      bags: bags.map((bag) => ({ ...bag, receipt: receipts.get(bag.unitId) ?? null })),
      findings: await loadFindings(scope, shipmentId),
      /** In the draft alone, of bags that are not awaited any more. */
      hasForgotten: (await loadForgottenFindings(scope, shipmentId)).length > 0,
      isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
    };
  },
});

interface BagReceipt {
  readonly no: string;
  readonly receivedBy: string;
  readonly postedAt: Date;
  /** What was found on the bag there. */
  readonly holdReason: string | null;
  readonly exceptions: string[];
}

/** By which receipt each bag came in, who signed for it and with what finding, by unit id. */
export async function loadReceipts({ q, orgId }: Scope, shipmentId: string): Promise<ReadonlyMap<string, BagReceipt>> {
  const rows = await q<(BagReceipt & { unitId: string })[]>`
    select l.unit_id as "unitId", r.no, r.received_by as "receivedBy", r.posted_at as "postedAt", l.hold_reason as "holdReason", l.exceptions
    from bag_receipts r join bag_receipt_lines l on l.receipt_id = r.id and l.org_id = r.org_id
    where r.org_id = ${orgId} and r.shipment_id = ${shipmentId} and r.state = 'posted'`;
  return new Map(rows.map(({ unitId, ...receipt }) => [unitId, receipt]));
}

/** Shipments that wait to be received here, oldest first, with what is open of each. */
export const awaitedShipments = defineRead({
  name: 'bag-receipts.awaited',
  permission: 'bag-receipts.read',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId }) => [
    ...(await q<
      {
        id: string;
        no: string | null;
        senderOrgId: string;
        senderName: string;
        sentAt: Date;
        bagCount: number;
        receivedCount: number;
        boxCount: number;
        state: string;
        kind: string;
        hasDraft: boolean;
      }[]
    >`
      select s.id, s.no, s.org_id as "senderOrgId", o.name as "senderName", s.sent_at as "sentAt", s.bag_count as "bagCount", s.received_count as "receivedCount", s.box_count as "boxCount", s.state, s.kind,
        exists (select 1 from drafts d where d.org_id = ${orgId} and d.module = 'bag-receipts' and d.subject_id = s.id::text) as "hasDraft"
      from shipments s join organisations o on o.id = s.org_id
      where s.party_org_id = ${orgId} and s.state in ('shipped', 'partly_received')
      order by s.sent_at, s.id limit 100`),
  ],
});

/** Stations that blood may come from, and the product list, for a delivery without a note. */
export const readSenders = defineRead({
  name: 'bag-receipts.senders',
  permission: 'bag-receipts.read',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const stations = await scope.q<{ id: string; name: string }[]>`
      select id, name from organisations where kind = 'blood_station' and is_active order by sort_order, id`;
    return { stations: [...stations], products: await loadProducts(scope) };
  },
});
