import {
  type Compatibility,
  compatibilityLevels,
  freshBloodPurposes,
  isHardStop,
  modifiers,
  type Recipient,
  type Requirement,
} from '@/domain/blood/compatibility';
import type { RecipientAbo } from '@/domain/blood/groups';

export const ageBands = ['under_120_days', 'up_to_18', 'up_to_50', 'over_50', 'unknown'] as const;
export type AgeBand = (typeof ageBands)[number];

const dayMs = 86_400_000;
/** One age inside each band: the rules ask only on which side of 120 days, 18 and 50 years it lies. */
const ageDaysOf = {
  under_120_days: 30,
  up_to_18: 10 * 365,
  up_to_50: 30 * 365,
  over_50: 60 * 365,
  unknown: null,
} as const satisfies Record<AgeBand, number | null>;

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

/** Nobody knows who this is: O red cells and AB plasma, by sex and age band. Source: ANZSBT laboratory guidelines. */
export function unidentifiedRecipient(sex: Recipient['sex'], ageBand: AgeBand): Recipient {
  return {
    abo: 'unknown',
    rhd: 'unspecified',
    sex,
    ageDays: ageDaysOf[ageBand],
    antibodies: [],
    requirements: [],
    groupDeterminations: 0,
    isEmergency: true,
  };
}

/** One number for the proposal: level first, then the rank inside it; what nobody may issue comes last. */
export function proposalRank(verdict: Compatibility): number {
  return isHardStop(verdict) ? 90 + verdict.rank : compatibilityLevels.indexOf(verdict.level) * 10 + verdict.rank;
}
