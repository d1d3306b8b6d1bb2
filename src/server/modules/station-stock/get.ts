import { z } from 'zod';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';

/** One release with its bags, as the ledger moved them, and where each stands now. */
export const getRelease = defineRead({
  name: 'station-stock.get',
  permission: 'station-stock.read',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId }, { id }) {
    const [release] = await q<
      {
        id: string;
        no: string;
        source: string;
        state: string;
        bagCount: number;
        createdBy: string;
        createdAt: Date;
        version: number;
      }[]
    >`
      select id, no, source, state, bag_count as "bagCount", created_by as "createdBy", created_at as "createdAt", version
      from station_releases where id = ${id} and org_id = ${orgId}`;
    if (!release) throw notFound();
    const bags = await q<
      {
        unitId: string;
        donationNo: string;
        productCode: string;
        component: string;
        abo: string;
        rhd: string;
        amount: number;
        expiresAt: Date;
        state: string;
      }[]
    >`
      select u.id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", u.state
      from station_releases r
        join stock_movements m on m.to_org = r.org_id and m.at = r.created_at and m.record_id = r.id::text and m.kind = 'release'
        join blood_units u on u.id = m.unit_id
      where r.id = ${id} and r.org_id = ${orgId}
      order by u.component, u.abo, u.rhd, u.expires_at, u.donation_no`;
    return { ...release, bags: [...bags] };
  },
});
