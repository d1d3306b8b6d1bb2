import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';

/** Ends the live reservations of bags that leave the shelf for quarantine (or, by a fact, for their own patient), under the locks of the bags; one change each for the trail. */
export async function endReservationsOfHeld(
  scope: Scope,
  unitIds: readonly string[],
  reason?: string,
  endReason: 'held' | 'issued' = 'held',
): Promise<Change[]> {
  const ended = await scope.q<{ id: string; unitId: string; version: number }[]>`
    update reservations set ended_at = city_now(), end_reason = ${endReason}, version = version + 1
    where unit_id = any(${unitIds as string[]}) and org_id = ${scope.orgId} and ended_at is null
    returning id, unit_id as "unitId", version`;
  return ended.map(({ id, unitId, version }) => ({
    module: 'clinical-issues',
    recordId: id,
    action: 'clinical-issues.reservation-ended',
    version,
    state: endReason,
    orgId: scope.orgId,
    ...(reason ? { reason } : {}),
    before: { endReason: null },
    after: { endReason, unitId },
  }));
}
