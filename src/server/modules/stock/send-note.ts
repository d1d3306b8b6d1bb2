import type { ShipmentBoxInput } from '@/domain/shipments/schema';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName, type PostedUnit } from './post';
import { shipUnits } from './ship';

export interface LeavingNote {
  readonly kind: 'delivery' | 'return' | 'transfer';
  readonly toOrgId: string;
  readonly boxes: readonly ShipmentBoxInput[];
  /** `heldFor`: what the bag is held for, so that it is held for the same when it comes back. */
  readonly lines: readonly { readonly unitId: string; readonly boxNo: number; readonly heldFor?: string | null }[];
  readonly carrier: string;
  readonly carrierPhone: string;
}

export interface SentNote {
  readonly id: string;
  readonly no: string;
  readonly posted: readonly PostedUnit[];
}

/**
 * A note and its bags leave together: they are in the receiver's 在途 from here on, held by the sender until received. A return takes held and
 * expired bags too. @throws refused as `shipUnits`.
 */
export async function sendNote(scope: Scope, note: LeavingNote): Promise<SentNote> {
  const { kind, toOrgId, boxes, carrier, carrierPhone } = note;
  const id = crypto.randomUUID();
  const unitIds = note.lines.map(({ unitId }) => unitId);
  const posted = await shipUnits(
    scope,
    { unitIds, toOrgId, module: 'shipments', recordId: id },
    kind === 'return' ? 'give_back' : 'ship',
  );
  const no = await drawNumber(scope, 'shipments');
  await scope.q`
    insert into shipments (id, no, org_id, party_org_id, kind, state, bag_count, box_count, boxes, carrier, carrier_phone, sent_at, created_by)
    values (${id}, ${no}, ${scope.orgId}, ${toOrgId}, ${kind}, 'shipped', ${unitIds.length}, ${boxes.length}, ${scope.q.json(boxes as never)},
      ${carrier}, ${carrierPhone}, city_now(), ${actorName(scope)})`;
  const lines = note.lines.map(({ heldFor = null, ...line }) => ({ ...line, heldFor }));
  await scope.q`
    insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, box_no, line_no, state, held_for)
    select ${id}, l."unitId", ${scope.orgId}, ${toOrgId}, l."boxNo", l.n, 'expected', l."heldFor"
    from rows from (jsonb_to_recordset(${scope.q.json(lines)}) as ("unitId" uuid, "boxNo" int, "heldFor" text)) with ordinality as l("unitId", "boxNo", "heldFor", n)`;
  return { id, no, posted };
}
