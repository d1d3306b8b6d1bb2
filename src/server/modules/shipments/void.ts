import { voidShipmentInput } from '@/domain/shipments/schema';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import { followShipment } from '../stock/settle-order';
import { unshipUnits } from '../stock/ship';
import { loadShipment } from './load';

/**
 * Takes back a note that nobody has received from: its bags are the sender's again, the number stays used. Not one of which somebody had bags in
 * hand, also where that receipt was voided: they would stand on the shelf with whatever was found on them; refused or closed short they come
 * back on hold. Never a delivery without a
 * note: the sender has released none of its bags, and must not find them on the shelf with what another house typed from a label.
 */
export const voidShipment = defineCommand({
  name: 'shipments.void',
  permission: 'shipments.void',
  input: voidShipmentInput,
  async run(scope, { id, version, reason }) {
    const shipment = await loadShipment(scope, id, 'for update');
    if (shipment.orgId !== scope.orgId) throw notFound();
    const facts = { no: shipment.no ?? '', state: shipment.state };
    if (shipment.kind === 'unnoted') throw refusal({ code: 'shipment.not_sent_here', facts });
    if (shipment.state === 'void') throw refusal({ code: 'shipment.already_void', facts });
    if (shipment.state !== 'shipped') throw refusal({ code: 'shipment.already_received', facts });
    if (shipment.arrivedAt !== null) throw refusal({ code: 'shipment.was_received', facts });
    const [atDoor] = await scope.q`
      select 1 from blood_order_deliveries where shipment_id = ${id} and arrived_at is not null limit 1`;
    if (atDoor) throw refusal({ code: 'shipment.at_the_door', facts });
    if (shipment.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], shipment);

    const bags = await scope.q<{ unit_id: string }[]>`
      update shipment_bags set state = 'packed' where shipment_id = ${id} and org_id = ${scope.orgId} and state = 'expected' returning unit_id`;
    const unitIds = bags.map((bag) => bag.unit_id).sort();
    const back = await unshipUnits(scope, { unitIds, toOrgId: shipment.partyOrgId, module: 'shipments', recordId: id });
    await scope.q`
      update shipments set state = 'void', reason = ${reason}, version = version + 1, updated_at = city_now() where id = ${id}`;
    return done(
      { id, version: version + 1, bagCount: back.length },
      {
        module: 'shipments',
        recordId: id,
        action: 'shipments.void',
        version: version + 1,
        state: 'void',
        orgId: scope.orgId,
        partyOrgId: shipment.partyOrgId,
        reason,
        before: { state: shipment.state, reason: shipment.reason },
        after: { state: 'void', reason, unitIds },
        tally: tallyOfBags('unship', back),
      },
      ...(await followShipment(scope, id, 'put-back', reason)),
    );
  },
});
