import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { checkShipment } from '@/domain/shipments/rules';
import { shipInput } from '@/domain/shipments/schema';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import { actorName } from '../stock/post';
import { shipUnits } from '../stock/ship';
import { loadPackableBags } from './load';

/** 发血: the note and its bags leave together. Bags are in the receiver's 在途 from here on, held by the sender until received. */
export const shipShipment = defineCommand({
  name: 'shipments.ship',
  permission: 'shipments.ship',
  input: shipInput,
  async run(scope, input) {
    const [receiver] = await scope.q<{ id: string }[]>`
      select id from organisations where id = ${input.toOrgId} and kind = 'hospital' and is_active`;
    const unitIds = input.lines.map((line) => line.unitId);
    const bags = await loadPackableBags(scope, unitIds);
    const facts = { now: scope.now, senderOrgId: scope.orgId, receiver: receiver ?? null, bags };
    unwrap(decideBy(checkShipment(input, facts), () => input));

    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'shipments');
    const createdBy = actorName(scope);
    await scope.q`
      insert into shipments (id, no, org_id, party_org_id, kind, state, bag_count, box_count, boxes, carrier, carrier_phone, sent_at, created_by)
      values (${id}, ${no}, ${scope.orgId}, ${input.toOrgId}, 'delivery', 'shipped', ${unitIds.length}, ${input.boxes.length},
        ${scope.q.json(input.boxes)}, ${input.carrier}, ${input.carrierPhone}, city_now(), ${createdBy})`;
    const shipped = await shipUnits(scope, { unitIds, toOrgId: input.toOrgId, module: 'shipments', recordId: id });
    await scope.q`
      insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, box_no, line_no, state)
      select ${id}, l."unitId", ${scope.orgId}, ${input.toOrgId}, l."boxNo", l.n, 'expected'
      from rows from (jsonb_to_recordset(${scope.q.json(input.lines)}) as ("unitId" uuid, "boxNo" int)) with ordinality as l("unitId", "boxNo", n)`;
    await dropDraft(scope, 'shipments', ownDraft);

    const record = {
      no,
      partyOrgId: input.toOrgId,
      state: 'shipped',
      bagCount: unitIds.length,
      boxCount: input.boxes.length,
      boxes: input.boxes,
      carrier: input.carrier,
      carrierPhone: input.carrierPhone,
    };
    return done(
      { id, no, bagCount: unitIds.length },
      {
        module: 'shipments',
        recordId: id,
        action: 'shipments.ship',
        version: 1,
        state: 'shipped',
        orgId: scope.orgId,
        partyOrgId: input.toOrgId,
        before: null,
        after: { ...record, unitIds },
        tally: tallyOfBags('ship', shipped),
      },
    );
  },
});
