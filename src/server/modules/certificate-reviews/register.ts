import { certificateReviews } from '@/db/schema';
import { registerReviewInput } from '@/domain/certificate-reviews/schema';
import { defineCommand, done } from '../../kernel/command';
import { findOffice } from '../../kernel/offices';
import { actorName } from '../stock/post';
import { composeReview } from './compose';
import { type ReviewRow, tellReview } from './present';

/** 登记: kept as a draft of the own hospital, or sent to the office at once; where a rule of the law answers, it is approved in the same moment. */
export const registerReview = defineCommand({
  name: 'certificate-reviews.register',
  permission: 'certificate-reviews.register',
  input: registerReviewInput,
  async run(scope, { isSubmitted, ...fields }) {
    const id = crypto.randomUUID();
    const partyOrgId = await findOffice(scope);
    const composed = await composeReview(scope, id, fields, isSubmitted, null);
    const [row] = await scope.db
      .insert(certificateReviews)
      .values({
        ...composed,
        id,
        orgId: scope.orgId,
        partyOrgId,
        createdBy: actorName(scope),
        createdAt: scope.now,
      })
      .returning();
    if (!row) throw new Error('nothing was written');
    return done(answerOf(row), {
      module: 'certificate-reviews',
      recordId: id,
      action: 'certificate-reviews.register',
      version: 1,
      state: row.state,
      orgId: scope.orgId,
      partyOrgId: hearerOf(row),
      before: null,
      after: tellReview(row),
    });
  },
});

export const answerOf = ({ id, no, state, version }: ReviewRow) => ({ id, no, state, version });

/** Of a draft the office hears nothing. */
export const hearerOf = ({ state, partyOrgId }: ReviewRow) => (state === 'draft' ? null : partyOrgId);
