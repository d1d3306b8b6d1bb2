import type { Change } from '@/domain/change';
import { lastingReasons } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from './end-reservations';

/**
 * What bags on hold are held for from now on, because somebody has decided about them. Nothing moves: they stand where they stood. A reason that
 * nobody may release stays. Whoever a bag was kept for while it was processed waits for another one. Under the locks of the bags.
 * @param words the number of the record that decided
 * @returns reservations that ended.
 */
export async function holdFor(
  scope: Scope,
  unitIds: readonly string[],
  reason: string,
  words: string,
): Promise<Change[]> {
  const { q, orgId } = scope;
  const held = await q<{ id: string }[]>`
    update blood_units set hold_reason = ${reason}, version = version + 1
    where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} and state = 'quarantined'
      and (hold_reason is null or hold_reason <> all(${[...lastingReasons]}))
    returning id`;
  return endReservationsOfHeld(
    scope,
    held.map(({ id }) => id),
    words,
  );
}
