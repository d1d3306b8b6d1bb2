import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { defineRead } from '../../kernel/read';

/** A bag under a scanned label, as far as whoever has it in hand may know. */
export interface ScannedUnit {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly processedAs: string[];
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: string;
  readonly holdReason: string | null;
  readonly storagePlace: string;
  readonly isHere: boolean;
}

/** Bags that bear a scanned number and that this house has, has had in its own trust, or awaits; and the city's time, so that a count knows when it was asked. */
export const findScannedBags = defineRead({
  name: 'storage-places.find-bags',
  permission: 'storage-places.move',
  input: z.strictObject({ donationNo: z.string().min(9).max(32), productCode: z.string().min(5).max(10).optional() }),
  async run(scope, { donationNo, productCode }): Promise<{ at: Date; bags: ScannedUnit[] }> {
    const bags = await scope.q<ScannedUnit[]>`
      select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.processed_as as "processedAs", u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", u.state,
        u.hold_reason as "holdReason", case when u.holder_org_id = ${scope.orgId} then u.storage_place else '' end as "storagePlace", u.holder_org_id = ${scope.orgId} as "isHere"
      from blood_units u
      where u.donation_no = ${donationNo} and (${productCode ?? null}::text is null or u.product_code = ${productCode ?? null})
      order by u.product_code limit 20`;
    return { at: scope.now, bags: [...bags] };
  },
});
