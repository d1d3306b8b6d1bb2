import { z } from 'zod';
import { intendedUses } from '../blood/compatibility';
import { aboGroups, rhdValues } from '../blood/groups';
import { instant } from '../instant';

/** One bag as its label says. `donation` is the scanned or typed text: the server reads and checks it again. */
export const releaseLine = z.strictObject({
  donation: z.string().min(1).max(64),
  /** Old labels of 13 digits look like ISBT 128 numbers: the person says which. */
  labelScheme: z.enum(['isbt128', 'codabar']).optional(),
  productCode: z.string().min(1).max(32),
  abo: z.enum(aboGroups),
  rhd: z.enum(rhdValues),
  intendedUse: z.enum(intendedUses).default('allogeneic'),
  expiresAt: instant,
  collectedAt: instant.nullable().default(null),
  preparedAt: instant.nullable().default(null),
  /** Typed numbers must carry their check character. */
  entry: z.enum(['scan', 'hand', 'import']).default('scan'),
});
export type ReleaseLine = z.output<typeof releaseLine>;

export const releaseInput = z.strictObject({ lines: z.array(releaseLine).min(1).max(2000) });
