import { processingCovers } from '@/domain/processings/covers';
import { isInPlace } from '@/domain/processings/kinds';
import { checkSecond, planEnd } from '@/domain/processings/rules';
import { endProcessingInput } from '@/domain/processings/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { recordSignatures, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { addRecheckTask } from '../stock/add-recheck';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadPlaces } from '../stock/load-places';
import { loadProducts } from '../stock/load-products';
import { actorName } from '../stock/post';
import { endBags } from './end-bags';
import { loadProcessedBags, loadProcessing, lockBags } from './load';
import { readSecond } from './second';

/** It is done: what became of each bag, checked by a second person over exactly this. The bags are on the shelf again, or what was made of them is. */
export const endProcessing = defineCommand({
  name: 'processings.end',
  permission: 'processings.register',
  input: endProcessingInput,
  async run(scope, { id, version, bags: ended, second: given }) {
    const seen = await loadProcessing(scope, id);
    const covers = digestOfCovers(processingCovers({ ...seen, bags: ended }));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await readSecond(scope, given, covers);
    const duty = await loadDuty(scope);
    const products = await loadProducts(scope);
    const processing = await loadProcessing(scope, id, 'for update');
    const { no, kind, startedAt } = processing;
    if (processing.state !== 'started')
      throw refusal({ code: 'processing.not_started', facts: { no, state: processing.state } });
    if (processing.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], processing);
    const lines = await loadProcessedBags(scope, id);
    const places = await loadPlaces(scope, 'for share');
    const bags = await lockBags(
      scope,
      lines.map((line) => line.unitId),
    );
    const { plan, violations } = planEnd(processing, ended, { bags, products, startedAt, now: scope.now });
    const isSingleDutyAllowed = duty.isSingleAllowed && isHospital(scope);
    const refusals = checkSecond(given?.by, given?.by === 'phone' ? given.at : undefined, {
      now: scope.now,
      acting,
      second,
      isSingleDutyAllowed,
    });
    unwrap(decideBy([...violations, ...refusals], () => plan));

    const left = await endBags(scope, { id, no, kind, plan, bags, places });
    const outputCount = isInPlace(kind) ? lines.length - left.heldCount : left.outputs.length;
    const dutyMode = given?.by === 'phone' ? 'single' : 'two_person';
    const after = {
      endedBy: actorName(scope),
      endedAt: scope.now,
      checkedBy: second?.name ?? '',
      dutyMode,
      outputCount,
      heldCount: left.heldCount,
    };
    await scope.q`
      update processings set state = 'ended', ended_by = ${after.endedBy}, ended_at = ${scope.now}, checked_by = ${after.checkedBy}, duty_mode = ${dutyMode},
        output_count = ${outputCount}, held_count = ${left.heldCount}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    const about = { module: 'processings', recordId: id } as const;
    await recordSignatures(scope, about, [
      { meaning: 'processing_ended', signer: acting, coversDigest: covers },
      ...(second ? [{ meaning: 'processing_checked', signer: second, coversDigest: covers }] : []),
    ]);
    if (dutyMode === 'single')
      await addRecheckTask(scope, { ...about, facts: { no, bags: lines.length }, timeZone: duty.timeZone });
    const result = {
      id,
      version: version + 1,
      outputs: left.outputs.map(({ id: unitId, donationNo, productCode }) => ({ unitId, donationNo, productCode })),
    };
    return done(
      result,
      {
        ...about,
        action: 'processings.end',
        version: version + 1,
        state: 'ended',
        orgId: scope.orgId,
        before: { state: 'started' },
        after: {
          state: 'ended',
          ...after,
          expiries: plan.bags.map(({ unitId, expiresAt }) => ({ unitId, expiresAt })),
        },
        tally: tallyOfBags(isInPlace(kind) ? 'process_end' : 'produce', left.posted),
      },
      ...left.changes,
    );
  },
});
