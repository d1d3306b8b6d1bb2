import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { defineRead } from '../../kernel/read';

export interface ThawedBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: 'available' | 'reserved';
}

const thawedLimit = 60;

/** Thawed bags of this house that wait to be used, first to expire first: minutes count. */
export const listThawed = defineRead({
  name: 'processings.thawed',
  permission: 'stock.read',
  input: z.strictObject({}).optional(),
  async run({ q, orgId }): Promise<{ bags: ThawedBag[]; isCut: boolean }> {
    const rows = await q<ThawedBag[]>`
      select u.id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", u.state
      from blood_units u
      where u.holder_org_id = ${orgId} and u.state in ('available', 'reserved') and 'thawed' = any(u.processed_as) and u.expires_at > city_now()
      order by u.expires_at, u.id limit ${thawedLimit + 1}`;
    return { bags: rows.slice(0, thawedLimit), isCut: rows.length > thawedLimit };
  },
});
