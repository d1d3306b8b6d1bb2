import { z } from 'zod';
import { day } from '@/domain/instant';
import { defineRead } from '../../kernel/read';

export interface OrderFigures {
  /** Orders placed, those that were called off left out. */
  readonly placed: number;
  /** Urgent and life-threatening ones among them. */
  readonly urgent: number;
  readonly rejected: number;
  readonly closedShort: number;
  /** Medians, in minutes; null: none came so far. From the order to its answer, of urgent ones to the first box sent, of all to the last box received. */
  readonly answerMinutes: number | null;
  readonly urgentSentMinutes: number | null;
  readonly leadMinutes: number | null;
  /** Of those received whole or given up in part: by the time that was asked for. Whole percent. */
  readonly onTimePercent: number | null;
  /** 满足率: mean of the finished orders, a rejected one counting nothing. Whole percent, rounded down. */
  readonly filledPercent: number | null;
}

export interface OrderFiguresOfHouse extends OrderFigures {
  readonly orgId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** `2026-11`, in city time. */
  readonly month: string;
}

/**
 * How long orders of these city days took and how far they were filled, by month and hospital, and over all. A hospital reads its own, a station those to it,
 * an office those that it may read. No line and no patient is in them.
 */
export const orderStatistics = defineRead({
  name: 'blood-orders.statistics',
  permission: 'blood-orders.read',
  input: z.strictObject({ since: day, until: day }),
  async run({ q }, { since, until }): Promise<{ rows: OrderFiguresOfHouse[]; total: OrderFigures }> {
    const minutes = (of: ReturnType<typeof q>) =>
      q`round(percentile_cont(0.5) within group (order by extract(epoch from ${of}) / 60))::int`;
    const figures = await q<(OrderFiguresOfHouse & { isTotal: boolean })[]>`
      with placed as (
        select b.*, to_char(b.created_at at time zone c.time_zone, 'YYYY-MM') as month, b.priority <> 'routine' as is_urgent,
          b.state in ('completed', 'closed_short', 'rejected') as is_finished
        from blood_orders b cross join city c
        where b.state <> 'cancelled' and b.created_at >= ${since}::timestamp at time zone c.time_zone
          and b.created_at < (${until}::date + 1)::timestamp at time zone c.time_zone
      )
      select p.org_id as "orgId", o.short_name as "nameZh", coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn", p.month,
        grouping(p.org_id) = 1 as "isTotal", count(p.id)::int as placed,
        count(*) filter (where p.is_urgent)::int as urgent,
        count(*) filter (where p.state = 'rejected')::int as rejected,
        count(*) filter (where p.state = 'closed_short')::int as "closedShort",
        ${minutes(q`p.answered_at - p.created_at`)} as "answerMinutes",
        ${minutes(q`case when p.is_urgent then p.sent_at - p.created_at end`)} as "urgentSentMinutes",
        ${minutes(q`case when p.is_finished then p.received_at - p.created_at end`)} as "leadMinutes",
        floor(100 * avg(case when p.is_finished and p.received_at is not null then (p.received_at <= p.needed_at)::int end))::int as "onTimePercent",
        floor(avg(case when p.state = 'rejected' then 0 when p.is_finished then p.filled_percent end))::int as "filledPercent"
      from placed p join organisations o on o.id = p.org_id
      group by grouping sets ((p.org_id, o.short_name, o.name_en, o.sort_order, p.month), ())
      order by p.month desc, o.sort_order, p.org_id`;
    const rows = figures.filter(({ isTotal }) => !isTotal).map(({ isTotal: _, ...row }) => row);
    const [{ isTotal: _, orgId: __, nameZh: ___, nameEn: ____, month: _____, ...total }] = figures.filter(
      ({ isTotal }) => isTotal,
    ) as [OrderFiguresOfHouse & { isTotal: boolean }];
    return { rows, total };
  },
});
