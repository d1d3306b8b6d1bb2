import { z } from 'zod';
import { instant } from './instant';

/** What `signatures.verify` gave out for a person over exactly what is sent. */
export const signatureToken = z.string().min(8).max(2000);

/** The second of two: by a signature, or by the number of a colleague on the telephone and when he agreed. */
export const second = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('token'), token: signatureToken }),
  z.strictObject({ by: z.literal('phone'), staffNo: z.string().trim().min(1).max(40), at: instant }),
]);
