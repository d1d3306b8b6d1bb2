import { certificateReviews } from '@/db/schema';
import { voidReviewInput } from '@/domain/certificate-reviews/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { lockReview } from './load';
import { tellReview } from './present';
import { answerOf } from './register';

/** 作废: the hospital takes a case back, answered or not; its number stays used. Not as long as fees were relieved on it, or a share stands by it. */
export const voidReview = defineCommand({
  name: 'certificate-reviews.void',
  permission: 'certificate-reviews.void',
  input: voidReviewInput,
  async run(scope, { id, version, reason }) {
    const was = await lockReview(scope, { id, version }, 'owner');
    const facts = { no: was.no ?? '', state: was.state };
    if (was.state === 'draft') throw refusal({ code: 'review.is_draft' });
    if (was.state === 'void') throw refusal({ code: 'review.already_void', facts });
    const [relief] = await scope.q`select 1 from fee_reliefs where review_id = ${id} and state = 'active' limit 1`;
    if (relief) throw refusal({ code: 'review.has_reliefs', facts });
    const [share] = await scope.q<{ share: string }[]>`
      select no as share from donor_plans where review_id = ${id} and state <> 'revoked' limit 1`;
    if (share) throw refusal({ code: 'review.has_share', facts: { ...facts, ...share } });
    const saved = await saveVersioned(scope, certificateReviews, id, version, {
      state: 'void',
      reason,
      dueAt: null,
      sortedAt: scope.now,
      updatedAt: scope.now,
    });
    return done(answerOf(saved), {
      module: 'certificate-reviews',
      recordId: id,
      action: 'certificate-reviews.void',
      version: saved.version,
      state: saved.state,
      orgId: scope.orgId,
      partyOrgId: saved.partyOrgId,
      reason,
      before: tellReview(was),
      after: tellReview(saved),
    });
  },
});
