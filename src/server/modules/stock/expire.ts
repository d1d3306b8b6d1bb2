import { commitChanges } from '../../kernel/command';
import { inScope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { endReservationsOfHeld } from './end-reservations';
import { post } from './post';

/**
 * Takes bags whose time has come out of available and reserved, organisation by organisation, each in its own audited transaction.
 * Issue and reservation never wait for this: their own statements look at the clock. @returns bags moved.
 */
export async function expireBags(runtime: Runtime): Promise<number> {
  const due = await inScope(
    { runtime, actor: { kind: 'system', name: 'expiry', orgId: '-' }, requestId: 'expiry' },
    'read',
    ({ q }) => q<{ org: string; ids: string[] }[]>`
      select holder_org_id as org, array_agg(id::text) as ids from (
        select holder_org_id, id from blood_units where state in ('available', 'reserved') and expires_at <= city_now() order by expires_at limit 2000
      ) due group by 1`,
  );
  let moved = 0;
  for (const { org, ids } of due) {
    const actor = { kind: 'system', name: 'expiry', orgId: org } as const;
    moved += await inScope({ runtime, actor, requestId: 'expiry' }, 'write', async (scope) => {
      const still = await scope.q<{ id: string }[]>`
        select id from blood_units where id = any(${ids}) and state in ('available', 'reserved') and expires_at <= city_now() order by id for update skip locked`;
      if (still.length === 0) return 0;
      const unitIds = still.map((unit) => unit.id);
      const recordId = crypto.randomUUID();
      const ended = await endReservationsOfHeld(scope, unitIds);
      await post(scope, { kind: 'expire', unitIds, module: 'stock', recordId, isFact: true, holdReason: 'expired' });
      await commitChanges(
        scope,
        [
          {
            module: 'stock',
            recordId,
            action: 'stock.expire',
            version: 1,
            state: 'expired',
            orgId: org,
            before: null,
            after: { unitIds },
            tally: { kind: 'expire', bags: unitIds.length },
          },
          ...ended,
        ],
        null,
      );
      return unitIds.length;
    });
  }
  if (moved > 0) runtime.bell.ring();
  return moved;
}
