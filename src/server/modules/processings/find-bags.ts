import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { type BagInHand, findBags } from './load';

/** Bags of this organisation that bear a scanned number. With the product code at most one. */
export const findProcessableBags = defineRead({
  name: 'processings.find-bags',
  permission: 'processings.register',
  input: z.strictObject({ donationNo: z.string().min(9).max(32), productCode: z.string().min(5).max(10).optional() }),
  run: (scope, { donationNo, productCode }): Promise<BagInHand[]> => findBags(scope, donationNo, productCode),
});
