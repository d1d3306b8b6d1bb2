import { sql } from 'drizzle-orm';
import { donorPlans } from '@/db/schema';
import { openDonorStates } from '@/domain/donor-plans/lifecycle';
import { checkActivation } from '@/domain/donor-plans/rules';
import { activateInput, reasonedDonorPlanInput } from '@/domain/donor-plans/schema';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { answerOf, changeOf, takeShare } from './load';

/** 激活, in part too: what is activated adds to what the hospital may order beyond its plan; for a patient it is used before the plan. */
export const activateShare = defineCommand({
  name: 'donor-plans.activate',
  permission: 'donor-plans.activate',
  input: activateInput,
  async run(scope, { id, version, amount, patientId }) {
    const { q, orgId } = scope;
    // Accounts before shares, as every order takes them.
    await q`select lock_quota(${orgId})`;
    const was = await takeShare(scope, { id, version }, 'hospital');
    const [patient] =
      patientId === null
        ? [true]
        : await q`select 1 from patients where id = ${patientId} and org_id = ${orgId} and state = 'active'`;
    const facts = { ...was, today: await readToday(scope), isPatientKnown: patient !== undefined };
    unwrap(decideBy(checkActivation(amount, facts), () => null));
    if (patientId !== null)
      await q`
        insert into donor_plan_patients (plan_id, org_id, patient_id, named_by) values (${id}, ${orgId}, ${patientId}, ${actorName(scope)})
        on conflict (plan_id) do update set patient_id = excluded.patient_id, named_by = excluded.named_by, named_at = city_now()`;
    const saved = await saveVersioned(scope, donorPlans, id, version, {
      activatedAmount: was.activatedAmount + amount,
      activatedBy: actorName(scope),
      activatedAt: scope.now,
      updatedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('activate', was, saved));
  },
});

/** 退回: what is not used goes back to the office, with a reason; what open orders have pledged stays theirs. */
export const returnShare = defineCommand({
  name: 'donor-plans.return',
  permission: 'donor-plans.return',
  input: reasonedDonorPlanInput,
  async run(scope, { id, version, reason }) {
    await scope.q`select lock_quota(${scope.orgId})`;
    const was = await takeShare(scope, { id, version }, 'hospital');
    if (!openDonorStates.some((state) => state === was.state))
      throw refusal({ code: 'donor_plan.not_open', facts: { no: was.no, state: was.state } });
    const saved = await saveVersioned(scope, donorPlans, id, version, {
      state: 'returned',
      activatedAmount: sql`${donorPlans.pledgedAmount} + ${donorPlans.usedAmount}`,
      reason,
      updatedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('return', was, saved, reason));
  },
});
