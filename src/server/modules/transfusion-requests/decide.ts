import type { z } from 'zod';
import { transfusionRequests } from '@/db/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { stateOf } from '@/domain/transfusion-requests/approval';
import { coversOfStep } from '@/domain/transfusion-requests/covers';
import { checkStep, waitingStep } from '@/domain/transfusion-requests/rules';
import { approveHereInput, approveRequestInput, returnRequestInput } from '@/domain/transfusion-requests/schema';
import { recordSignature, redeemSignature, type Signer, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { loadSteps, lockRequest, signedOf } from './load';
import { answerOf, type RequestRow } from './present';
import { addStep } from './steps';
import { changeOf, standing } from './window';

/**
 * 核准, 审核, 批准: the step that waits is signed, by the session or by somebody’s badge or password. The last of the chain brings it to the transfusion
 * department; of an emergency it changes nothing but what is still owed.
 */
export const approveRequest = defineCommand({
  name: 'transfusion-requests.approve',
  permission: 'transfusion-requests.approve',
  input: approveRequestInput,
  run: sign,
});

/** The same at the screen of somebody who may not: whoever approves proves himself there, and the session stays whose it is. */
export const approveHere = defineCommand({
  name: 'transfusion-requests.approve-here',
  permission: 'transfusion-requests.approve-here',
  input: approveHereInput,
  run: sign,
});

async function sign(scope: Scope, { id, version, opinion, signature }: z.output<typeof approveRequestInput>) {
  const covers = digestOfCovers(coversOfStep({ requestId: id, version, opinion }));
  const signer = signature
    ? await redeemSignature(scope, signature, covers)
    : await verifySignature(scope, { method: 'session' });
  const was = await lockRequest(scope, { id, version });
  const { step, signed, row } = await judgeStep(scope, was, signer);
  const after = [...signed, { step, personId: signer.personId }];
  const state = was.isEmergency
    ? was.state
    : stateOf(
        row,
        after.map((one) => one.step),
      );
  await addStep(scope, was, { step, decision: 'approved', opinion, signer });
  await recordSignature(scope, {
    module: 'transfusion-requests',
    recordId: id,
    meaning: `approved_${step}`,
    signer,
    coversDigest: covers,
  });
  const saved = await saveVersioned(scope, transfusionRequests, id, version, {
    ...standing(was, state, row, after),
    updatedAt: scope.now,
    sortedAt: scope.now,
  });
  return done({ ...answerOf(saved), step }, changeOf('approve', was, saved, opinion || undefined));
}

/** 退回: with a reason, by whoever's step it is. The applicant mends it; its signatures of this round are history. */
export const returnRequest = defineCommand({
  name: 'transfusion-requests.return',
  permission: 'transfusion-requests.approve',
  input: returnRequestInput,
  async run(scope, { id, version, reason }) {
    const signer = await verifySignature(scope, { method: 'session' });
    const was = await lockRequest(scope, { id, version });
    // What was issued in an emergency is not undone by sending a form back.
    const judged = await judgeStep(scope, { ...was, isEmergency: false }, signer);
    await addStep(scope, was, { step: judged.step, decision: 'returned', opinion: reason, signer });
    const saved = await saveVersioned(scope, transfusionRequests, id, version, {
      state: 'returned',
      waitsFor: 'ward',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('return', was, saved, reason));
  },
});

async function judgeStep(scope: Scope, was: RequestRow, person: Signer) {
  const signed = signedOf(await loadSteps(scope, was.id), was.round);
  const row = was.approvalRow ?? 1;
  const { state, isEmergency, applicantId } = was;
  unwrap(decideBy(checkStep({ state, row, isEmergency, signed, applicantId, person }), () => null));
  const step = waitingStep({ state, row, isEmergency, signed });
  if (!step) throw new Error('a step passed that nobody waits for');
  return { step, signed, row };
}
