import { type Compatibility, compatibilityLevels, isHardStop, type Recipient } from '@/domain/blood/compatibility';

export { type PatientFacts, recipientOf } from '@/domain/blood/recipient';

export const ageBands = ['under_120_days', 'up_to_18', 'up_to_50', 'over_50', 'unknown'] as const;
export type AgeBand = (typeof ageBands)[number];

/** One age inside each band: the rules ask only on which side of 120 days, 18 and 50 years it lies. */
const ageDaysOf = {
  under_120_days: 30,
  up_to_18: 10 * 365,
  up_to_50: 30 * 365,
  over_50: 60 * 365,
  unknown: null,
} as const satisfies Record<AgeBand, number | null>;

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
