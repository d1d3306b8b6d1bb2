import type { Change } from '@/domain/change';
import { tallyOfBags } from '@/domain/stock/tally';
import { dropDraft } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { receiveUnits } from './receive';

/** An open note of a delivery to this organisation, and those of the asked bags that it still expects. */
export interface ArrivingNote {
  readonly id: string;
  readonly senderOrgId: string;
  readonly state: string;
  readonly receivedCount: number;
  readonly version: number;
  readonly unitIds: readonly string[];
}

/** Locks the open notes these bags stand on, before the bags themselves (notes, then bags, as a receipt does). None: nothing is on its way. */
export async function lockArriving({ q, orgId }: Scope, unitIds: readonly string[]): Promise<ArrivingNote[]> {
  const locked = await q<{ id: string }[]>`
    select s.id from shipments s where s.party_org_id = ${orgId} and s.state in ('shipped', 'partly_received')
      and s.id in (select b.shipment_id from shipment_bags b where b.unit_id = any(${unitIds as string[]}) and b.state = 'expected' and b.party_org_id = ${orgId})
    order by s.id for update of s`;
  if (locked.length === 0) return [];
  // Read anew: a receipt may have taken the bag while the lock was waited for.
  return [
    ...(await q<ArrivingNote[]>`
      select s.id, s.org_id as "senderOrgId", s.state, s.received_count as "receivedCount", s.version, array_agg(b.unit_id::text) as "unitIds"
      from shipments s join shipment_bags b on b.shipment_id = s.id and b.state = 'expected' and b.unit_id = any(${unitIds as string[]})
      where s.id = any(${locked.map((note) => note.id)}) and s.party_org_id = ${orgId} and s.state in ('shipped', 'partly_received')
      group by s.id order by s.id`),
  ];
}

/**
 * Takes bags that stand in the room before their receipt is posted: on their way to me → my available, their lines ticked off. Temperature
 * and labels are nobody's yet: whoever calls this leaves the task. @returns a change of each note. @throws refused as `receiveUnits`.
 */
export async function receiveArriving(
  scope: Scope,
  notes: readonly ArrivingNote[],
  posting: { readonly module: string; readonly recordId: string },
): Promise<Change[]> {
  const { q, orgId } = scope;
  const unitIds = notes.flatMap((note) => note.unitIds);
  if (unitIds.length === 0) return [];
  const units = unitIds.map((unitId) => ({ unitId, outcome: 'accepted' as const }));
  const received = await receiveUnits(scope, { ...posting, units });
  const noteIds = notes.map((note) => note.id);
  await q`
    update shipment_bags set state = 'received'
    where shipment_id = any(${noteIds}) and unit_id = any(${unitIds}) and party_org_id = ${orgId} and state = 'expected'`;
  const changes: Change[] = [];
  for (const note of notes) {
    const [row] = await q<{ state: string; version: number }[]>`
      update shipments s set received_count = s.received_count + ${note.unitIds.length}, arrived_at = coalesce(s.arrived_at, city_now()),
        updated_at = city_now(), version = s.version + 1,
        state = case when exists (select 1 from shipment_bags b where b.shipment_id = s.id and b.state = 'expected') then 'partly_received' else 'received' end
      where s.id = ${note.id} and s.party_org_id = ${orgId} returning s.state, s.version`;
    if (!row) throw new RangeError(`note ${note.id} went away under its lock`);
    if (row.state === 'received') await dropDraft(scope, 'bag-receipts', note.id);
    const { state, receivedCount } = note;
    changes.push({
      module: 'shipments',
      recordId: note.id,
      action: 'shipments.receive',
      version: row.version,
      state: row.state,
      orgId: note.senderOrgId,
      partyOrgId: orgId,
      before: { state, receivedCount },
      after: { state: row.state, receivedCount: receivedCount + note.unitIds.length },
      tally: tallyOfBags(
        'receive',
        received.filter((unit) => note.unitIds.includes(unit.id)),
      ),
    });
  }
  return changes;
}
