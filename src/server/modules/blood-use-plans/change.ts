import { and, eq } from 'drizzle-orm';
import { bloodUsePlans } from '@/db/schema';
import { bloodUsePlanLifecycle } from '@/domain/blood-use-plans/lifecycle';
import { checkPlanChange, leftOf } from '@/domain/blood-use-plans/rules';
import { changePlanInput } from '@/domain/blood-use-plans/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { type Account, answerOf, changeOf, loadAccounts, loadPlanLines, type PlanRow, takePlan } from './load';

const listedAs = {
  red_cells: 'redCellAmount',
  platelets: 'plateletAmount',
  plasma: 'plasmaAmount',
  cryo: 'cryoAmount',
} as const;

/** 调整、结转、结算超计划: an approved plan changes by a reason, and never below what was ordered from it. */
export const changePlan = defineCommand({
  name: 'blood-use-plans.change',
  permission: 'blood-use-plans.approve',
  input: changePlanInput,
  async run(scope, input) {
    const { id, version, measure, kind, amount, reason } = input;
    const { q } = scope;
    const was = await takePlan(scope, { id, version }, 'municipal', bloodUsePlanLifecycle.actions.change.from);
    // Nobody orders from it meanwhile.
    await q`select lock_quota(${was.orgId})`;
    if (!(await loadPlanLines(scope, id)).some((line) => line.measure === measure))
      throw refusal({ code: 'use_plan.not_planned', path: 'measure', facts: { no: was.no ?? '' } });
    const of = async (year: number, of: Account['kind']) =>
      (await loadAccounts(scope, was.orgId, year)).find((one) => one.measure === measure && one.kind === of) ?? null;
    const before = await of(was.year - 1, 'plan');
    const facts = {
      plan: await of(was.year, 'plan'),
      overdraft: await of(was.year, 'overdraft'),
      lastYearLeft: before && leftOf(before),
    };
    unwrap(decideBy(checkPlanChange(input, facts), () => null));
    await q`
      insert into blood_use_plan_changes (plan_id, org_id, party_org_id, measure, kind, amount, reason, created_by)
      values (${id}, ${was.orgId}, ${was.partyOrgId}, ${measure}, ${kind}, ${amount}, ${reason}, ${actorName(scope)})`;
    const column = listedAs[measure];
    const isMore = kind === 'adjust' || kind === 'carry';
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, {
      ...(isMore ? { [column]: was[column] + amount } : {}),
      updatedAt: scope.now,
    });
    const tell = (plan: PlanRow, now: PlanRow, changed: number) => {
      const change = changeOf(kind.replace('_', '-'), plan, now, reason);
      return { ...change, after: { ...change.after, measure, changed: changed / 100 } };
    };
    const [last] =
      kind === 'carry'
        ? await scope.db
            .select()
            .from(bloodUsePlans)
            .where(
              and(
                eq(bloodUsePlans.orgId, was.orgId),
                eq(bloodUsePlans.year, was.year - 1),
                eq(bloodUsePlans.state, 'approved'),
              ),
            )
            .for('update')
        : [];
    if (!last) return done(answerOf(saved), tell(was, saved, amount));
    // What is carried over is last year's no longer.
    const set = { [column]: last[column] - amount, updatedAt: scope.now };
    const left = await saveVersioned(scope, bloodUsePlans, last.id, last.version, set);
    return done(answerOf(saved), tell(was, saved, amount), tell(last, left, -amount));
  },
});
