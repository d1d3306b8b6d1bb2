import { arrivalOf, keepUntil } from '@/domain/redistributions/reckoning';
import { checkTake } from '@/domain/redistributions/rules';
import { takeInput } from '@/domain/redistributions/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { nextDelivery, settleRedistribution } from '../stock/settle-redistribution';
import { loadBags, loadRedistribution } from './load';

/** 接收: the taker takes all of an offer or some of it. The bags are reserved at the giver, in the same transaction. */
export const takeBags = defineCommand({
  name: 'redistributions.take',
  permission: 'redistributions.answer',
  input: takeInput,
  async run(scope, { id, unitIds }) {
    const { q, now } = scope;
    const { answerBy, stationId } = await loadRedistribution(scope, id, 'taker');
    const bags = await loadBags(scope, id);
    const lorry = await nextDelivery(scope, stationId);
    const arrivesAt = arrivalOf(lorry, now);
    unwrap(decideBy(checkTake(unitIds, bags, { now, answerBy, arrivesAt }), () => null));
    const taken = await q<{ unitId: string }[]>`
      select unit_id as "unitId" from take_offered(${id}, ${unitIds}, ${actorName(scope)})`;
    const gone = bags.filter(
      (bag) => unitIds.includes(bag.unitId) && !taken.some(({ unitId }) => unitId === bag.unitId),
    );
    const [first, ...others] = gone.map(({ donationNo }) => ({ code: 'redistribution.gone', facts: { donationNo } }));
    if (first) throw refusal(first, ...others);
    await q`
      update redistributions set answered_by = ${actorName(scope)}, answered_at = city_now(), keep_until = greatest(keep_until, ${keepUntil(lorry, now)}) where id = ${id}`;
    const change = await settleRedistribution(scope, { id, action: 'take', after: { unitIds } });
    return done({ id, taken: taken.length, version: change.version }, change);
  },
});
