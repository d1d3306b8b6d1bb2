import type { Change } from '@/domain/change';
import { undoOf } from '@/domain/other-outbounds/kinds';
import { voidOutboundInput } from '@/domain/other-outbounds/schema';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { answerSinceLeft } from '../stock/answer-known-readings';
import { loadPlaces } from '../stock/load-places';
import { noteHolds } from '../stock/note-holds';
import { openHolds } from '../stock/open-holds';
import { actorName, type PostedUnit, post } from '../stock/post';
import { followShipment } from '../stock/settle-order';
import { takeBackUnits, unshipUnits } from '../stock/ship';
import { loadOutbound, type OutboundView } from './load';

/**
 * Takes a mistaken entry back, with its reason. A return or a transfer while nobody has received anything of it: the shipment is void too.
 * Bags come back on hold, never straight to the shelf, but for a transfer taken back, whose bags were fit a moment ago: they are available
 * again, as a shipment's are, but for what a fridge was read too warm for meanwhile, and unless the other house had taken bags in and voided that: it refuses them, or closes the note short. A bag that was held before is held for the same reason again, and noted as having been out. Reservations are not revived; the number stays used.
 * Refused while one of its bags is not where this entry left it.
 */
export const voidOutbound = defineCommand({
  name: 'other-outbounds.void',
  permission: 'other-outbounds.void',
  input: voidOutboundInput,
  async run(scope, { id, version, reason }) {
    await loadPlaces(scope, 'for share');
    const outbound = await loadOutbound(scope, id, 'for update');
    const facts = { no: outbound.no };
    if (outbound.state === 'void') throw refusal({ code: 'outbound.already_void', facts });
    if (outbound.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], outbound);
    const lines = await scope.q<{ unitId: string; heldFor: string | null }[]>`
      select unit_id as "unitId", hold_reason_before as "heldFor" from other_outbound_lines
      where outbound_id = ${id} and org_id = ${scope.orgId} order by unit_id`;
    const unitIds = lines.map((line) => line.unitId);
    if (!outbound.shipmentId) await refuseMovedSince(scope, outbound, unitIds);
    const holdReasons = Object.fromEntries(
      lines.map(({ unitId, heldFor }) => [unitId, heldFor ?? 'outbound_voided'] as const),
    );
    const journey = outbound.shipmentId
      ? await takeJourneyBack(scope, outbound, { shipmentId: outbound.shipmentId, unitIds, holdReasons, reason })
      : null;
    const back =
      journey?.back ??
      (await post(scope, {
        kind: undoOf(outbound.kind),
        unitIds,
        module: 'other-outbounds',
        recordId: id,
        isFact: true,
        holdReasons,
      }));
    // How long and where is asked of every bag that was out, whatever it was held for before.
    const noted = lines.flatMap(({ unitId, heldFor }) => (heldFor ? [unitId] : []));
    await noteHolds(scope, { recordId: id, unitIds: noted, reason: 'outbound_voided', words: outbound.no });
    const warm = await answerSinceLeft(scope, outbound.shipmentId ?? id, unitIds);
    await scope.q`
      update other_outbounds set state = 'void', void_reason = ${reason}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'other-outbounds' and record_id = ${id} and done_at is null`;
    const change: Change = {
      module: 'other-outbounds',
      recordId: id,
      action: 'other-outbounds.void',
      version: version + 1,
      state: 'void',
      orgId: scope.orgId,
      reason,
      before: { state: outbound.state },
      after: { state: 'void', voidReason: reason, unitIds, heldIds: warm.heldIds, markedIds: warm.markedIds },
      ...(journey ? {} : { tally: tallyOfBags(undoOf(outbound.kind), back) }),
    };
    return done(
      { id, version: version + 1, bagCount: back.length },
      change,
      ...(journey ? [journey.change] : []),
      ...(outbound.shipmentId ? await followShipment(scope, outbound.shipmentId, 'put-back', reason) : []),
      ...warm.changes,
    );
  },
});

/**
 * An entry takes back what it took itself. A bag that turned up since and left again is out by the later entry, with what it was held for then:
 * undoing the earlier one would bring back a bag that somebody threw away, on hold for what it no longer is.
 */
