import type { Change } from '@/domain/change';
import { tallyOfBags } from '@/domain/stock/tally';
import type { Scope } from '../../kernel/scope';
import { receiveUnits } from './receive';
import { type OpenNote, settleNote } from './settle-note';

/** An open note of a delivery to this organisation, and those of the asked bags that it still expects. */
export interface ArrivingNote extends OpenNote {
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
      select s.id, s.org_id as "senderOrgId", s.state, s.received_count as "receivedCount", s.version, array_agg(b.unit_id::text order by b.unit_id) as "unitIds"
      from shipments s join shipment_bags b on b.shipment_id = s.id and b.state = 'expected' and b.unit_id = any(${unitIds as string[]})
      where s.id = any(${locked.map((note) => note.id)}) and s.party_org_id = ${orgId} and s.state in ('shipped', 'partly_received')
      group by s.id order by s.id`),
  ];
}

/**
 * Takes bags that stand in the room before their receipt is posted: on their way to me → my available, their lines ticked off. Temperature
 * and labels are nobody's yet: whoever calls this leaves the task. @returns a change of each note, and of the order it was sent for. @throws refused as `receiveUnits`.
 */
export async function receiveArriving(
  scope: Scope,
  notes: readonly ArrivingNote[],
  posting: { readonly module: string; readonly recordId: string },
): Promise<Change[]> {
  const unitIds = notes.flatMap((note) => note.unitIds);
  if (unitIds.length === 0) return [];
  const units = unitIds.map((unitId) => ({ unitId, outcome: 'accepted' as const }));
  const received = await receiveUnits(scope, { ...posting, units });
  const changes: Change[] = [];
  for (const note of notes) {
    const {
      changes: [change, ...rest],
    } = await settleNote(
      scope,
      note,
      units.filter((unit) => note.unitIds.includes(unit.unitId)),
    );
    const tally = tallyOfBags(
      'receive',
      received.filter((unit) => note.unitIds.includes(unit.id)),
    );
    changes.push({ ...change, tally }, ...rest);
  }
  return changes;
}
