import { voidOpeningInput } from '@/domain/go-lives/schema';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { unopenUnits } from '../stock/opening';
import { changeOf } from './change';
import { loadRounds, lockOpen } from './load';

/** 撤销期初: a mistaken opening is taken back while its bags have not moved; they are outside again and may be counted anew. Without any, the trial has not begun. */
export const voidOpening = defineCommand({
  name: 'go-lives.void-opening',
  permission: 'go-lives.void',
  input: voidOpeningInput,
  async run(scope, { id, version, roundId, reason }) {
    const goLive = await lockOpen(scope, { id, version });
    const rounds = await loadRounds(scope, id);
    const round = rounds.find((one) => one.id === roundId);
    if (round?.state !== 'posted') throw refusal({ code: 'go_live.not_posted' });
    const lines = await scope.q<{ unitId: string }[]>`
      select unit_id as "unitId" from go_live_lines where round_id = ${roundId} and org_id = ${scope.orgId} and unit_id is not null order by unit_id`;
    const back = await unopenUnits(scope, { unitIds: lines.map(({ unitId }) => unitId), roundId });
    const isLast = !rounds.some((one) => one.id !== roundId && one.state === 'posted');
    await scope.q`update go_live_rounds set state = 'void', voided_at = city_now(), reason = ${reason} where id = ${roundId}`;
    await scope.q`
      update go_lives set state = ${isLast ? 'preparing' : 'trial'}, bag_count = bag_count - ${round.bagCount}, held_count = held_count - ${round.heldCount},
        trial_started_at = case when ${isLast} then null else trial_started_at end, trial_from = case when ${isLast} then null else trial_from end,
        updated_at = city_now(), version = version + 1
      where id = ${id}`;
    return done(
      { id, version: version + 1, bags: back.length },
      changeOf(goLive, {
        action: 'go-lives.void-opening',
        state: isLast ? 'preparing' : 'trial',
        reason,
        after: { roundId, bags: back.length },
        tally: tallyOfBags('unopen', back),
      }),
    );
  },
});
