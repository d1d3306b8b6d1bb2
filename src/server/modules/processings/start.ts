import type { Change } from '@/domain/change';
import { ownDraft } from '@/domain/own-draft';
import { processingCovers } from '@/domain/processings/covers';
import { isInPlace, processingHold } from '@/domain/processings/kinds';
import { checkSecond, checkStart, planEnd } from '@/domain/processings/rules';
import { startProcessingInput } from '@/domain/processings/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { recordSignatures, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadPlaces } from '../stock/load-places';
import { loadProducts } from '../stock/load-products';
import { actorName, post } from '../stock/post';
import { endBags } from './end-bags';
import { type BagInHand, loadTakenCodes, lockBags } from './load';
import { readSecond } from './second';

/**
 * 血液加工 begins: from now on nobody else has these bags. What has been done already is posted at once, start and end in one, checked by a
 * second person over exactly this.
 */
export const startProcessing = defineCommand({
  name: 'processings.start',
  permission: 'processings.register',
  input: startProcessingInput,
  async run(scope, input) {
    const { kind, device, words, isOpenSystem = false, unitIds, end } = input;
    const covers = digestOfCovers(processingCovers({ ...input, bags: end?.bags ?? [] }));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = await readSecond(scope, end?.second, covers);
    const duty = await loadDuty(scope);
    const products = end ? await loadProducts(scope) : [];
    const places = end ? await loadPlaces(scope, 'for share') : [];
    const bags = await lockBags(scope, unitIds);
    const startedAt = earlier(input.startedAt ?? scope.now, scope.now);
    const checked = checkStart(input, { bags, now: scope.now });
    const takenCodes = await loadTakenCodes(scope, end && kind === 'split' ? bags : []);
    const ending = end && planEnd(input, end.bags, { bags, products, takenCodes, startedAt });
    const secondFacts = {
      now: scope.now,
      acting,
      second,
      isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
    };
    const plan = unwrap(
      decideBy(
        [
          ...checked,
          ...(checked.length === 0 ? (ending?.violations ?? []) : []),
          ...(end
            ? checkSecond(end.second?.by, end.second?.by === 'phone' ? end.second.at : undefined, secondFacts)
            : []),
        ],
        () => ending?.plan ?? null,
      ),
    );

    const id = crypto.randomUUID();
    const about = { module: 'processings', recordId: id } as const;
    const taken = await post(scope, { kind: 'process_start', unitIds, holdReason: processingHold, ...about });
    const no = await drawNumber(scope, 'processings');
    const dutyMode = plan ? (end?.second?.by === 'phone' ? 'single' : 'two_person') : null;
    const who = actorName(scope);
    await scope.q`
      insert into processings (id, no, org_id, kind, state, device, words, is_open_system, bag_count, started_by, started_at, ended_by, ended_at, checked_by, duty_mode)
      values (${id}, ${no}, ${scope.orgId}, ${kind}, ${plan ? 'ended' : 'started'}, ${device}, ${words}, ${isOpenSystem}, ${unitIds.length}, ${who}, ${startedAt},
        ${plan ? who : ''}, ${plan ? scope.now : null}, ${second?.name ?? ''}, ${dutyMode})`;
    await addBags(scope, id, unitIds, bags);
    const ended = plan && (await endBags(scope, { id, no, kind, plan, bags, places }));
    const outputCount = ended ? (isInPlace(kind) ? unitIds.length - ended.heldCount : ended.outputs.length) : null;
    if (ended)
      await scope.q`
        update processings set output_count = ${outputCount}, held_count = ${ended.heldCount} where id = ${id} and org_id = ${scope.orgId}`;
    await recordSignatures(scope, about, [
      { meaning: 'processing_started', signer: acting, coversDigest: covers },
      ...(ended ? [{ meaning: 'processing_ended', signer: acting, coversDigest: covers }] : []),
      ...(ended && second ? [{ meaning: 'processing_checked', signer: second, coversDigest: covers }] : []),
    ]);
    if (dutyMode === 'single')
      await addRecheckTask(scope, { ...about, facts: { no, bags: unitIds.length }, timeZone: duty.timeZone });
    await dropDraft(scope, 'processings', ownDraft);

    const change: Change = {
      ...about,
      action: ended ? 'processings.register' : 'processings.start',
      version: 1,
      state: ended ? 'ended' : 'started',
      orgId: scope.orgId,
      before: null,
      after: {
        no,
        kind,
        device,
        words,
        isOpenSystem,
        bagCount: unitIds.length,
        startedBy: who,
        startedAt,
        ...(ended
          ? {
              endedBy: who,
              endedAt: scope.now,
              checkedBy: second?.name ?? '',
              dutyMode,
              outputCount,
              heldCount: ended.heldCount,
            }
          : {}),
        unitIds,
        ...(plan ? { expiries: plan.bags.map(({ unitId, expiresAt }) => ({ unitId, expiresAt })) } : {}),
      },
      tally: ended
        ? tallyOfBags(isInPlace(kind) ? 'process_end' : 'produce', ended.posted)
        : tallyOfBags('process_start', taken),
    };
    const result = {
      id,
      no,
      version: 1,
      bagCount: unitIds.length,
      outputs:
        ended?.outputs.map(({ id: unitId, donationNo, productCode }) => ({ unitId, donationNo, productCode })) ?? [],
    };
    return done(result, change, ...(ended?.changes ?? []));
  },
});

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

async function addBags(
  { q, orgId }: Scope,
  processingId: string,
  unitIds: readonly string[],
  bags: readonly BagInHand[],
): Promise<void> {
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const lines = unitIds.map((unitId) => known.get(unitId));
  await q`
    insert into processing_bags (processing_id, unit_id, org_id, line_no, donation_no, product_code, component, abo, rhd, amount, state_before, expires_before)
    select ${processingId}, l.id, ${orgId}, l.n, l."donationNo", l."productCode", l.component, l.abo, l.rhd, l.amount, l.state, l."expiresAt"
    from rows from (jsonb_to_recordset(${q.json(lines as never)}) as (id uuid, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
      state text, "expiresAt" timestamptz)) with ordinality as l(id, "donationNo", "productCode", component, abo, rhd, amount, state, "expiresAt", n)`;
}
