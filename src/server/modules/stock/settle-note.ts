import type { Change } from '@/domain/change';
import { dropDraft } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { settleFindings } from './lost-findings';
import type { ReceivedUnit } from './receive';
import { followShipment } from './settle-order';

/** A dispatch note to this organisation, under its lock. */
export interface OpenNote {
  readonly id: string;
  readonly senderOrgId: string;
  readonly state: string;
  readonly receivedCount: number;
  readonly version: number;
}

const lineState = { accepted: 'received', held: 'held', refused: 'refused' } as const;

/**
 * Ticks these bags off an open note and moves it on; one with nothing left to expect has no draft any more. What the draft had found on them,
 * and whoever takes them (from the list of that id) did not write, outlives it. The note arrived when the first who took bags in says so, at the latest now.
 * @returns how many bags it still expects, and its change, with that of the order it was sent for.
 */
export async function settleNote(
  scope: Scope,
  note: OpenNote,
  lines: readonly (Pick<ReceivedUnit, 'unitId' | 'outcome' | 'holdReason'> & { exceptions?: readonly string[] })[],
  {
    arrivedAt = null,
    listId,
    ...facts
  }: { readonly arrivedAt?: Date | null; readonly receiptNo?: string; readonly listId?: string | undefined } = {},
): Promise<{ open: number; changes: [Change, ...Change[]] }> {
  const { q, orgId } = scope;
  const states = lines.map((line) => ({ id: line.unitId, state: lineState[line.outcome] }));
  await q`
    update shipment_bags b set state = w.state from jsonb_to_recordset(${q.json(states as never)}) as w(id uuid, state text)
    where b.shipment_id = ${note.id} and b.unit_id = w.id and b.party_org_id = ${orgId} and b.state = 'expected'`;
  const [row] = await q<{ open: number; state: string; version: number }[]>`
    with left_open as (select count(*)::int as open from shipment_bags where shipment_id = ${note.id} and state = 'expected')
    update shipments s set received_count = s.received_count + ${lines.length}, arrived_at = coalesce(s.arrived_at, ${arrivedAt}, city_now()),
      updated_at = city_now(), version = s.version + 1, state = case when l.open = 0 then 'received' else 'partly_received' end
    from left_open l where s.id = ${note.id} and s.party_org_id = ${orgId}
    returning l.open, s.state, s.version`;
  if (!row) throw new RangeError(`note ${note.id} went away under its lock`);
  await settleFindings(
    scope,
    note.id,
    lines.map(({ unitId, outcome, holdReason, exceptions }) => ({
      unitId,
      state: lineState[outcome],
      holdReason,
      exceptions,
    })),
    listId,
  );
  if (row.open === 0) await dropDraft(scope, 'bag-receipts', note.id);
  const receivedCount = note.receivedCount + lines.length;
  const change: Change = {
    module: 'shipments',
    recordId: note.id,
    action: 'shipments.receive',
    version: row.version,
    state: row.state,
    orgId: note.senderOrgId,
    partyOrgId: orgId,
    before: { state: note.state, receivedCount: note.receivedCount },
    after: { state: row.state, receivedCount, ...facts },
  };
  return { open: row.open, changes: [change, ...(await followShipment(scope, note.id, 'receive'))] };
}
