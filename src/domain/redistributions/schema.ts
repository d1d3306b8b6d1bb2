import { z } from 'zod';
import { declineReasons } from './bag-states';

const unitIds = z
  .array(z.uuid())
  .min(1)
  .max(500)
  .transform((ids) => [...new Set(ids)]);
const reason = z.string().trim().min(2).max(200);

/** Several at once: the morning's bags, whoever they go to. */
export const offerInput = z.strictObject({
  offers: z
    .array(z.strictObject({ id: z.uuid(), unitIds }))
    .min(1)
    .max(100),
});
export const takeInput = z.strictObject({ id: z.uuid(), unitIds });
export const declineInput = z.strictObject({
  id: z.uuid(),
  unitIds,
  reasonCode: z.enum(declineReasons),
  words: z.string().trim().max(200).default(''),
});
export const withdrawInput = z.strictObject({ id: z.uuid(), unitIds, reason });
