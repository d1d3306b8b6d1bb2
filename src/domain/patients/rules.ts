import { unknownAntibodies } from '../blood/antibodies';
import { readIdentityNumber } from '../identity-number';
import type { Violation } from '../result';
import type { RegisterPatientInput } from './schema';

const oldestYears = 150;

type PatientFacts = Pick<
  RegisterPatientInput,
  'sex' | 'birthDate' | 'abo' | 'rhd' | 'groupDeterminations' | 'isUnidentified'
> & { readonly identityNumber: string | null; readonly antibodies: readonly string[] };

/**
 * What does not fit together in an entry of the register; empty when it does. `today` is the city's calendar day, yyyy-MM-dd.
 * - birth date after today, or more than 150 years ago;
 * - birth date or sex that contradict the identity number (GB 11643 carries both);
 * - a group without a determination, or determinations without a group [unsourced: default];
 * - a word that names no antibody of the closed list and is not given as `其他:…`;
 * - an identity number on somebody who is registered as unidentified.
 */
export function checkPatient(patient: PatientFacts, today: string): Violation[] {
  const violations: Violation[] = [];
  const { birthDate, identityNumber } = patient;
  if (birthDate && birthDate > today) violations.push({ code: 'patient.birth_in_future', path: 'birthDate' });
  if (birthDate && Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) > oldestYears)
    violations.push({ code: 'patient.birth_too_old', path: 'birthDate' });

  const identity = identityNumber ? readIdentityNumber(identityNumber) : null;
  if (identity?.ok) {
    if (birthDate && identity.value.birthDate !== birthDate)
      violations.push({
        code: 'patient.identity_birth_mismatch',
        path: 'birthDate',
        facts: { birthDate: identity.value.birthDate },
      });
    if (patient.sex !== 'unknown' && identity.value.sex !== patient.sex)
      violations.push({ code: 'patient.identity_sex_mismatch', path: 'sex' });
    if (patient.isUnidentified) violations.push({ code: 'patient.unidentified_has_identity', path: 'isUnidentified' });
  }
  if (patient.abo !== 'unknown' && patient.groupDeterminations === 0)
    violations.push({ code: 'patient.group_needs_determination', path: 'groupDeterminations' });
  if (patient.abo === 'unknown' && patient.groupDeterminations > 0)
    violations.push({ code: 'patient.group_missing', path: 'abo' });
  for (const word of unknownAntibodies(patient.antibodies))
    violations.push({ code: 'patient.antibody_unknown', path: 'antibodies', facts: { word } });
  return violations;
}
