import { certificateReviews } from '@/db/schema';
import { isPending } from '@/domain/certificate-reviews/lifecycle';
import { checkApproval, checkRejection } from '@/domain/certificate-reviews/rules';
import { approveReviewInput, rejectReviewInput } from '@/domain/certificate-reviews/schema';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { decideBy } from '@/domain/result';
import { defineCommand, done, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { lockReview } from './load';
import { presentReview, type ReviewRow, tellReview } from './present';
import { answerOf } from './register';

type Answer = ReturnType<typeof answerOf>;

/** 通过: how much is free of charge, by the article it rests on. Where the office has it so, two people, the second of whom is not the first. */
export const approveReview = defineCommand({
  name: 'certificate-reviews.approve',
  permission: 'certificate-reviews.decide',
  input: approveReviewInput,
  async run(scope, { id, version, entitledMl, remark }): Promise<Outcome<Answer>> {
    const was = await lockPending(scope, { id, version });
    const { proposal, article } = presentReview(was);
    const needsTwo = await readNeedsTwo(scope);
    const isSecond = was.state === 'first_approved';
    const proposedMl = isSecond ? was.entitledMl : proposal.volumeMl;
    const personId = scope.actor.kind === 'user' ? scope.actor.personId : null;
    const facts = {
      proposedMl,
      grantedMl: entitledMl,
      remark,
      needsTwo,
      isSecond,
      isFirstPerson: was.firstApprover === personId,
    };
    unwrap(decideBy(checkApproval(facts), () => null));
    const granted = {
      entitledMl: entitledMl ?? proposedMl,
      article: article ?? proposal.article,
      updatedAt: scope.now,
    };
    const saved = await saveVersioned(
      scope,
      certificateReviews,
      id,
      version,
      needsTwo && !isSecond
        ? { ...granted, remark, state: 'first_approved', firstApprovedBy: actorName(scope), firstApprover: personId }
        : {
            ...granted,
            remark: remark || (isSecond ? was.remark : ''),
            state: 'approved',
            refusal: null,
            missing: [],
            ...decidedBy(scope),
          },
    );
    return tell('approve', was, saved);
  },
});

/** 退回补正: what is missing by name, in codes and in words. The hospital mends the case and sends it again under its number. */
export const rejectReview = defineCommand({
  name: 'certificate-reviews.reject',
  permission: 'certificate-reviews.decide',
  input: rejectReviewInput,
  async run(scope, { id, version, refusal: why, missing, remark }): Promise<Outcome<Answer>> {
    const was = await lockPending(scope, { id, version });
    unwrap(decideBy(checkRejection(why, missing), () => null));
    const saved = await saveVersioned(scope, certificateReviews, id, version, {
      state: 'rejected',
      refusal: why,
      missing: why === 'papers' ? missing : [],
      remark,
      entitledMl: null,
      article: null,
      firstApprovedBy: null,
      firstApprover: null,
      updatedAt: scope.now,
      ...decidedBy(scope),
    });
    return tell('reject', was, saved, remark);
  },
});

/** The clock stands still where it was answered: whether in time is read from both instants. */
const decidedBy = (scope: Scope) => ({ decidedAt: scope.now, decidedBy: actorName(scope), sortedAt: scope.now });

async function lockPending(scope: Scope, seen: { id: string; version: number }): Promise<ReviewRow> {
  const was = await lockReview(scope, seen, 'party');
  if (!isPending(was.state))
    throw refusal({ code: 'review.not_pending', facts: { no: was.no ?? '', state: was.state } });
  return was;
}

export async function readNeedsTwo({ q, orgId }: Pick<Scope, 'q' | 'orgId'>): Promise<boolean> {
  const [row] = await q<{ settings: HouseSettings }[]>`select settings from organisations where id = ${orgId}`;
  return readSwitches(row?.settings).needsTwoReviewers;
}

function tell(verb: 'approve' | 'reject', was: ReviewRow, saved: ReviewRow, reason?: string): Outcome<Answer> {
  return done(answerOf(saved), {
    module: 'certificate-reviews',
    recordId: saved.id,
    action: `certificate-reviews.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: saved.orgId,
    partyOrgId: saved.partyOrgId,
    before: tellReview(was),
    after: tellReview(saved),
    ...(reason ? { reason } : {}),
  });
}
