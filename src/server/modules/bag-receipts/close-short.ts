import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import { settleFindings } from '../stock/lost-findings';
import { receiveUnits } from '../stock/receive';
import { followShipment } from '../stock/settle-order';
import { loadBags, loadShipment } from './load';

/** 短收关单: what never came goes back to the sender's account on hold, with the reason, and the shipment is closed. */
export const closeShort = defineCommand({
  name: 'bag-receipts.close-short',
  permission: 'bag-receipts.post',
  input: z.strictObject({ shipmentId: z.uuid(), reason: z.string().trim().min(2).max(200) }),
  async run(scope, { shipmentId, reason }) {
    const shipment = await loadShipment(scope, shipmentId, 'for update');
    if (!['shipped', 'partly_received'].includes(shipment.state))
      throw refusal({
        code: 'receipt.shipment_not_awaited',
        facts: { state: shipment.state, station: shipment.senderName, phone: shipment.senderPhone || 'none' },
      });
    const awaited = (await loadBags(scope, shipmentId)).filter((bag) => bag.state === 'expected');
    const missing = awaited.map((bag) => bag.unitId);
    await receiveUnits(scope, {
      units: awaited.map(({ unitId, heldFor }) => ({
        unitId,
        outcome: 'refused' as const,
        holdReason: heldFor ?? 'not_delivered',
      })),
      module: 'shipments',
      recordId: shipmentId,
    });
    await scope.q`update shipment_bags set state = 'missing' where shipment_id = ${shipmentId} and unit_id = any(${missing})`;
    await scope.q`update shipments set state = 'closed_short', reason = ${reason}, version = version + 1, updated_at = city_now() where id = ${shipmentId}`;
    await settleFindings(
      scope,
      shipmentId,
      missing.map((unitId) => ({ unitId, state: 'missing' as const })),
    );
    await dropDraft(scope, 'bag-receipts', shipmentId);
    return done(
      { missing: missing.length },
      {
        module: 'shipments',
        recordId: shipmentId,
        action: 'shipments.close-short',
        version: shipment.version + 1,
        state: 'closed_short',
        orgId: shipment.senderOrgId,
        partyOrgId: scope.orgId,
        reason,
        before: { state: shipment.state },
        after: { state: 'closed_short', missing },
        tally: { kind: 'refuse', bags: missing.length },
      },
      ...(await followShipment(scope, shipmentId, 'receive')),
    );
  },
});
