import { checkDecline } from '@/domain/redistributions/rules';
import { declineInput } from '@/domain/redistributions/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { actorName } from '../stock/post';
import { settleRedistribution } from '../stock/settle-redistribution';
import { loadBags, loadRedistribution } from './load';

/** 不接收: with a reason, also what was taken and has not left: it is on its giver's shelf again. These bags are not proposed to this house again. */
export const declineBags = defineCommand({
  name: 'redistributions.decline',
  permission: 'redistributions.answer',
  input: declineInput,
  async run(scope, { id, unitIds, reasonCode, words }) {
    const { q } = scope;
    await loadRedistribution(scope, id, 'taker');
    unwrap(decideBy(checkDecline(unitIds, await loadBags(scope, id), { reasonCode, words }), () => null));
    // Bags before the record: this locks both, and frees what was kept.
    const back = await q<{ unitId: string }[]>`
      select unit_id as "unitId" from give_back_taken(${id}, ${unitIds}, ${actorName(scope)})`;
    const declined = await q<{ unitId: string }[]>`
      update redistribution_bags set state = 'declined', decline_code = ${reasonCode}, words = ${words}
      where redistribution_id = ${id} and (unit_id = any(${unitIds}) and state = 'offered' or unit_id = any(${back.map(({ unitId }) => unitId)}))
      returning unit_id as "unitId"`;
    // Sent or withdrawn since it was looked at.
    const others = unitIds.filter((wanted) => !declined.some(({ unitId }) => unitId === wanted));
    unwrap(decideBy(checkDecline(others, await loadBags(scope, id), { reasonCode, words }), () => null));
    await q`
      update redistributions set answered_by = ${actorName(scope)}, answered_at = city_now(), reason_code = ${reasonCode}, reason = coalesce(nullif(${words}, ''), reason) where id = ${id}`;
    const change = await settleRedistribution(scope, {
      id,
      action: 'decline',
      ...(words ? { reason: words } : {}),
      after: { unitIds, reasonCode },
    });
    return done({ id, version: change.version }, change);
  },
});
