import { bloodUsePlans } from '@/db/schema';
import { bloodUsePlanLifecycle } from '@/domain/blood-use-plans/lifecycle';
import { checkPlanAnswer } from '@/domain/blood-use-plans/rules';
import { answerPlanInput, type PlanAmount, reasonedPlanInput } from '@/domain/blood-use-plans/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { amountsOf, answerOf, changeOf, loadPlanLines, type PlanRow, takePlan } from './load';

const personOf = ({ actor }: Scope) => (actor.kind === 'user' ? actor.personId : null);

/** 审核: by the office of the district where there is one, by the municipal one otherwise. */
export const reviewPlan = defineCommand({
  name: 'blood-use-plans.review',
  permission: 'blood-use-plans.review',
  input: answerPlanInput,
  async run(scope, { id, version, lines, remark }) {
    const was = await takePlan(scope, { id, version }, 'office', bloodUsePlanLifecycle.actions.review.from);
    if (was.reviewOrgId !== null && was.reviewOrgId !== scope.orgId)
      throw refusal({ code: 'use_plan.district_first', facts: { no: was.no ?? '' } });
    await answered(scope, was, lines, remark, false);
    await scope.q`
      update blood_use_plan_lines l set reviewed_amount = a.amount from jsonb_to_recordset(${scope.q.json(lines)}) as a(measure text, amount bigint)
      where l.plan_id = ${id} and l.measure = a.measure`;
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, {
      state: 'reviewed',
      ...amountsOf(lines),
      remark: remark || was.remark,
      reviewedBy: actorName(scope),
      reviewer: personOf(scope),
      reviewedAt: scope.now,
      updatedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('review', was, saved));
  },
});

/** 批准: by the municipal office, and by another person than reviewed it. From now on the plan bounds what is ordered in its year. */
export const approvePlan = defineCommand({
  name: 'blood-use-plans.approve',
  permission: 'blood-use-plans.approve',
  input: answerPlanInput,
  async run(scope, { id, version, lines, remark }) {
    const was = await takePlan(scope, { id, version }, 'municipal', bloodUsePlanLifecycle.actions.approve.from);
    await answered(scope, was, lines, remark, was.reviewer !== null && was.reviewer === personOf(scope));
    await scope.q`
      update blood_use_plan_lines l set approved_amount = a.amount from jsonb_to_recordset(${scope.q.json(lines)}) as a(measure text, amount bigint)
      where l.plan_id = ${id} and l.measure = a.measure`;
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, {
      state: 'approved',
      ...amountsOf(lines),
      remark: remark || was.remark,
      approvedBy: actorName(scope),
      approvedAt: scope.now,
      updatedAt: scope.now,
    });
    await scope.q`select open_quota(${id})`;
    return done(answerOf(saved), changeOf('approve', was, saved));
  },
});

/** 退回: with a reason; the hospital mends the plan and sends it again under its number. */
export const sendBackPlan = defineCommand({
  name: 'blood-use-plans.send-back',
  permission: 'blood-use-plans.review',
  input: reasonedPlanInput,
  async run(scope, { id, version, reason }) {
    const was = await takePlan(scope, { id, version }, 'office', bloodUsePlanLifecycle.actions['send-back'].from);
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, {
      state: 'returned',
      reason,
      reviewedBy: null,
      reviewer: null,
      reviewedAt: null,
      updatedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('send-back', was, saved, reason));
  },
});

/** Judged against what was asked, or, of an approval, against what was reviewed. @throws refused */
async function answered(scope: Scope, was: PlanRow, lines: PlanAmount[], remark: string, isReviewer: boolean) {
  const known = await loadPlanLines(scope, was.id);
  const facts = {
    isReviewer,
    lines: known.map(({ measure, asked, reviewed }) => ({
      measure,
      asked: was.state === 'reviewed' ? (reviewed ?? asked) : asked,
    })),
  };
  unwrap(decideBy(checkPlanAnswer(lines, remark, facts), () => null));
}
