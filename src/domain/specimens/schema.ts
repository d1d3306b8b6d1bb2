import { z } from 'zod';
import { normaliseAntibodies } from '../blood/antibodies';
import { instant } from '../instant';
import { signatureToken } from '../second-person';
import { oneLine } from '../text';
import { forwardWells, reactions, receiptChecks, reverseWells } from './kinds';

/** As it is kept and compared: what a scanner sends and what a hand types are the same number. */
export const tubeNo = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase())
  .pipe(
    z
      .string()
      .min(4)
      .max(40)
      .regex(/^[0-9A-Z._/-]+$/, 'invalid.tube_no'),
  );

const reason = oneLine(200).pipe(z.string().min(2));
const seen = { id: z.uuid(), version: z.int().min(1) };

export const receiveSpecimenInput = z.strictObject({
  tubeNo,
  patientId: z.uuid(),
  /** The request it was drawn for. */
  requestId: z.uuid().optional(),
  drawnAt: instant,
  drawnBy: oneLine(60).pipe(z.string().min(1)),
  checks: z.array(z.enum(receiptChecks)).max(receiptChecks.length),
  /** Not taken, and why. */
  refusedReason: reason.optional(),
});
export type ReceiveSpecimenInput = z.output<typeof receiveSpecimenInput>;

export const reasonedSpecimenInput = z.strictObject({ ...seen, reason });

const reaction = z.enum(reactions);
const reverse = z.enum([...reactions, 'not_done']);
export const readingsSchema = z.strictObject({
  antiA: reaction,
  antiB: reaction,
  antiD: reaction,
  cellsA: reverse,
  cellsB: reverse,
});
export type Readings = z.output<typeof readingsSchema>;
export const readingKeys = [...forwardWells, ...reverseWells] as const satisfies readonly (keyof Readings)[];

export const determineInput = z.strictObject({
  ...seen,
  /** Scanned anew for each reading. */
  tubeNo,
  readings: readingsSchema,
  /** A colleague at the same screen, by badge or password; without it whoever is signed in. */
  reader: signatureToken.optional(),
});
export type DetermineInput = z.output<typeof determineInput>;

export const screenInput = z.strictObject({
  ...seen,
  tubeNo,
  result: z.enum(['negative', 'positive']),
  antibodies: z
    .array(oneLine(40).pipe(z.string().min(1)))
    .max(20)
    .transform(normaliseAntibodies),
});
export type ScreenInput = z.output<typeof screenInput>;
