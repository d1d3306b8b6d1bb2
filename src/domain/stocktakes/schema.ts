import { z } from 'zod';
import { instant } from '../instant';
import { second } from '../second-person';

/** Bags of one count: a large walk-in room is two places. */
export const bagsAtOnce = 1000;

/** One bag in the hand. `unitId` null: a label that nobody here knows. */
export const countScan = z.strictObject({
  unitId: z.uuid().nullable(),
  donationNo: z.string().min(1).max(32),
  productCode: z.string().max(10).default(''),
  /** The city's time when its label was asked. */
  at: instant,
});
export type CountScan = z.output<typeof countScan>;

export const signStocktakeInput = z.strictObject({
  placeId: z.uuid(),
  startedAt: instant,
  scans: z.array(countScan).max(bagsAtOnce),
  /** The bags that both have seen are not there. */
  missingUnitIds: z.array(z.uuid()).max(bagsAtOnce),
  words: z.string().trim().max(200).default(''),
  second: second.optional(),
});
export type SignStocktakeInput = z.output<typeof signStocktakeInput>;
