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

type RegisteredGroup = Pick<PatientFacts, 'abo' | 'rhd'>;

/**
 * The group to go by where a reference laboratory has reported one (`A.positive`, or null). It makes no group that the register does not have; where the two
 * contradict each other the part they contradict in is unknown, until one of them is corrected. [unsourced: default]
 */
export function settledGroup({ abo, rhd }: RegisteredGroup, reported: string | null): RegisteredGroup {
  const [reportedAbo = 'unknown', reportedRhd = 'unknown'] = reported?.split('.') ?? [];
  const isAgainst = (own: string, theirs: string) => theirs !== 'unknown' && theirs !== own;
  return {
    abo: isAgainst(abo, reportedAbo) ? 'unknown' : abo,
    rhd: isAgainst(rhd, reportedRhd) ? 'unknown' : rhd,
  };
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
