import { readIdentityNumber } from '../identity-number';
import type { Article, AutomaticRule, CaseType, IdentityType, Relation, ReviewProfile } from './profiles';

export interface Donation {
  /** yyyy-MM-dd */
  readonly donatedOn: string;
  readonly volumeMl: number;
}

export interface Entitlement {
  /** Free of charge, in ml; null: nothing is known of a donation, somebody has to say how much. */
  readonly volumeMl: number | null;
  readonly article: Article;
}

interface CaseFacts {
  readonly caseType: CaseType;
  /** yyyy-MM-dd, of the city. */
  readonly usedOn: string;
  readonly donations: readonly Donation[];
}

/**
 * What a case is worth under its profile: the sum over the donations of the first share whose years fit (profiles.ts has the sources).
 * A situation that rests on no donation (3 to 8) frees of the formality and of no fee: 0. Of a donation case without a known donation: null.
 */
export function entitlementOf(profile: ReviewProfile, { caseType, usedOn, donations }: CaseFacts): Entitlement {
  const article = profile.cases[caseType] ?? 'sh2021_own';
  if (caseType !== '1' && caseType !== '2') return { volumeMl: 0, article };
  const before = donations.filter(({ donatedOn }) => donatedOn <= usedOn);
  if (before.length === 0) return { volumeMl: null, article };
  const shares = caseType === '1' ? profile.ownShares : profile.familyShares;
  const volumeMl = before.reduce((sum, donation) => {
    const share = shares.find(
      ({ withinYears }) => withinYears === null || usedOn <= yearsAfter(donation.donatedOn, withinYears),
    );
    return sum + donation.volumeMl * (share?.multiple ?? 0);
  }, 0);
  return { volumeMl, article };
}

interface AutomaticFacts extends CaseFacts {
  readonly identityType: IdentityType;
  /** In the form of `readIdentity`. */
  readonly identityNo: string;
  readonly relation: Relation | null;
  /** By the register; null: it was not asked. */
  readonly donationsFound: number | null;
  /** The certificate that was shown is one of those in the register, or none was named. */
  readonly isCertificateKnown: boolean;
}

/**
 * 自动通过: the rule by which nobody has to look at a case; null: somebody has to.
 * - own donation: the patient is the donor, by an identity card, and the register has a donation of that card (and the certificate named, if one is);
 * - aged: from 60 years by the patient's own identity card, where the profile has that situation.
 * Source: the city's client (`Direct`); which cases besides age: [unsourced: default].
 */
export function findAutomaticRule(profile: ReviewProfile, facts: AutomaticFacts): AutomaticRule | null {
  const rule = profile.automatic[facts.caseType];
  if (!rule || facts.identityType !== '01') return null;
  if (rule === 'aged') {
    const age = ageByCard(facts.identityNo, facts.usedOn);
    return age !== null && age >= profile.agedFrom ? rule : null;
  }
  const isProven = facts.relation === 'self' && (facts.donationsFound ?? 0) > 0 && facts.isCertificateKnown;
  return isProven && (entitlementOf(profile, facts).volumeMl ?? 0) > 0 ? rule : null;
}

/** Whole years on a day by an identity card of GB 11643; null: no such number. */
export function ageByCard(identityNo: string, day: string): number | null {
  const read = readIdentityNumber(identityNo);
  if (!read.ok) return null;
  const { birthDate } = read.value;
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The last day within so many years. Of 29 February it is the 28th in a year without one: text compares so. */
function yearsAfter(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
