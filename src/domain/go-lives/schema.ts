import { z } from 'zod';
import { day } from '../instant';
import { signatureToken } from '../second-person';

/** Bags of one count. */
export const bagsAtOnce = 2000;

const reason = z.string().trim().min(2).max(200);
const looked = { id: z.uuid(), version: z.int() };

export const recountInput = z.strictObject({ ...looked, reason });
export const withdrawInput = z.strictObject({ ...looked, reason });
export const voidOpeningInput = z.strictObject({ ...looked, roundId: z.uuid(), reason });
export const postOpeningInput = z.strictObject({
  ...looked,
  roundId: z.uuid(),
  /** As both have seen them, by `seenOf`. */
  seen: z.array(z.string().max(200)).max(2 * bagsAtOnce),
  words: z.string().trim().max(200).default(''),
  second: signatureToken.optional(),
});
export const startInput = z.strictObject({
  ...looked,
  lastDay: day,
  /** Cells that differ on it, as both have seen them, by `differingOf`. */
  differing: z.array(z.string().max(80)).max(1000),
  reason: z.string().trim().max(200).default(''),
  second: signatureToken.optional(),
});
