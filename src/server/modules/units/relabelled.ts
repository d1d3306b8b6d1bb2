import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadRelabelled } from '../stock/label-bearers';

/** A label that no bag bears any more, and the one that its bag took. */
export interface RelabelledAs {
  readonly donationNo: string;
  readonly productCode: string;
  readonly now: { readonly donationNo: string; readonly productCode: string };
  /** Day of the city. */
  readonly day: string;
}

/**
 * Was the bag that bore this label relabelled, and as what? Asked by every desk that finds no bag under a label. Without a product code: of each bag of
 * the donation. Never which bag it is, where, nor whose.
 */
export const readRelabelled = defineRead({
  name: 'units.relabelled',
  permission: 'units.read',
  input: z.strictObject({
    donationNo: z.string().min(4).max(32),
    productCode: z.string().min(1).max(10).optional(),
  }),
  run: async (scope, label): Promise<RelabelledAs[]> =>
    (await loadRelabelled(scope, [label])).map(({ donationNo, productCode, now, day }) => ({
      donationNo,
      productCode,
      now: { donationNo: now.donationNo, productCode: now.productCode },
      day,
    })),
});
