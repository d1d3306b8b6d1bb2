const hourMs = 3_600_000;

/** A crossmatch sample is good for three days before transfusion [unsourced: default]. */
export const specimenValidHours = 72;

export function specimenValidUntil(drawnAt: Date): Date {
  return new Date(drawnAt.getTime() + specimenValidHours * hourMs);
}

/** What makes an antibody likely in a patient, from requests, issues and crossmatches of this hospital. */
export interface ScreenFacts {
  readonly hadBlood: boolean;
  readonly wasPregnant: boolean;
  readonly hadIssues: boolean;
  readonly hadIncompatible: boolean;
}
export const screenGrounds = ['hadBlood', 'wasPregnant', 'hadIssues', 'hadIncompatible'] as const;
export type ScreenGround = (typeof screenGrounds)[number];

/**
 * Why an antibody screen must come before ordinary red cells: transfused or pregnant before, transfused here before, or an incompatible crossmatch.
 * Empty: it need not. Source: 临床输血技术规范 (2000) 第十七条, from memory [unsourced: the wording]. An emergency is never asked.
 */
export function findScreenGrounds(facts: ScreenFacts): ScreenGround[] {
  return screenGrounds.filter((ground) => facts[ground]);
}
