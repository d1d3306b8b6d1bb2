import { z } from 'zod';
import { aboGroups, rhdValues } from '../blood/groups';
import { second } from '../second-person';
import { holdCauses, holdReasonCodes } from './holds';

export const holdInput = z.strictObject({
  unitIds: z.array(z.uuid()).min(1).max(200),
  cause: z.enum(holdCauses),
  words: z.string().trim().max(200).default(''),
});
export type HoldInput = z.output<typeof holdInput>;

const words = z.string().trim().min(2).max(200);

export const releaseHoldInput = z.strictObject({
  bags: z
    .array(
      z.strictObject({
        unitId: z.uuid(),
        /** Group read again from the bag, label judged by the six items, and how. */
        recheck: z
          .strictObject({ abo: z.enum(aboGroups), rhd: z.enum(rhdValues), isLabelGood: z.boolean(), words })
          .optional(),
        /** Of a bag whose issue was voided: how long it was out of controlled storage, and where. */
        custody: z.strictObject({ minutesOut: z.int().min(0).max(10_000), place: words }).optional(),
        /** What else was found while it was on hold, as whoever releases it has seen: each by its reason. */
        alsoSeen: z.array(z.enum(holdReasonCodes)).max(holdReasonCodes.length).optional(),
      }),
    )
    .min(1)
    .max(200),
  reason: words,
  second,
});
export type ReleaseHoldInput = z.output<typeof releaseHoldInput>;
