import { judgeCancelled } from '@/domain/processings/cancelled';
import { cancelProcessingInput } from '@/domain/processings/schema';
import type { Violation } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { post } from '../stock/post';
import { holdBags, reserveAgain } from './end-bags';
import { loadProcessedBags, loadProcessing, lockBags } from './load';
import { loadStillIn, noteGone } from './still-in';

/**
 * It was not done after all. Bags to which nothing happened are back on the shelf, or kept as before; what is spoiled, has expired, was changed
 * by the start or has been out too long goes on hold. What another record took meanwhile stays where it is.
 */
export const cancelProcessing = defineCommand({
  name: 'processings.cancel',
  permission: 'processings.register',
  input: cancelProcessingInput,
  async run(scope, { id, version, reason, spoiledUnitIds }) {
    const processing = await loadProcessing(scope, id, 'for update');
    const { no } = processing;
    if (processing.state !== 'started')
      throw refusal({ code: 'processing.not_started', facts: { no, state: processing.state } });
    if (processing.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], processing);
    const lines = await loadProcessedBags(scope, id);
    const strange = spoiledUnitIds.filter((unitId) => !lines.some((line) => line.unitId === unitId));
    const [first, ...others] = strange.map(
      (): Violation => ({ code: 'processing.not_its_bag', path: 'spoiledUnitIds' }),
    );
    if (first) throw refusal(first, ...others);
    const unitIds = lines.map((line) => line.unitId);
    const bags = await lockBags(scope, unitIds);
    const still = await loadStillIn(scope, processing, unitIds);
    const outcomes = bags
      .filter((bag) => still.inIds.has(bag.id))
      .map((bag) => ({
        unitId: bag.id,
        isReserved: bag.reservationId !== null,
        ...judgeCancelled(
          { ...processing, now: scope.now },
          { expiresAt: bag.expiresAt, isSpoiled: spoiledUnitIds.includes(bag.id), openHolds: bag.openHolds },
        ),
      }));
    const held = outcomes.flatMap(({ unitId, holdReason }) => (holdReason ? [{ unitId, holdReason }] : []));
    const back = outcomes.filter(({ holdReason }) => holdReason === null);
    const goneIds = unitIds.filter((unitId) => !still.inIds.has(unitId));
    const about = { module: 'processings', recordId: id } as const;
    const ended = held.length > 0 ? await holdBags(scope, about, held, 'process_back') : [];
    const posted =
      back.length > 0
        ? await post(scope, { kind: 'process_back', unitIds: back.map(({ unitId }) => unitId), ...about })
        : [];
    await reserveAgain(
      scope,
      about,
      back.filter(({ isReserved }) => isReserved).map(({ unitId }) => unitId),
    );
    await scope.q`
      update processing_bags b set outcome = w.outcome from jsonb_to_recordset(${scope.q.json(outcomes)}) as w("unitId" uuid, outcome text)
      where b.processing_id = ${id} and b.org_id = ${scope.orgId} and b.unit_id = w."unitId"`;
    ended.push(
      ...(await noteGone(
        scope,
        id,
        goneIds.map((unitId) => ({ unitId, expiresAfter: null })),
        still,
      )),
    );
    await scope.q`
      update processings set state = 'cancelled', reason = ${reason}, held_count = ${held.length}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    return done(
      { id, version: version + 1, backCount: back.length, heldCount: held.length },
      {
        ...about,
        action: 'processings.cancel',
        version: version + 1,
        state: 'cancelled',
        orgId: scope.orgId,
        reason,
        before: { state: 'started' },
        after: {
          state: 'cancelled',
          reason,
          heldCount: held.length,
          unitIds,
          ...(goneIds.length > 0 ? { goneIds } : {}),
        },
        tally: tallyOfBags('process_back', posted),
      },
      ...ended,
    );
  },
});
