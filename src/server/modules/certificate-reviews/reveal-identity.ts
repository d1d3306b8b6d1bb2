import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadReview } from './load';
import { openDonorNo, openPatientNo } from './present';

/** Shows a whole identity number once, to whoever compares it with the paper and says why. The look is in the case's history, for both parties. */
export const revealReviewIdentity = defineCommand({
  name: 'certificate-reviews.reveal-identity',
  hasSecretAnswer: true,
  permission: 'certificate-reviews.reveal-identity',
  input: z.strictObject({
    id: z.uuid(),
    whose: z.enum(['patient', 'donor']),
    reason: z.string().trim().min(2).max(200),
  }),
  async run(scope, { id, whose, reason }) {
    const review = await loadReview(scope, id);
    const identityNo = whose === 'patient' ? openPatientNo(review) : openDonorNo(review);
    if (identityNo === '') throw refusal({ code: 'review.no_identity' });
    return done(
      { identityNo },
      {
        module: 'certificate-reviews',
        recordId: id,
        action: 'certificate-reviews.reveal-identity',
        version: review.version,
        state: review.state,
        orgId: review.orgId,
        before: null,
        after: null,
        reason,
      },
    );
  },
});
