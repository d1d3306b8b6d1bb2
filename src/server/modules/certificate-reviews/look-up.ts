import { certificateReviews } from '@/db/schema';
import { isPending } from '@/domain/certificate-reviews/lifecycle';
import { seenReview } from '@/domain/certificate-reviews/schema';
import { defineCommand, done, type Outcome, unchanged } from '../../kernel/command';
import { canonicalJson } from '../../kernel/digest';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { readDonationsOf } from './compose';
import { lockReview } from './load';
import { answerOf } from './register';
import { changeBeside } from './touch';

/** Asks the register again, which has grown since the case came; what it says stands beside the case, and the office answers by it. */
export const lookUpDonations = defineCommand({
  name: 'certificate-reviews.look-up',
  permission: 'certificate-reviews.decide',
  input: seenReview,
  async run(scope, seen): Promise<Outcome<ReturnType<typeof answerOf>>> {
    const was = await lockReview(scope, seen, 'party');
    if (!isPending(was.state))
      throw refusal({ code: 'review.not_pending', facts: { no: was.no ?? '', state: was.state } });
    const donations = await readDonationsOf(scope, was);
    // The database keeps the fields in an order of its own.
    if (canonicalJson(donations) === canonicalJson(was.donations)) return unchanged(answerOf(was));
    const saved = await saveVersioned(scope, certificateReviews, was.id, was.version, {
      donations,
      updatedAt: scope.now,
    });
    const count = (found: typeof donations) => ({ donationsFound: found?.length ?? null });
    return done(
      answerOf(saved),
      changeBeside(saved, 'look-up', saved.version, { before: count(was.donations), after: count(donations) }),
    );
  },
});
