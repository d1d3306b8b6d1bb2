import { isInPlace, kindOf } from '@/domain/processings/kinds';
import { checkVoid } from '@/domain/processings/rules';
import { voidProcessingInput } from '@/domain/processings/schema';
import { decideBy } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { loadPlaces } from '../stock/load-places';
import { actorName, post } from '../stock/post';
import { remarkUnits } from '../stock/process';
import { putWhereFit } from '../stock/put-bags';
import {
  type BagInHand,
  loadMadeLabels,
  loadProcessedBags,
  loadProcessing,
  lockBags,
  type ProcessedBag,
  type ProcessingRow,
} from './load';

/**
 * What was posted by mistake is taken back while everything it left is here, as it left it, and kept for nobody: a bag gets its expiry back,
 * what was made ends, and what had ended is here again. All of it on hold until labels have been read again. Spoiled bags stay what they are.
 */
export const voidProcessing = defineCommand({
  name: 'processings.void',
  permission: 'processings.void',
  input: voidProcessingInput,
  async run(scope, { id, version, reason }) {
    const processing = await loadProcessing(scope, id, 'for update');
    const { no, kind } = processing;
    if (processing.state !== 'ended')
      throw refusal({ code: 'processing.not_ended', facts: { no, state: processing.state } });
    if (processing.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], processing);
    const lines = (await loadProcessedBags(scope, id)).filter((line) => line.outcome === 'done');
    const made = await loadMadeLabels(scope, id);
    const inputIds = lines.map((line) => line.unitId);
    const leftIds = isInPlace(kind) ? inputIds : made.map((bag) => bag.unitId);
    const places = await loadPlaces(scope, 'for share');
    const bags = await lockBags(scope, [...new Set([...inputIds, ...leftIds])]);
    const untouched = await loadUntouched(scope, id, leftIds);
    const left = leftIds.map((unitId) => {
      const bag = bags.find((candidate) => candidate.id === unitId);
      return {
        donationNo: [...lines, ...made].find((label) => label.unitId === unitId)?.donationNo ?? '',
        state: bag?.state ?? '',
        holdReason: bag?.holdReason ?? null,
        isHere: bag?.isHere ?? false,
        isUntouched: untouched.has(unitId),
      };
    });
    unwrap(decideBy(checkVoid({ no, kind, left }), () => null));

    const about = { module: 'processings', recordId: id } as const;
    if (!isInPlace(kind)) await post(scope, { kind: 'unproduce', unitIds: leftIds, isFact: true, ...about });
    const back = isInPlace(kind)
      ? await undoInPlace(scope, processing, lines, bags)
      : await post(scope, {
          kind: 'unprocess',
          unitIds: inputIds,
          isFact: true,
          holdReason: 'processing_voided',
          ...about,
        });
    if (isInPlace(kind)) await putWhereFit(scope, inputIds, places);
    await scope.q`
      update processing_bags set outcome = 'undone' where processing_id = ${id} and org_id = ${scope.orgId} and outcome = 'done'`;
    await scope.q`
      update label_prints set voided_at = city_now() where org_id = ${scope.orgId} and unit_id = any(${leftIds}) and voided_at is null`;
    await scope.q`
      update processings set state = 'void', reason = ${reason}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    await scope.q`
      update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isVoided": true}'
      where org_id = ${scope.orgId} and module = 'processings' and record_id = ${id} and done_at is null`;
    return done(
      { id, version: version + 1, bagCount: back.length },
      {
        ...about,
        action: 'processings.void',
        version: version + 1,
        state: 'void',
        orgId: scope.orgId,
        reason,
        before: { state: 'ended' },
        after: { state: 'void', reason, unitIds: inputIds },
        tally: tallyOfBags(isInPlace(kind) ? 'process_undo' : 'unprocess', back),
      },
    );
  },
});

/** Bags to which nothing happened since, but that somebody kept them for a patient and gave them back. */
async function loadUntouched({ q }: Scope, id: string, unitIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await q<{ unitId: string }[]>`
    select w.id as "unitId" from unnest(${unitIds as string[]}::uuid[]) as w(id)
    cross join lateral (
      select m.record_id from stock_movements m where m.unit_id = w.id and (m.record_id = ${id} or m.kind not in ('reserve', 'unreserve')) order by m.id desc limit 1
    ) m
    where m.record_id = ${id}`;
  return new Set(rows.map(({ unitId }) => unitId));
}

async function undoInPlace(
  scope: Scope,
  { id, kind }: ProcessingRow,
  lines: readonly ProcessedBag[],
  bags: readonly BagInHand[],
) {
  const { mark, modifier } = kindOf(kind);
  const without = (marks: readonly string[], gone: string | undefined) => marks.filter((one) => one !== gone);
  await remarkUnits(
    scope,
    lines.map((line) => {
      const bag = bags.find((candidate) => candidate.id === line.unitId);
      return {
        unitId: line.unitId,
        expiresAt: line.expiresBefore,
        modifiers: without(bag?.modifiers ?? [], modifier),
        processedAs: without(bag?.processedAs ?? [], mark),
      };
    }),
  );
  return post(scope, {
    kind: 'process_undo',
    unitIds: lines.map((line) => line.unitId),
    isFact: true,
    holdReason: 'processing_voided',
    module: 'processings',
    recordId: id,
  });
}
