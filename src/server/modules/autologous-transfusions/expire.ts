import { isLiveBag } from '@/domain/autologous-transfusions/bag-edges';
import { commitChanges } from '../../kernel/command';
import { inScope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { followBags, moveAutologousBags } from './ledger';
import { changeOf, loadAutologous, loadBags } from './load';

/** Autologous bags whose time has come, record by record, each in its own audited transaction. A reinfusion never waits for this: it looks at the clock itself. @returns bags moved. */
export async function expireAutologousBags(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'autologous-transfusions', orgId: '-' } as const;
  const due = await inScope(
    { runtime, actor, requestId: 'autologous-transfusions' },
    'read',
    ({ q }) => q<{ id: string; org: string }[]>`
      select distinct transfusion_id as id, org_id as org from autologous_bags where state in ('collected', 'stored', 'held') and expires_at <= city_now() limit 500`,
  );
  let moved = 0;
  for (const { id, org } of due) {
    const house = { kind: 'system', name: 'autologous-transfusions', orgId: org } as const;
    moved += await inScope({ runtime, actor: house, requestId: 'autologous-transfusions' }, 'write', async (scope) => {
      const was = await loadAutologous(scope, id, 'for update');
      const bags = (await loadBags(scope, id)).filter((bag) => isLiveBag(bag) && bag.expiresAt <= scope.now);
      if (bags.length === 0) return 0;
      await moveAutologousBags(scope, was, { kind: 'expire', bags });
      const now = await followBags(scope, was);
      const bagNos = bags.map(({ bagNo }) => bagNo);
      await commitChanges(scope, [changeOf({ verb: 'expire', was, now, more: { bagNos } })], null);
      return bags.length;
    });
  }
  if (moved > 0) runtime.bell.ring();
  return moved;
}
