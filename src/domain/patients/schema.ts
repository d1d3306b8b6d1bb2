import { z } from 'zod';
import { normaliseAntibodies } from '../blood/antibodies';
import { recipientAbos } from '../blood/groups';
import { readIdentityNumber } from '../identity-number';
import { day } from '../instant';
import { oneLine } from '../text';
import { patientRequirements, patientRhds, patientSexes } from './record';

/** Names keep every character, rare ones included; only what is no character at all is refused. */
const name = oneLine(60).pipe(z.string().min(1));

const mrn = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase())
  .pipe(
    z
      .string()
      .min(1)
      .max(32)
      .regex(/^[0-9A-Z._/-]*$/),
  );

/** Empty is none; otherwise the number in its 18-character form. */
export const identityNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    if (text.trim() === '') return null;
    const read = readIdentityNumber(text);
    if (read.ok) return read.value.number;
    context.addIssue({ code: 'custom', message: `patient.${read.fault}` });
    return z.NEVER;
  });

const shape = {
  mrn,
  name,
  sex: z.enum(patientSexes),
  birthDate: day.nullable(),
  abo: z.enum(recipientAbos),
  rhd: z.enum(patientRhds),
  /** Of ABO, from different draws: below 2 the group is not confirmed. */
  groupDeterminations: z.int().min(0).max(99),
  /** In the kept spelling; a word that is no antibody passes here and is refused by name in `checkPatient`. */
  antibodies: z
    .array(oneLine(40).pipe(z.string().min(1)))
    .max(20)
    .transform(normaliseAntibodies),
  requirements: z.array(z.enum(patientRequirements)).max(patientRequirements.length),
  isUnidentified: z.boolean(),
};

export const registerPatientInput = z.strictObject({
  ...shape,
  identityNumber: identityNumber.nullable().default(null),
});
export type RegisterPatientInput = z.output<typeof registerPatientInput>;

export const correctPatientInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason: oneLine(200).pipe(z.string().min(2)),
  ...shape,
  /** Absent: as it is. Null or empty: removed. */
  identityNumber: identityNumber.nullable().optional(),
});
export type CorrectPatientInput = z.output<typeof correctPatientInput>;
