import type { Change } from '@/domain/change';
import { commitChanges } from '../../kernel/command';
import { inScope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { post } from '../stock/post';
import { endReservations, reservationEnded } from './write';

/**
 * Releases reservations whose clock has run out, organisation by organisation, each in its own audited transaction.
 * A bag that expired meanwhile is left to the expiry sweep. @returns bags released.
 */
export async function lapseReservations(runtime: Runtime): Promise<number> {
  const due = await inScope(
    { runtime, actor: { kind: 'system', name: 'reservations', orgId: '-' }, requestId: 'reservations' },
    'read',
    ({ q }) => q<{ org: string; ids: string[] }[]>`
      select org_id as org, array_agg(unit_id::text) as ids from (
        select org_id, unit_id from reservations where ended_at is null and release_at <= city_now() order by release_at limit 2000
      ) due group by 1`,
  );
  let released = 0;
  for (const { org, ids } of due) {
    const actor = { kind: 'system', name: 'reservations', orgId: org } as const;
    released += await inScope({ runtime, actor, requestId: 'reservations' }, 'write', async (scope) => {
      // Bags first, as every verb does; one that an issue is just taking is left alone.
      const free = await scope.q<{ id: string }[]>`
        select u.id from blood_units u where u.id = any(${ids}) and u.holder_org_id = ${org} and u.state = 'reserved' and u.expires_at > city_now()
        order by u.id for update of u skip locked`;
      // Asked once they are locked: one may have been reserved anew meanwhile.
      const still = await scope.q<{ id: string }[]>`
        select r.unit_id as id from reservations r where r.unit_id = any(${free.map(({ id }) => id)}) and r.ended_at is null and r.release_at <= city_now() order by 1`;
      const unitIds = still.map((unit) => unit.id);
      if (unitIds.length === 0) return 0;
      await post(scope, { kind: 'unreserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() });
      const ended = await endReservations(scope, unitIds, 'lapsed');
      const [first, ...rest] = ended.map((reservation): Change => reservationEnded(org, reservation, 'lapsed'));
      if (first) await commitChanges(scope, [first, ...rest], null);
      return unitIds.length;
    });
  }
  if (released > 0) runtime.bell.ring();
  return released;
}
