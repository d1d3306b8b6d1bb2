import { z } from 'zod';
import { day } from '@/domain/instant';
import { defineRead } from '../../kernel/read';

export interface RedistributionFigures {
  readonly orgId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** `2026-11`, in city time. */
  readonly month: string;
  /** Bags that others received from this house, and what became of them there. */
  readonly given: number;
  readonly givenSaved: number;
  /** Bags this house received, and issued to a patient: saved. */
  readonly taken: number;
  readonly saved: number;
  /** Proposed here and expired, or received here and given to nobody until it would have. */
  readonly expired: number;
}

/** By month and house: given, taken, saved, expired all the same. A hospital reads its own row, an office every house's. No patient is in them. */
export const redistributionStatistics = defineRead({
  name: 'redistributions.statistics',
  permission: 'redistributions.read',
  input: z.strictObject({ since: day, until: day }),
  async run({ q, orgId, actor }, { since, until }): Promise<RedistributionFigures[]> {
    const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
    const month = (at: ReturnType<typeof q>) => q`to_char(${at} at time zone c.time_zone, 'YYYY-MM')`;
    const within = (at: ReturnType<typeof q>) => q`
      ${at} >= ${since}::timestamp at time zone c.time_zone and ${at} < (${until}::date + 1)::timestamp at time zone c.time_zone`;
    const house = (column: ReturnType<typeof q>) => (isOffice ? q`true` : q`${column} = ${orgId}`);
    const rows = await q<RedistributionFigures[]>`
      with counted as (
        select b.org_id, ${month(q`b.received_at`)} as month, b.unit_id, 'given' as what, b.saved_at is not null as is_saved
        from redistribution_bags b cross join city c where b.state = 'received' and ${within(q`b.received_at`)} and ${house(q`b.org_id`)}
        union all
        select b.party_org_id, ${month(q`b.received_at`)}, b.unit_id, 'taken', b.saved_at is not null
        from redistribution_bags b cross join city c where b.state = 'received' and ${within(q`b.received_at`)} and ${house(q`b.party_org_id`)}
        union all
        -- A bag may have been proposed on many mornings: it expires once, where it stood.
        select distinct e.org_id, e.month, e.unit_id, 'expired', false from (
          select case when b.state = 'received' then b.party_org_id else b.org_id end as org_id, ${month(q`b.gone_at`)} as month, b.unit_id,
            row_number() over (partition by b.unit_id order by b.received_at desc nulls last) as n
          from (
            select *, expired_at as gone_at from redistribution_bags where expired_at is not null
            -- On hold, or thrown away: nobody had it, and no clock takes it off a shelf.
            union all select *, expires_at from redistribution_bags
              where state = 'received' and used_at is null and expired_at is null and expires_at <= city_now()
          ) b cross join city c where ${within(q`b.gone_at`)} and (${house(q`b.org_id`)} or ${house(q`b.party_org_id`)})
        ) e where e.n = 1 and ${house(q`e.org_id`)}
      )
      select n.org_id as "orgId", o.short_name as "nameZh", coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn", n.month,
        count(*) filter (where n.what = 'given')::int as given, count(*) filter (where n.what = 'given' and n.is_saved)::int as "givenSaved",
        count(*) filter (where n.what = 'taken')::int as taken, count(*) filter (where n.what = 'taken' and n.is_saved)::int as saved,
        count(*) filter (where n.what = 'expired')::int as expired
      from counted n join organisations o on o.id = n.org_id
      group by n.org_id, o.short_name, o.name_en, o.sort_order, n.month order by n.month desc, o.sort_order, n.org_id`;
    return [...rows];
  },
});
