import type { Change } from '@/domain/change';
import { lastingReasons } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from './end-reservations';

/**
 * What bags on hold are held for from now on, because somebody has decided about them. Nothing moves: they stand where they stood. A reason that
 * nobody may release stays. What a processing had kept for a patient is kept for nobody any more. Under the locks of the bags. @returns reservations that ended.
 */
export async function holdFor(
  scope: Scope,
  unitIds: readonly string[],
  reason: string,
  words: string,
): Promise<Change[]> {
  const { q, orgId } = scope;
  if (unitIds.length === 0) return [];
  await q`
    update blood_units set hold_reason = ${reason}, version = version + 1
    where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} and state = 'quarantined'
      and (hold_reason is null or hold_reason <> all(${[...lastingReasons]}))`;
  return endReservationsOfHeld(scope, unitIds, words);
}
