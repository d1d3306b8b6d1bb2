import { certificateReviews } from '@/db/schema';
import { reviewLifecycle } from '@/domain/certificate-reviews/lifecycle';
import { modifyReviewInput } from '@/domain/certificate-reviews/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { composeReview } from './compose';
import { lockReview } from './load';
import { openDonorNo, openPatientNo, tellReview } from './present';
import { answerOf, hearerOf } from './register';

/** 修改: a draft, a case that the office has not begun to answer, or one it sent back, which thereby goes to it again with a clock of its own. */
export const modifyReview = defineCommand({
  name: 'certificate-reviews.modify',
  permission: 'certificate-reviews.register',
  input: modifyReviewInput,
  async run(scope, { id, version, isSubmitted, identityNo, donorIdentityNo, ...fields }) {
    const was = await lockReview(scope, { id, version }, 'owner');
    if (!reviewLifecycle.actions.modify.from.some((state) => state === was.state))
      throw refusal({ code: 'review.not_modifiable', facts: { no: was.no ?? '', state: was.state } });
    // What the office has seen does not become a draft again.
    if (!isSubmitted && was.state !== 'draft')
      throw refusal({ code: 'review.was_submitted', facts: { no: was.no ?? '' } });
    const review = {
      ...fields,
      identityNo: identityNo ?? openPatientNo(was),
      donorIdentityNo: donorIdentityNo ?? openDonorNo(was),
    };
    const composed = await composeReview(scope, id, review, isSubmitted, was);
    const saved = await saveVersioned(scope, certificateReviews, id, version, composed);
    return done(answerOf(saved), {
      module: 'certificate-reviews',
      recordId: id,
      action: 'certificate-reviews.modify',
      version: saved.version,
      state: saved.state,
      orgId: scope.orgId,
      partyOrgId: hearerOf(saved),
      // What a draft was is nobody's but its hospital's.
      before: was.state === 'draft' ? null : tellReview(was),
      after: tellReview(saved),
    });
  },
});