async function refuseMovedSince(
  { q, orgId }: Scope,
  { id, no, shipmentId }: OutboundView,
  unitIds: readonly string[],
): Promise<void> {
  await q`select id from blood_units where id = any(${unitIds as string[]}) order by id for update`;
  const moved = await q<{ unitId: string; donationNo: string; state: string }[]>`
    select l.unit_id as "unitId", l.donation_no as "donationNo", case when u.holder_org_id = ${orgId} then u.state else 'elsewhere' end as state
    from other_outbound_lines l
    left join blood_units u on u.id = l.unit_id
    left join lateral (
      select record_id from stock_movements where unit_id = l.unit_id and (from_org = ${orgId} or to_org = ${orgId}) order by id desc limit 1
    ) m on true
    where l.outbound_id = ${id} and l.org_id = ${orgId}
      and (u.holder_org_id is distinct from ${orgId} or m.record_id is distinct from ${shipmentId ?? id})
    order by l.line_no`;
  const [first, ...rest] = moved.map((facts) => ({ code: 'outbound.moved_since', facts: { no, ...facts } }));
  if (first) throw refusal(first, ...rest);
}

interface TakingBack {
  readonly shipmentId: string;
  readonly unitIds: readonly string[];
  readonly holdReasons: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** Of a transfer that has not gone: back on the shelf, but on hold what is known to have stood too warm before it was sent. */
async function unload(scope: Scope, shipping: Parameters<typeof unshipUnits>[1]): Promise<readonly PostedUnit[]> {
  const rows = await scope.q<{ id: string }[]>`
    select u.id from blood_units u where u.id = any(${[...shipping.unitIds]}) and 'temperature' = any(${openHolds(scope)}) order by u.id`;
  const warm = rows.map(({ id }) => id);
  const fit = shipping.unitIds.filter((unitId) => !warm.includes(unitId));
  const holds = Object.fromEntries(warm.map((unitId) => [unitId, 'temperature'] as const));
  return [
    ...(fit.length > 0 ? await unshipUnits(scope, { ...shipping, unitIds: fit }) : []),
    ...(warm.length > 0 ? await takeBackUnits(scope, { ...shipping, unitIds: warm }, holds) : []),
  ];
}

/** Notes before bags, as a receipt locks them: whoever receives at the same instant comes before or after, whole. */
async function takeJourneyBack(
  scope: Scope,
  outbound: OutboundView,
  { shipmentId, unitIds, holdReasons, reason }: TakingBack,
): Promise<{ back: readonly PostedUnit[]; change: Change }> {
  const [shipment] = await scope.q<{ state: string; version: number; partyOrgId: string; arrivedAt: Date | null }[]>`
    select state, version, party_org_id as "partyOrgId", arrived_at as "arrivedAt" from shipments where id = ${shipmentId} and org_id = ${scope.orgId} for update`;
  if (!shipment) throw notFound();
  if (shipment.state !== 'shipped') throw refusal({ code: 'outbound.already_received', facts: { no: outbound.no } });
  if (outbound.kind === 'transfer' && shipment.arrivedAt !== null)
    throw refusal({ code: 'outbound.was_received', facts: { no: outbound.no } });
  await refuseMovedSince(scope, outbound, unitIds);
  const { partyOrgId } = shipment;
  const shipping = { unitIds, toOrgId: partyOrgId, module: 'shipments', recordId: shipmentId };
  const back =
    outbound.kind === 'return' ? await takeBackUnits(scope, shipping, holdReasons) : await unload(scope, shipping);
  await scope.q`
    update shipment_bags set state = 'packed' where shipment_id = ${shipmentId} and org_id = ${scope.orgId} and state = 'expected'`;
  await scope.q`
    update shipments set state = 'void', reason = ${reason}, version = version + 1, updated_at = city_now() where id = ${shipmentId} and org_id = ${scope.orgId}`;
  return {
    back,
    change: {
      module: 'shipments',
      recordId: shipmentId,
      action: 'shipments.void',
      version: shipment.version + 1,
      state: 'void',
      orgId: scope.orgId,
      partyOrgId,
      reason,
      before: { state: shipment.state },
      after: { state: 'void', reason, unitIds },
      tally: tallyOfBags(undoOf(outbound.kind), back),
    },
  };
}
