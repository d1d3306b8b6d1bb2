import { freshBloodPurposes, modifiers, type Recipient, type Requirement } from './compatibility-types';
import type { RecipientAbo } from './groups';

const dayMs = 86_400_000;

/** What the register of patients says, as far as compatibility asks. */
export interface PatientFacts {
  readonly abo: RecipientAbo;
  readonly rhd: 'positive' | 'negative' | 'unknown';
  readonly sex: Recipient['sex'];
  /** yyyy-MM-dd, or null. */
  readonly birthDate: string | null;
  readonly groupDeterminations: number;
  readonly antibodies: readonly string[];
  readonly requirements: readonly string[];
}

const knownRequirements: readonly string[] = [...modifiers, ...freshBloodPurposes];

/** A registered patient as the recipient of `assessCompatibility`. Unknown requirement words are left out: the form shows them as text. */
export function recipientOf(patient: PatientFacts, isEmergency: boolean, now: Date): Recipient {
  const born = patient.birthDate ? Date.parse(`${patient.birthDate}T00:00:00+08:00`) : Number.NaN;
  return {
    abo: patient.abo,
    rhd: patient.rhd === 'unknown' ? 'unspecified' : patient.rhd,
    sex: patient.sex,
    ageDays: Number.isNaN(born) ? null : Math.max(0, Math.floor((now.getTime() - born) / dayMs)),
    antibodies: patient.antibodies,
    requirements: patient.requirements.filter((word): word is Requirement => knownRequirements.includes(word)),
    groupDeterminations: patient.groupDeterminations,
    isEmergency,
  };
}
