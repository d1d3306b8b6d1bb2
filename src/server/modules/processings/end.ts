import type { Change } from '@/domain/change';
import { processingCovers } from '@/domain/processings/covers';
import { isInPlace } from '@/domain/processings/kinds';
import { checkSecond, markOf, planEnd } from '@/domain/processings/rules';
import { type EndedBag, endProcessingInput } from '@/domain/processings/schema';
import { decideBy, type Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { recordSignatures, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadPlaces } from '../stock/load-places';
import { loadProducts } from '../stock/load-products';
import { actorName } from '../stock/post';
import { remarkUnits } from '../stock/process';
import { endBags } from './end-bags';
import {
  type BagInHand,
  loadProcessedBags,
  loadProcessing,
  loadTakenCodes,
  lockBags,
  type ProcessedBag,
  type ProcessingRow,
} from './load';
import { readSecond } from './second';
import { loadStillIn, noteGone, type StillIn } from './still-in';

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
    const unitIds = lines.map((line) => line.unitId);
    const locked = await lockBags(scope, unitIds);
    const still = await loadStillIn(scope, processing, unitIds);
    const bags = locked.filter((bag) => still.inIds.has(bag.id));
    const gone = lines.filter((line) => !still.inIds.has(line.unitId));
    const { plan, violations } = planEnd(
      processing,
      ended.filter(({ unitId }) => !gone.some((line) => line.unitId === unitId)),
      {
        bags,
        products,
        takenCodes: await loadTakenCodes(scope, kind === 'split' ? bags : []),
        startedAt,
      },
    );
    const isSingleDutyAllowed = duty.isSingleAllowed && isHospital(scope);
    const refusals = checkSecond(given?.by, given?.by === 'phone' ? given.at : undefined, {
      now: scope.now,
      acting,
      second,
      isSingleDutyAllowed,
    });
    unwrap(decideBy([...refusalsOfGone(ended, gone), ...violations, ...refusals], () => plan));

    const left = await endBags(scope, { id, no, kind, plan, bags, places });
    const goneChanges = await endGone(scope, processing, { gone, locked, still });
    const outputCount = isInPlace(kind) ? bags.length - left.heldCount : left.outputs.length;
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
      await addRecheckTask(scope, { ...about, facts: { no, bags: bags.length }, timeZone: duty.timeZone });
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
          ...(gone.length > 0 ? { goneIds: gone.map(({ unitId }) => unitId) } : {}),
        },
        tally: tallyOfBags(isInPlace(kind) ? 'process_end' : 'produce', left.posted),
      },
      ...left.changes,
      ...goneChanges,
    );
  },
});

/** What was answered of a bag that another record took meanwhile: whoever asks sees it gone, and signs again. */
function refusalsOfGone(ended: readonly EndedBag[], gone: readonly ProcessedBag[]): Violation[] {
  return ended.flatMap(({ unitId }, index): Violation[] => {
    const line = gone.find((one) => one.unitId === unitId);
    return line ? [{ code: 'processing.bag_left', path: `bags.${index}`, facts: { donationNo: line.donationNo } }] : [];
  });
}

/** A bag that stands on hold here for something else was in the bath all the same: it bears the shorter life, whoever releases it. */
async function endGone(
  scope: Scope,
  processing: ProcessingRow,
  {
    gone,
    locked,
    still,
  }: { readonly gone: readonly ProcessedBag[]; readonly locked: readonly BagInHand[]; readonly still: StillIn },
): Promise<Change[]> {
  const marked = isInPlace(processing.kind)
    ? locked
        .filter((bag) => still.heldIds.includes(bag.id))
        .map((bag) => ({ unitId: bag.id, ...markOf(processing, bag, processing.startedAt) }))
    : [];
  if (marked.length > 0) await remarkUnits(scope, marked);
  const lines = gone.map(({ unitId }) => ({
    unitId,
    expiresAfter: marked.find((bag) => bag.unitId === unitId)?.expiresAt ?? null,
  }));
  return noteGone(scope, processing.id, lines, still);
}
