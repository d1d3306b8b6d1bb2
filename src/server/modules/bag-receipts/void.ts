import { z } from 'zod';
import { type Finding, finding } from '@/domain/bag-receipts/findings';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { keepFindings } from '../stock/lost-findings';
import { actorName } from '../stock/post';
import { unreceiveUnits } from '../stock/receive';
import { followShipment } from '../stock/settle-order';

/** Voids a mistaken receipt while its bags are still here; they are on their way again and can be received anew. */
export const voidReceipt = defineCommand({
  name: 'bag-receipts.void',
  permission: 'bag-receipts.void',
  input: z.strictObject({ id: z.uuid(), version: z.int(), reason: z.string().trim().min(2).max(200) }),
  async run(scope, { id, version, reason }) {
    const [receipt] = await scope.q<
      { no: string; state: string; version: number; shipment_id: string; party_org_id: string }[]
    >`
      select no, state, version, shipment_id, party_org_id from bag_receipts where id = ${id} and org_id = ${scope.orgId} for update`;
    if (!receipt) throw notFound();
    if (receipt.state !== 'posted') throw refusal({ code: 'receipt.already_void', facts: { no: receipt.no } });
    if (receipt.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile' }], receipt);
    const lines = await scope.q<
      { unit_id: string }[]
    >`select unit_id from bag_receipt_lines where receipt_id = ${id} and outcome <> 'refused' order by unit_id`;
    const unitIds = lines.map((line) => line.unit_id);
    if (unitIds.length === 0) throw refusal({ code: 'receipt.nothing_to_void', facts: { no: receipt.no } });

    await unreceiveUnits(scope, { unitIds, senderOrgId: receipt.party_org_id, module: 'bag-receipts', recordId: id });
    await scope.q`update shipment_bags set state = 'expected' where shipment_id = ${receipt.shipment_id} and unit_id = any(${unitIds})`;
    const [shipment] = await scope.q<{ state: string; version: number; org_id: string }[]>`
      update shipments s set received_count = s.received_count - ${unitIds.length}, version = s.version + 1, updated_at = city_now(),
        state = case when s.received_count - ${unitIds.length} > 0 then 'partly_received' else 'shipped' end
      where s.id = ${receipt.shipment_id} returning s.state, s.version, s.org_id`;
    await scope.q`update bag_receipts set state = 'void', void_reason = ${reason}, version = version + 1 where id = ${id}`;
    if (!shipment) throw notFound();
    await keepFindings(scope, receipt.shipment_id, await findingsOfReceipt(scope, id));
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'bag-receipts' and record_id = ${id} and done_at is null`;

    const followed = await followShipment(scope, receipt.shipment_id, 'unreceive', reason);

    return done(
      { id, version: version + 1 },
      {
        module: 'bag-receipts',
        recordId: id,
        action: 'bag-receipts.void',
        version: version + 1,
        state: 'void',
        orgId: scope.orgId,
        partyOrgId: receipt.party_org_id,
        reason,
        before: { state: 'posted' },
        after: { state: 'void', voidReason: reason, unitIds },
        tally: { kind: 'unreceive', bags: unitIds.length },
      },
      {
        module: 'shipments',
        recordId: receipt.shipment_id,
        action: 'shipments.unreceive',
        version: shipment.version,
        state: shipment.state,
        orgId: shipment.org_id,
        partyOrgId: scope.orgId,
        before: null,
        after: { state: shipment.state, receiptNo: receipt.no },
      },
      ...followed,
    );
  },
});

/**
 * What was found on the bags that a receipt put on hold: voided with it, it would be said nowhere when they come in again. Found anew at this
 * moment, whatever became of it before: also of a bag that was released meanwhile, since whoever receives it next looks at it alone.
 */
async function findingsOfReceipt({ q, now }: Scope, receiptId: string): Promise<Finding[]> {
  const lines = await q<{ unitId: string; reason: string; exceptions: string[] }[]>`
    select unit_id as "unitId", coalesce(hold_reason, 'other') as reason, exceptions from bag_receipt_lines
    where receipt_id = ${receiptId} and outcome = 'held' and hold_reason is distinct from 'returned' order by line_no`;
  return lines.map((line) => finding.parse({ ...line, outcome: 'held', foundAt: now.toISOString() }));
}
