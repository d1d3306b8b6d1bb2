import { z } from 'zod';
import type { QuotaMeasure } from '@/domain/blood/measures';
import { yearInput } from '@/domain/blood-use-plans/schema';
import { readToday } from '../../kernel/calendar';
import { defineRead } from '../../kernel/read';
import { type Account, loadAccounts, readYear, standing } from './load';

/** What this hospital may still order this year, what is not activated yet, and whom to ask for more. Amounts in hundredths. */
export const readBalance = defineRead({
  name: 'blood-use-plans.balance',
  permission: 'blood-use-plans.read',
  input: z.strictObject({}),
  async run(scope) {
    const { q, orgId } = scope;
    const year = await readYear(scope);
    const waiting = await q<{ measure: QuotaMeasure; amount: number }[]>`
      select measure, sum(amount - activated_amount)::float8 as amount from donor_plans
      where org_id = ${orgId} and year = ${year} and state in ('allocated', 'activated', 'part_used') and valid_until >= city_today() and amount > activated_amount group by 1`;
    const [office] = await q<{ name: string; nameEn: string; dutyPhone: string }[]>`
      select name, coalesce(nullif(name_en, ''), name) as "nameEn", duty_phone as "dutyPhone" from organisations
      where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1`;
    return { year, accounts: await loadAccounts(scope, orgId, year), waiting: [...waiting], office: office ?? null };
  },
});

export interface HouseAccounts {
  readonly orgId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly planId: string | null;
  readonly accounts: readonly Account[];
}

/** 执行情况: what every hospital was granted and used in a year, for the office. Amounts in hundredths. */
export const planFigures = defineRead({
  name: 'blood-use-plans.figures',
  permission: 'blood-use-plans.figures',
  input: yearInput,
  async run(scope, { year }) {
    const { q } = scope;
    const houses = await q<HouseAccounts[]>`
      select o.id as "orgId", o.short_name as "nameZh", coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn",
        (select p.id from blood_use_plans p where p.org_id = o.id and p.year = ${year} and p.state = 'approved') as "planId",
        coalesce((select jsonb_agg(to_jsonb(s)) from (
          select a.measure, a.kind, sum(${standing(q)})::float8 as granted, sum(a.pledged)::float8 as pledged, sum(a.used)::float8 as used
          from quota_accounts a left join donor_plans d on d.id = a.donor_plan_id where a.org_id = o.id and a.year = ${year} group by 1, 2) s), '[]') as accounts
      from organisations o where o.kind = 'hospital' and o.is_active order by o.sort_order, o.id`;
    return { houses: [...houses], today: await readToday(scope) };
  },
});
