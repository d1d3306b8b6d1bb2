import { bloodUsePlans } from '@/db/schema';
import { bloodUsePlanLifecycle } from '@/domain/blood-use-plans/lifecycle';
import { checkPlan } from '@/domain/blood-use-plans/rules';
import {
  type DraftPlanInput,
  draftPlanInput,
  modifyPlanInput,
  reasonedPlanInput,
  seenPlanInput,
} from '@/domain/blood-use-plans/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import { findDistrictOffice, findOffice } from '../../kernel/offices';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { actorName } from '../stock/post';
import { amountsOf, answerOf, changeOf, type PlanRow, readYear, takePlan, tellPlan } from './load';
import { proposePlan } from './proposal';

/** 登记: a plan is kept as a draft of the hospital, or sent to the office of its district, or to the municipal one. */
export const registerPlan = defineCommand({
  name: 'blood-use-plans.register',
  permission: 'blood-use-plans.draft',
  input: draftPlanInput,
  async run(scope, input) {
    await mayPlan(scope, input, null);
    const partyOrgId = await findOffice(scope);
    const reviewOrgId = await findDistrictOffice(scope);
    const [row] = await scope.db
      .insert(bloodUsePlans)
      .values({
        ...(await composed(scope, input, null)),
        id: crypto.randomUUID(),
        orgId: scope.orgId,
        partyOrgId,
        reviewOrgId,
        createdBy: actorName(scope),
        createdAt: scope.now,
      })
      .returning();
    if (!row) throw new Error('nothing was written');
    await writeLines(scope, row, input);
    return done(answerOf(row), changeOf('register', null, row));
  },
});

/** 修改: of a draft, of one that was sent back, or of one that nobody has reviewed yet. */
export const modifyPlan = defineCommand({
  name: 'blood-use-plans.modify',
  permission: 'blood-use-plans.draft',
  input: modifyPlanInput,
  async run(scope, { id, version, ...input }) {
    const was = await takePlan(scope, { id, version }, 'hospital', bloodUsePlanLifecycle.actions.modify.from);
    if (was.no !== null && !input.isSubmitted) throw refusal({ code: 'use_plan.was_submitted', facts: { no: was.no } });
    await mayPlan(scope, input, id);
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, await composed(scope, input, was));
    await writeLines(scope, saved, input);
    return done(answerOf(saved), changeOf('modify', was, saved));
  },
});

/** 作废: what was sent, before it is approved. An approved plan is adjusted. */
export const voidPlan = defineCommand({
  name: 'blood-use-plans.void',
  permission: 'blood-use-plans.void',
  input: reasonedPlanInput,
  async run(scope, { id, version, reason }) {
    const was = await takePlan(scope, { id, version }, 'hospital', bloodUsePlanLifecycle.actions.void.from);
    const set = { state: 'void' as const, reason, updatedAt: scope.now };
    const saved = await saveVersioned(scope, bloodUsePlans, id, version, set);
    return done(answerOf(saved), changeOf('void', was, saved, reason));
  },
});

/** 删除: a draft, which no office has seen. */
export const removePlanDraft = defineCommand({
  name: 'blood-use-plans.remove-draft',
  permission: 'blood-use-plans.draft',
  input: seenPlanInput,
  async run(scope, seen) {
    const was = await takePlan(scope, seen, 'hospital', ['draft']);
    await scope.q`delete from blood_use_plans where id = ${was.id} and org_id = ${scope.orgId} and state = 'draft'`;
    return done(
      { id: was.id },
      {
        module: 'blood-use-plans',
        recordId: was.id,
        action: 'blood-use-plans.remove-draft',
        version: was.version + 1,
        state: 'removed',
        orgId: scope.orgId,
        before: tellPlan(was),
        after: null,
      },
    );
  },
});

async function mayPlan(scope: Scope, input: DraftPlanInput, exceptId: string | null): Promise<void> {
  // Two people who draft the same year: the second hears of the first.
  await scope.q`select pg_advisory_xact_lock(hashtextextended(current_schema() || ':use-plan:' || ${scope.orgId} || ${input.year}::text, 0))`;
  const [other] = await scope.q<{ no: string | null }[]>`
    select no from blood_use_plans where org_id = ${scope.orgId} and year = ${input.year} and state <> 'void' and id is distinct from ${exceptId}`;
  const facts = { year: await readYear(scope), other: other ? (other.no ?? '') : null };
  unwrap(decideBy(checkPlan(input, facts), () => null));
}

async function composed(scope: Scope, { year, lines, remark, isSubmitted }: DraftPlanInput, was: PlanRow | null) {
  const no = was?.no ?? (isSubmitted ? await drawNumber(scope, 'blood-use-plans') : null);
  return {
    no,
    year,
    remark,
    ...amountsOf(lines),
    reason: null,
    state: isSubmitted ? ('submitted' as const) : ('draft' as const),
    ...(isSubmitted ? { submittedBy: actorName(scope), submittedAt: scope.now } : {}),
    updatedAt: scope.now,
  };
}

/** The lines anew, with last year's figures as they stand now, whatever the page had shown. */
async function writeLines(scope: Scope, { id, partyOrgId, reviewOrgId, year }: PlanRow, { lines }: DraftPlanInput) {
  const { q, orgId } = scope;
  const proposal = await proposePlan(scope, year);
  const rows = lines.map(({ measure, amount }) => {
    const known = proposal.find((line) => line.measure === measure);
    return { measure, amount, lastYear: known?.lastYear ?? null, proposed: known?.proposed ?? null };
  });
  await q`delete from blood_use_plan_lines where plan_id = ${id} and org_id = ${orgId}`;
  await q`
    insert into blood_use_plan_lines (plan_id, org_id, party_org_id, review_org_id, measure, last_year_amount, proposed_amount, asked_amount)
    select ${id}, ${orgId}, ${partyOrgId}, ${reviewOrgId}, l.measure, l."lastYear", l.proposed, l.amount
    from jsonb_to_recordset(${q.json(rows)}) as l(measure text, amount bigint, "lastYear" bigint, proposed bigint)`;
}
