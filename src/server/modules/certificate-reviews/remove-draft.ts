import { seenReview } from '@/domain/certificate-reviews/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { lockReview } from './load';
import { tellReview } from './present';

/** 删除: a draft, with its papers. What the office has seen is voided and stays. */
export const removeDraft = defineCommand({
  name: 'certificate-reviews.remove-draft',
  permission: 'certificate-reviews.register',
  input: seenReview,
  async run(scope, input) {
    const was = await lockReview(scope, input, 'owner');
    if (was.state !== 'draft') throw refusal({ code: 'review.no_draft', facts: { no: was.no ?? '' } });
    await scope.q`delete from certificate_reviews where id = ${was.id} and org_id = ${scope.orgId} and state = 'draft'`;
    return done(
      { id: was.id },
      {
        module: 'certificate-reviews',
        recordId: was.id,
        action: 'certificate-reviews.remove-draft',
        version: was.version + 1,
        state: 'removed',
        orgId: scope.orgId,
        before: tellReview(was),
        after: null,
      },
    );
  },
});
