import { z } from 'zod';
import { exerciseCodes } from './catalogue';

export const beginInput = z.strictObject({
  code: z.enum(exerciseCodes),
  /** The round that the person sees open and gives up for this one. */
  insteadOf: z.uuid().nullable().default(null),
});
export type BeginInput = z.output<typeof beginInput>;

export const roundInput = z.strictObject({ id: z.uuid() });
