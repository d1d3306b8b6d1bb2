import { transfusionRequests } from '@/db/schema';
import { isOpen } from '@/domain/transfusion-requests/lifecycle';
import { acceptRequestInput, returnRequestInput } from '@/domain/transfusion-requests/schema';
import { verifySignature } from '../../auth/signing';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { releaseReservations } from '../stock/release-reservations';
import { hasIssues, loadSteps, lockRequest, signedOf } from './load';
import { answerOf } from './present';
import { addStep } from './steps';
import { changeOf, standing } from './window';

/** 受理: the transfusion department takes it up. */
export const acceptRequest = defineCommand({
  name: 'transfusion-requests.accept',
  permission: 'transfusion-requests.accept',
  input: acceptRequestInput,
  async run(scope, { id, version, opinion }) {
    const signer = await verifySignature(scope, { method: 'session' });
    const was = await lockRequest(scope, { id, version });
    if (was.state !== 'approved')
      throw refusal({ code: 'request.not_approved', facts: { no: was.no ?? '', state: was.state } });
    await addStep(scope, was, { step: 'department', decision: 'accepted', opinion, signer });
    const signed = signedOf(await loadSteps(scope, id), was.round);
    const saved = await saveVersioned(scope, transfusionRequests, id, version, {
      ...standing(was, 'accepted', was.approvalRow ?? 1, signed),
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('accept', was, saved, opinion || undefined));
  },
});

/** 不受理: with a reason. The applicant mends it, and its approvers sign again. Not once blood of it has gone out. */
export const refuseRequest = defineCommand({
  name: 'transfusion-requests.refuse',
  permission: 'transfusion-requests.accept',
  input: returnRequestInput,
  async run(scope, { id, version, reason }) {
    const signer = await verifySignature(scope, { method: 'session' });
    const was = await lockRequest(scope, { id, version });
    const facts = { no: was.no ?? '', state: was.state };
    if (!isOpen(was.state)) throw refusal({ code: 'request.not_approved', facts });
    if (await hasIssues(scope, id)) throw refusal({ code: 'request.has_issues', facts });
    await addStep(scope, was, { step: 'department', decision: 'refused', opinion: reason, signer });
    const saved = await saveVersioned(scope, transfusionRequests, id, version, {
      state: 'refused',
      waitsFor: 'ward',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    const released = await releaseReservations(scope, { requestId: id }, reason);
    return done(answerOf(saved), changeOf('refuse', was, saved, reason), ...released);
  },
});
