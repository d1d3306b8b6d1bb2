import { z } from 'zod';
import { saidFates } from './fates';
import { recallClasses } from './record';

const reason = z.string().trim().min(2).max(200);

export const registerRecallInput = z.strictObject({
  /** Donation numbers as they were scanned, typed or pasted. */
  donations: z.array(z.string().trim().min(4).max(64)).min(1).max(200),
  recallClass: z.enum(recallClasses),
  reason,
  instruction: z.string().trim().max(300).default(''),
});
export type RegisterRecallInput = z.output<typeof registerRecallInput>;

export const acknowledgeRecallInput = z.strictObject({ id: z.uuid() });
export const setFateInput = z.strictObject({
  id: z.uuid(),
  unitIds: z
    .array(z.uuid())
    .min(1)
    .max(200)
    .transform((ids) => [...new Set(ids)]),
  fate: z.enum(saidFates),
});
export type SetFateInput = z.output<typeof setFateInput>;

export const releaseRecallInput = z.strictObject({ id: z.uuid(), version: z.int(), reason });
export const noteCallInput = z.strictObject({
  id: z.uuid(),
  orgId: z.string().min(1).max(20),
  /** Who answered; empty: nobody did. */
  reached: z.string().trim().max(60).default(''),
});
export const tellLookBackInput = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  toldTo: z.string().trim().min(2).max(60),
  words: z.string().trim().max(300).default(''),
});
