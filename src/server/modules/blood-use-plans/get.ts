import { z } from 'zod';
import type { QuotaMeasure } from '@/domain/blood/measures';
import type { PlanChangeKind } from '@/domain/blood-use-plans/schema';
import { workingDayAfter } from '@/domain/calendar';
import { loadCalendar, readToday } from '../../kernel/calendar';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import { loadAccounts, loadPlan, loadPlanLines } from './load';

/** One plan with its lines, what was changed since, what was drawn, and how use went by month. Amounts in hundredths. */
export const getPlan = defineRead({
  name: 'blood-use-plans.get',
  permission: 'blood-use-plans.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q } = scope;
    const row = await loadPlan(scope, id);
    const { orgId, partyOrgId, reviewOrgId, year, reviewer, ...plan } = row;
    const changes = await q<
      {
        id: string;
        measure: QuotaMeasure;
        kind: PlanChangeKind;
        amount: number;
        reason: string;
        createdBy: string;
        createdAt: Date;
      }[]
    >`
      select id, measure, kind, amount::float8 as amount, reason, created_by as "createdBy", created_at as "createdAt"
      from blood_use_plan_changes where plan_id = ${id} order by created_at desc, id limit 200`;
    // What an order of this year's end used in the next stands as a thirteenth month.
    const months = await q<{ month: number; measure: QuotaMeasure; used: number }[]>`
      select case when extract(year from d.drawn_at at time zone c.time_zone) > ${year} then 13 else extract(month from d.drawn_at at time zone c.time_zone) end::int as month,
        a.measure, sum(d.used)::float8 as used
      from quota_accounts a join quota_draws d on d.account_id = a.id, city c
      where a.org_id = ${orgId} and a.year = ${year} and d.used <> 0 group by 1, 2 order by 1, 2`;
    // Since the oldest order that is beyond the plan, as long as anything is to be settled.
    const [over] = await q<{ since: string | null }[]>`
      select min(x.since)::text as since from (
        select min(d.drawn_at at time zone c.time_zone)::date as since from quota_accounts a join quota_draws d on d.account_id = a.id, city c
        where a.org_id = ${orgId} and a.year = ${year} and a.kind = 'overdraft' and a.pledged + a.used > a.granted
        group by d.order_id having sum(d.pledged + d.used) > 0) x`;
    const since = over?.since ?? null;
    const before = await loadAccounts(scope, orgId, year - 1);
    return {
      ...plan,
      orgId,
      partyOrgId,
      reviewOrgId,
      year,
      isReviewer: reviewer !== null && scope.actor.kind === 'user' && scope.actor.personId === reviewer,
      today: await readToday(scope),
      lines: await loadPlanLines(scope, id),
      accounts: await loadAccounts(scope, orgId, year),
      lastYear: before.filter(({ kind }) => kind === 'plan'),
      changes: [...changes],
      months: [...months],
      // The next working day after it began.
      settleBy: since && { since, due: workingDayAfter(since, 1, await loadCalendar(scope, since)) },
      organisations: await nameOrganisations(scope, [orgId, partyOrgId, ...(reviewOrgId ? [reviewOrgId] : [])]),
    };
  },
});
