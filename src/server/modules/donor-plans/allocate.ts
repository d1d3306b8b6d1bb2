import { donorPlans } from '@/db/schema';
import { donorPlanLifecycle } from '@/domain/donor-plans/lifecycle';
import { checkAllocation, checkShare } from '@/domain/donor-plans/rules';
import { allocateInput, modifyDonorPlanInput, reasonedDonorPlanInput } from '@/domain/donor-plans/schema';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { answerOf, changeOf, takeShare } from './load';

/** 分配: the office gives a hospital a share for its donors, from an approved case or for a group. */
export const allocateShare = defineCommand({
  name: 'donor-plans.allocate',
  permission: 'donor-plans.allocate',
  input: allocateInput,
  async run(scope, input) {
    const { q, orgId } = scope;
    const [house] = await q`
      select 1 from organisations h join organisations w on w.id = ${orgId} and (w.district = '' or w.district = h.district)
      where h.id = ${input.orgId} and h.kind = 'hospital' and h.is_active`;
    const [review] =
      input.reviewId === null
        ? []
        : await q<{ orgId: string; isApproved: boolean; hasShare: boolean }[]>`
            select r.org_id as "orgId", r.state in ('approved', 'auto_approved') as "isApproved", exists (
              select 1 from donor_plans d where d.review_id = r.id and d.measure = ${input.measure} and d.state <> 'revoked') as "hasShare"
            from certificate_reviews r where r.id = ${input.reviewId} and r.party_org_id = ${orgId} for share of r`;
    const facts = {
      today: await readToday(scope),
      isHospital: house !== undefined,
      review: input.reviewId === null ? null : review,
    };
    unwrap(decideBy(checkAllocation(input, facts), () => null));
    const [row] = await scope.db
      .insert(donorPlans)
      .values({
        ...input,
        id: crypto.randomUUID(),
        no: await drawNumber(scope, 'donor-plans'),
        partyOrgId: orgId,
        state: 'allocated',
        year: Number(input.validUntil.slice(0, 4)),
        allocatedBy: actorName(scope),
        createdAt: scope.now,
        updatedAt: scope.now,
      })
      .returning();
    if (!row) throw new Error('nothing was written');
    return done(answerOf(row), changeOf('allocate', null, row));
  },
});

/** 修改: as long as the hospital has activated nothing of it. */
export const modifyShare = defineCommand({
  name: 'donor-plans.modify',
  permission: 'donor-plans.allocate',
  input: modifyDonorPlanInput,
  async run(scope, { id, version, amount, validUntil, remark }) {
    const was = await takeShare(scope, { id, version }, 'office');
    if (!donorPlanLifecycle.actions.modify.from.some((state) => state === was.state))
      throw refusal({ code: 'donor_plan.not_untouched', facts: { no: was.no, state: was.state } });
    unwrap(decideBy(checkShare({ amount, validUntil }, await readToday(scope)), () => null));
    const year = Number(validUntil.slice(0, 4));
    const set = { amount, validUntil, year, remark, updatedAt: scope.now };
    return done(...tellSaved('modify', was, await saveVersioned(scope, donorPlans, id, version, set)));
  },
});

/** 撤回: as long as the hospital has activated nothing of it; afterwards the hospital gives back what it does not use. */
export const revokeShare = defineCommand({
  name: 'donor-plans.revoke',
  permission: 'donor-plans.revoke',
  input: reasonedDonorPlanInput,
  async run(scope, { id, version, reason }) {
    const was = await takeShare(scope, { id, version }, 'office');
    if (!donorPlanLifecycle.actions.revoke.from.some((state) => state === was.state))
      throw refusal({ code: 'donor_plan.not_untouched', facts: { no: was.no, state: was.state } });
    const set = { state: 'revoked' as const, reason, updatedAt: scope.now };
    return done(...tellSaved('revoke', was, await saveVersioned(scope, donorPlans, id, version, set), reason));
  },
});

function tellSaved(...[verb, was, saved, reason]: Parameters<typeof changeOf>) {
  return [answerOf(saved), changeOf(verb, was, saved, reason)] as const;
}
