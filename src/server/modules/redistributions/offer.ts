import type { Change } from '@/domain/change';
import { arrivalOf, redistributionRule } from '@/domain/redistributions/reckoning';
import { checkOffer } from '@/domain/redistributions/rules';
import { offerInput } from '@/domain/redistributions/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { nextDelivery, settleRedistribution } from '../stock/settle-redistribution';
import { loadBags, loadRedistribution, lockOwnBags } from './load';

/** 提供: the giver offers what the morning proposed, several takers at once. Nothing moves, and nothing is kept yet. */
export const offerBags = defineCommand({
  name: 'redistributions.offer',
  permission: 'redistributions.offer',
  input: offerInput,
  async run(scope, { offers }) {
    const inOrder = [...offers].sort((left, right) => (left.id < right.id ? -1 : 1));
    await lockOwnBags(
      scope,
      inOrder.flatMap(({ unitIds }) => unitIds),
    );
    const violations = [];
    for (const { id, unitIds } of inOrder) {
      const { stationId, isToday } = await loadRedistribution(scope, id, 'giver', 'for update');
      if (!isToday) violations.push({ code: 'redistribution.day_over' });
      const arrivesAt = arrivalOf(await nextDelivery(scope, stationId), scope.now);
      violations.push(...checkOffer(unitIds, await loadBags(scope, id), arrivesAt));
    }
    unwrap(decideBy(violations, () => null));
    const changes: Change[] = [];
    for (const { id, unitIds } of inOrder) changes.push(await markOffered(scope, id, unitIds));
    const [first, ...rest] = changes;
    if (!first) throw new RangeError('an offer of nothing');
    return done({ offered: inOrder.reduce((sum, { unitIds }) => sum + unitIds.length, 0) }, first, ...rest);
  },
});

/** These bags are offered until the hour of the answer. */
export async function markOffered(scope: Scope, id: string, unitIds: readonly string[]): Promise<Change> {
  const { q } = scope;
  await q`
    update redistribution_bags set state = 'offered', offered_at = city_now()
    where redistribution_id = ${id} and unit_id = any(${unitIds as string[]}) and state = 'proposed'`;
  await q`
    update redistributions set offered_at = coalesce(offered_at, city_now()), offered_by = ${actorName(scope)},
      answer_by = city_now() + make_interval(hours => ${redistributionRule.answerHours}) where id = ${id}`;
  return settleRedistribution(scope, { id, action: 'offer', after: { unitIds } });
}
