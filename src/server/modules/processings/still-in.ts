import type { Change } from '@/domain/change';
import { processingHold } from '@/domain/processings/kinds';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from '../stock/end-reservations';

export interface StillIn {
  /** The processing has them: on hold for it, moved last by its start, and free of incidents. */
  readonly inIds: ReadonlySet<string>;
  /** Still on hold in this house, but for something else now. */
  readonly heldIds: readonly string[];
}

/**
 * Which of its bags a started processing still has. What is entered afterwards from paper, taken in hand by another house, or judged by an
 * incident since it began, is no longer the processing's to bring back.
 */
export async function loadStillIn(
  { q, orgId }: Scope,
  { id, createdAt }: { readonly id: string; readonly createdAt: Date },
  unitIds: readonly string[],
): Promise<StillIn> {
  const rows = await q<{ unitId: string; isOwn: boolean; isJudged: boolean; isBusy: boolean }[]>`
    select u.id as "unitId", u.hold_reason = ${processingHold} and m.record_id = ${id} as "isOwn", u.hold_reason = ${processingHold} as "isBusy",
      exists (select 1 from incident_bags b join incidents i on i.id = b.incident_id where b.unit_id = u.id and b.org_id = ${orgId}
        and ((i.state <> 'resolved' and b.is_binding) or (i.decision in ('keep', 'discard') and i.resolved_at >= ${createdAt}))) as "isJudged"
    from blood_units u
    cross join lateral (select record_id from stock_movements where unit_id = u.id order by id desc limit 1) m
    where u.id = any(${unitIds as string[]}) and u.holder_org_id = ${orgId} and u.state = 'quarantined' order by u.id`;
  return {
    inIds: new Set(rows.flatMap((row) => (row.isOwn && !row.isJudged ? [row.unitId] : []))),
    heldIds: rows.flatMap((row) => ((row.isOwn ? row.isJudged : !row.isBusy) ? [row.unitId] : [])),
  };
}

interface GoneBag {
  readonly unitId: string;
  /** Of a bag that was processed all the same, and stands on hold here: it bears the shorter life. */
  readonly expiresAfter: Date | null;
}

/** Bags that another record took: their lines say so. What an incident holds stays on hold for it, and for nobody. @returns reservations that ended. */
export async function noteGone(
  scope: Scope,
  processingId: string,
  gone: readonly GoneBag[],
  { heldIds }: StillIn,
): Promise<Change[]> {
  const { q, orgId } = scope;
  if (gone.length === 0) return [];
  await q`
    update processing_bags b set outcome = 'gone', expires_after = w."expiresAfter"
    from jsonb_to_recordset(${q.json(gone as never)}) as w("unitId" uuid, "expiresAfter" timestamptz)
    where b.processing_id = ${processingId} and b.org_id = ${orgId} and b.unit_id = w."unitId"`;
  if (heldIds.length === 0) return [];
  await q`
    update blood_units set hold_reason = 'incident', version = version + 1
    where id = any(${heldIds as string[]}) and holder_org_id = ${orgId} and state = 'quarantined' and hold_reason = ${processingHold}`;
  return endReservationsOfHeld(scope, heldIds);
}
