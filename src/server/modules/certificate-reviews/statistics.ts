import { z } from 'zod';
import { caseTypes } from '@/domain/certificate-reviews/profiles';
import { day } from '@/domain/instant';
import { defineRead } from '../../kernel/read';

export interface HouseFigures {
  readonly orgId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly submitted: number;
  readonly pending: number;
  readonly approved: number;
  readonly automatic: number;
  readonly rejected: number;
  /** Answered after they were due, or still waiting past it. */
  readonly late: number;
  readonly reliefs: number;
  readonly reliefMl: number;
  readonly reliefCents: number;
}

/** Figures of the cases that came to this office in these city days, both included, by hospital and by situation. No person is in them. */
export const reviewStatistics = defineRead({
  name: 'certificate-reviews.statistics',
  permission: 'certificate-reviews.statistics',
  input: z.strictObject({ since: day, until: day }),
  async run({ q, orgId }, { since, until }) {
    const inPeriod = q`
      r.party_org_id = ${orgId} and r.state <> 'draft'
        and r.submitted_at >= ${since}::timestamp at time zone (select time_zone from city)
        and r.submitted_at < (${until}::date + 1)::timestamp at time zone (select time_zone from city)`;
    const houses = await q<HouseFigures[]>`
      with cases as (select r.* from certificate_reviews r where ${inPeriod}),
        given as (select f.org_id, count(*)::int as n, sum(f.volume_ml)::int as ml, sum(f.amount_cents)::float8 as cents
          from fee_reliefs f join cases c on c.id = f.review_id where f.state = 'active' group by 1)
      select c.org_id as "orgId", o.short_name as "nameZh", coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn", count(*)::int as submitted,
        count(*) filter (where c.state in ('submitted', 'resubmitted', 'first_approved'))::int as pending,
        count(*) filter (where c.state in ('approved', 'auto_approved'))::int as approved,
        count(*) filter (where c.state = 'auto_approved')::int as automatic,
        count(*) filter (where c.state = 'rejected')::int as rejected,
        count(*) filter (where c.due_at < coalesce(case when c.state in ('approved', 'rejected') then c.decided_at end, city_now()) and c.state <> 'void')::int as late,
        coalesce(max(g.n), 0) as reliefs, coalesce(max(g.ml), 0) as "reliefMl", coalesce(max(g.cents), 0) as "reliefCents"
      from cases c join organisations o on o.id = c.org_id left join given g on g.org_id = c.org_id
      group by c.org_id, o.short_name, o.name_en, o.sort_order order by o.sort_order, c.org_id`;
    const byCase = await q<{ caseType: string; count: number }[]>`
      select r.case_type as "caseType", count(*)::int as count from certificate_reviews r where ${inPeriod} group by 1`;
    return {
      houses: [...houses],
      cases: caseTypes.flatMap((caseType) => {
        const count = byCase.find((row) => row.caseType === caseType)?.count;
        return count ? [{ caseType, count }] : [];
      }),
    };
  },
});
