import { checkWithdraw } from '@/domain/redistributions/rules';
import { withdrawInput } from '@/domain/redistributions/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { post } from '../stock/post';
import { settleRedistribution } from '../stock/settle-redistribution';
import { loadBags, loadRedistribution, lockOwnBags } from './load';

/** 收回: the giver keeps its bags after all, also those that were taken and have not left: they are on its shelf again. The taker is told why. */
export const withdrawBags = defineCommand({
  name: 'redistributions.withdraw',
  permission: 'redistributions.offer',
  input: withdrawInput,
  async run(scope, { id, unitIds, reason }) {
    const { q } = scope;
    await lockOwnBags(scope, unitIds);
    await loadRedistribution(scope, id, 'giver', 'for update');
    unwrap(decideBy(checkWithdraw(unitIds, await loadBags(scope, id)), () => null));
    const kept = await q<{ unitId: string }[]>`
      with kept as (
        select unit_id from redistribution_bags where redistribution_id = ${id} and unit_id = any(${unitIds}) and state = 'taken'
      ), back as (
        update redistribution_bags set state = 'withdrawn', words = ${reason} where redistribution_id = ${id} and unit_id = any(${unitIds}) and state in ('offered', 'taken')
      )
      select unit_id as "unitId" from kept order by unit_id`;
    if (kept.length > 0)
      await post(scope, {
        kind: 'unreserve',
        unitIds: kept.map(({ unitId }) => unitId),
        module: 'redistributions',
        recordId: id,
      });
    await q`update redistributions set reason = ${reason} where id = ${id}`;
    const change = await settleRedistribution(scope, { id, action: 'withdraw', reason, after: { unitIds } });
    return done({ id, version: change.version }, change);
  },
});
