import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { findBags } from './load';

/** The bag of this station that bears this label now, by donation number and whole product code: one more code than a bag needs, for two labels are in the hand. */
export const findBagsToRelabel = defineRead({
  name: 'relabellings.find-bags',
  permission: 'relabellings.post',
  input: z.strictObject({ donationNo: z.string().min(9).max(32), productCode: z.string().min(5).max(10) }),
  run: findBags,
});
