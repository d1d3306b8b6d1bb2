import { eq } from 'drizzle-orm';
import { donorPlans } from '@/db/schema';
import { openDonorStates } from '@/domain/donor-plans/lifecycle';
import { commitChanges } from '../../kernel/command';
import { inScope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { changeOf, type DonorPlanRow } from './load';

/** Shares past their last day end, each in an audited transaction of its own; no order draws from one meanwhile. One that cannot end now holds up no other. @returns how many ended. */
export async function expireShares(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'donor-plans', orgId: '-' } as const;
  const ended = await inScope(
    { runtime, actor, requestId: 'donor-plans' },
    'read',
    ({ q }) => q<{ id: string; org: string }[]>`
      select id, org_id as org from donor_plans where state in ('allocated', 'activated', 'part_used') and valid_until < city_today() order by valid_until limit 500`,
  );
  let done = 0;
  for (const { id, org } of ended) {
    const house = { kind: 'system', name: 'donor-plans', orgId: org } as const;
    const work = inScope({ runtime, actor: house, requestId: 'donor-plans' }, 'write', async (scope) => {
      await scope.q`select lock_quota(${org})`;
      const [was] = (await scope.db
        .select()
        .from(donorPlans)
        .where(eq(donorPlans.id, id))
        .for('update')) as DonorPlanRow[];
      if (!was || !openDonorStates.some((state) => state === was.state)) return;
      const saved = { ...was, state: 'expired' as const, version: was.version + 1 };
      await scope.db
        .update(donorPlans)
        .set({ state: saved.state, version: saved.version, updatedAt: scope.now })
        .where(eq(donorPlans.id, id));
      await commitChanges(scope, [changeOf('expire', was, saved)], null);
      done += 1;
    });
    await work.catch((error: unknown) => runtime.log.error({ err: error, planId: id }, 'a share could not be ended'));
  }
  if (done > 0) runtime.bell.ring();
  return done;
}
