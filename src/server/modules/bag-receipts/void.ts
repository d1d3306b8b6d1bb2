import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import { reopenFindings } from '../stock/lost-findings';
import { actorName } from '../stock/post';
import { unreceiveUnits } from '../stock/receive';

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
    await reopenFindings(scope, receipt.shipment_id, unitIds, receipt.no);
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'bag-receipts' and record_id = ${id} and done_at is null`;

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
    );
  },
});
