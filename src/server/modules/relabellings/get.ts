import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';

interface RelabellingLine {
  readonly unitId: string;
  readonly oldDonationNo: string;
  readonly oldProductCode: string;
  readonly newDonationNo: string;
  readonly newProductCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
}

/** One sitting with both labels of each bag, and who signed. */
export const getRelabelling = defineRead({
  name: 'relabellings.get',
  permission: 'relabellings.read',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId }, { id }) {
    const [relabelling] = await q<
      {
        id: string;
        no: string;
        state: 'posted';
        bagCount: number;
        reason: string;
        relabelledBy: string;
        checkedBy: string;
        createdAt: Date;
      }[]
    >`
      select id, no, state, bag_count as "bagCount", reason, relabelled_by as "relabelledBy", checked_by as "checkedBy", created_at as "createdAt"
      from relabellings where id = ${id} and org_id = ${orgId}`;
    if (!relabelling) throw notFound();
    const lines = await q<RelabellingLine[]>`
      select unit_id as "unitId", old_donation_no as "oldDonationNo", old_product_code as "oldProductCode", new_donation_no as "newDonationNo",
        new_product_code as "newProductCode", component, abo, rhd, amount, expires_at as "expiresAt"
      from relabelling_lines where relabelling_id = ${id} and org_id = ${orgId} order by line_no`;
    return { ...relabelling, version: 1, lines: [...lines] };
  },
});
