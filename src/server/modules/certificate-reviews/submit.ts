import { certificateReviews } from '@/db/schema';
import { reviewLifecycle } from '@/domain/certificate-reviews/lifecycle';
import type { IdentityType, Relation } from '@/domain/certificate-reviews/profiles';
import { seenReview } from '@/domain/certificate-reviews/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { composeReview } from './compose';
import { lockReview } from './load';
import { openDonorNo, openPatientNo, tellReview } from './present';
import { answerOf } from './register';

/** 提交: a draft, or a case that was sent back, as it stands: often nothing but a paper was missing. */
export const submitReview = defineCommand({
  name: 'certificate-reviews.submit',
  permission: 'certificate-reviews.register',
  input: seenReview,
  async run(scope, seen) {
    const was = await lockReview(scope, seen, 'owner');
    if (!reviewLifecycle.actions.submit.from.some((state) => state === was.state))
      throw refusal({ code: 'review.not_modifiable', facts: { no: was.no ?? '', state: was.state } });
    const { caseType, patientName, diagnosis, bloodUse, usedOn, isSupplementary, isInformed, donorName } = was;
    const review = {
      caseType,
      patientName,
      diagnosis,
      bloodUse,
      usedOn,
      isSupplementary,
      isInformed,
      donorName,
      certificateNo: was.certificateNo,
      identityType: was.identityType as IdentityType,
      identityNo: openPatientNo(was),
      relation: was.relation as Relation | null,
      donorIdentityType: was.donorIdentityType as IdentityType,
      donorIdentityNo: openDonorNo(was),
    };
    const composed = await composeReview(scope, was.id, review, true, was);
    const saved = await saveVersioned(scope, certificateReviews, was.id, was.version, composed);
    return done(answerOf(saved), {
      module: 'certificate-reviews',
      recordId: was.id,
      action: 'certificate-reviews.submit',
      version: saved.version,
      state: saved.state,
      orgId: scope.orgId,
      partyOrgId: saved.partyOrgId,
      // What a draft was is nobody's but its hospital's.
      before: was.state === 'draft' ? null : tellReview(was),
      after: tellReview(saved),
    });
  },
});
