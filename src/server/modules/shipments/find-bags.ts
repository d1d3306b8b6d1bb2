import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { defineRead } from '../../kernel/read';

export interface FoundBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative' | 'unspecified';
  readonly amount: number;
  readonly modifiers: string[];
  readonly processedAs: string[];
  readonly expiresAt: Date;
  readonly state: string;
}

export const foundBagColumns = (q: TransactionSql) => q`
  u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as as "processedAs", u.expires_at as "expiresAt", u.state`;

/** Bags of this organisation that bear a scanned number; with the product code at most one. State says whether it may be packed. */
export const findBags = defineRead({
  name: 'shipments.find-bags',
  permission: 'shipments.ship',
  input: z.strictObject({
    donationNo: z.string().min(9).max(32),
    productCode: z.string().min(5).max(10).optional(),
  }),
  run: async ({ q, orgId }, { donationNo, productCode }): Promise<FoundBag[]> => [
    ...(await q<FoundBag[]>`
      select ${foundBagColumns(q)} from blood_units u
      where u.donation_no = ${donationNo} and u.holder_org_id = ${orgId} and (${productCode ?? null}::text is null or u.product_code = ${productCode ?? null})
      order by u.product_code limit 20`),
  ],
});
