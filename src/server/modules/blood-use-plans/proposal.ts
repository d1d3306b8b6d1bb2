import { findComponent } from '@/domain/blood/components';
import { measureOf, type QuotaMeasure, quotaMeasures } from '@/domain/blood/measures';
import { proposeYear } from '@/domain/blood-use-plans/rules';
import { yearInput } from '@/domain/blood-use-plans/schema';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

export interface ProposedLine {
  readonly measure: QuotaMeasure;
  /** Issued to patients in the year before, or as far as it has gone; hundredths. */
  readonly lastYear: number;
  /** Days of it that have figures. */
  readonly days: number;
  readonly proposed: number | null;
}

/** What the hospital used in the year before a plan's, and what follows. A day before the house's first figure is missing, and is not zero. */
export async function proposePlan({ q, orgId, now }: Scope, year: number): Promise<ProposedLine[]> {
  const used = await q<{ component: string; amount: number }[]>`
    select component, sum(amount)::float8 as amount from issue_days
    where org_id = ${orgId} and day >= make_date(${year - 1}, 1, 1) and day < least(make_date(${year}, 1, 1), city_today()) group by 1`;
  const [span] = await q<{ days: number }[]>`
    select greatest(0, least(make_date(${year}, 1, 1), city_today()) - greatest(make_date(${year - 1}, 1, 1),
      coalesce((select min(day) from issue_days where org_id = ${orgId}), city_today())))::int as days`;
  const days = span?.days ?? 0;
  return quotaMeasures.map((measure) => {
    const lastYear = used
      .filter(({ component }) => measureOf(findComponent(component, now)?.reportClass) === measure)
      .reduce((sum, { amount }) => sum + amount, 0);
    return { measure, lastYear, days, proposed: proposeYear(lastYear, days) };
  });
}

export const readProposal = defineRead({
  name: 'blood-use-plans.proposal',
  permission: 'blood-use-plans.draft',
  input: yearInput,
  run: (scope, { year }) => proposePlan(scope, year),
});
