import { z } from 'zod';

/** Bags of one count: a large walk-in room is two places. */
export const bagsAtOnce = 1000;

/** One bag in the hand. `unitId` null: a label that nobody here knows. */
export const countScan = z.strictObject({
  unitId: z.uuid().nullable(),
  donationNo: z.string().min(1).max(32),
  productCode: z.string().max(10).default(''),
  /** The city's time when its label was asked. */
  at: z.coerce.date(),
});
export type CountScan = z.output<typeof countScan>;

export const signStocktakeInput = z.strictObject({
  placeId: z.uuid(),
  startedAt: z.coerce.date(),
  scans: z.array(countScan).max(bagsAtOnce),
  /** The bags that both have seen are not there. */
  missingUnitIds: z.array(z.uuid()).max(bagsAtOnce),
  words: z.string().trim().max(200).default(''),
  second: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('token'), token: z.string().min(8).max(2000) }),
      z.strictObject({ by: z.literal('phone'), staffNo: z.string().trim().min(1).max(20), at: z.coerce.date() }),
    ])
    .optional(),
});
export type SignStocktakeInput = z.output<typeof signStocktakeInput>;
