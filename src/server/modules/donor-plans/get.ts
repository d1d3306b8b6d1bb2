import { z } from 'zod';
import { readToday } from '../../kernel/calendar';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import { loadShare } from './load';

/** One share, the orders that drew from it, and, in its own hospital, whose it is first. Amounts in hundredths. */
export const getShare = defineRead({
  name: 'donor-plans.get',
  permission: 'donor-plans.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId } = scope;
    const row = await loadShare(scope, id);
    const isOurs = row.orgId === orgId;
    const draws = await q<{ orderId: string; no: string; at: Date; pledged: number; used: number }[]>`
      select d.order_id as "orderId", o.no, max(d.drawn_at) as at, sum(d.pledged)::float8 as pledged, sum(d.used)::float8 as used
      from quota_accounts a join quota_draws d on d.account_id = a.id join blood_orders o on o.id = d.order_id
      where a.donor_plan_id = ${id} group by 1, 2 having sum(d.pledged) <> 0 or sum(d.used) <> 0 order by 3 desc limit 200`;
    const [patient] = isOurs
      ? await q<{ id: string; name: string; mrn: string }[]>`
          select p.id, p.name, p.mrn from donor_plan_patients n join patients p on p.id = n.patient_id where n.plan_id = ${id} and n.org_id = ${orgId}`
      : [];
    const [review] = row.reviewId
      ? await q<{ no: string | null }[]>`select no from certificate_reviews where id = ${row.reviewId}`
      : [];
    return {
      ...row,
      reviewNo: review?.no ?? null,
      patient: patient ?? null,
      draws: [...draws],
      today: await readToday(scope),
      organisations: await nameOrganisations(scope, [row.orgId, row.partyOrgId]),
    };
  },
});

/** Houses that a share may be given to, and, of an approved case, what it is proposed for. */
export const readAllocation = defineRead({
  name: 'donor-plans.allocation',
  permission: 'donor-plans.allocate',
  input: z.strictObject({ reviewId: z.uuid().nullable() }),
  async run(scope, { reviewId }) {
    const { q, orgId } = scope;
    const hospitals = await q<{ id: string; name: string; nameEn: string }[]>`
      select h.id, h.name, coalesce(nullif(h.name_en, ''), h.name) as "nameEn" from organisations h
      join organisations w on w.id = ${orgId} and (w.district = '' or w.district = h.district)
      where h.kind = 'hospital' and h.is_active order by h.sort_order, h.id`;
    const [review] = reviewId
      ? await q<{ id: string; no: string; orgId: string; entitledMl: number; hasShare: boolean }[]>`
          select r.id, r.no, r.org_id as "orgId", r.entitled_ml as "entitledMl",
            exists (select 1 from donor_plans d where d.review_id = r.id and d.measure = 'red_cells' and d.state <> 'revoked') as "hasShare"
          from certificate_reviews r where r.id = ${reviewId} and r.party_org_id = ${orgId} and r.state in ('approved', 'auto_approved')`
      : [];
    return { hospitals: [...hospitals], review: review ?? null, today: await readToday(scope) };
  },
});
