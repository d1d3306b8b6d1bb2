import { readIdentityNumber } from '../identity-number';
import type { Violation } from '../result';
import { ageByCard } from './entitlement';
import { type IdentityType, profileAt, type ReviewProfile } from './profiles';
import type { Paper, refusals } from './record';
import type { ReviewFields } from './schema';

/**
 * An identity document's number in the form in which it is kept and found. Type 01 by GB 11643 (18 characters; an old one of 15 digits becomes its
 * successor); of the others no rule is known: 4 to 30 capitals, digits, brackets, hyphens [unsourced: default].
 */
export function readIdentity(
  type: IdentityType,
  text: string,
): { ok: true; number: string } | { ok: false; fault: string } {
  if (type === '01') {
    const read = readIdentityNumber(text);
    return read.ok ? { ok: true, number: read.value.number } : { ok: false, fault: `review.${read.fault}` };
  }
  const plain = text.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  return /^[0-9A-Z()-]{4,30}$/.test(plain) ? { ok: true, number: plain } : { ok: false, fault: 'review.identity_form' };
}

const nonMainland: readonly IdentityType[] = ['03', '06', '07'];

/**
 * What is missing or does not fit before a case goes to the office; empty when it may. `today` is the city's day. A draft is not asked.
 * - identity of the patient, and of the donor when a relative gave (case 2);
 * - the law of the day of use has this situation; 60 years by the card (3), another document than the mainland's (4), the garrison's (8): gates of
 *   the city's client;
 * - a relation that the law covers; a relative who is not the patient himself;
 * - what was used, for what, whether the notice was read; 补办 names the day of use, which is not to come.
 */
export function checkReview(review: ReviewFields, today: string): Violation[] {
  const violations: Violation[] = [];
  const say = (path: string, code: string, facts?: Violation['facts']) =>
    violations.push({ code: code.startsWith('review.') ? code : `review.${code}`, path, ...(facts ? { facts } : {}) });
  const patient = readIdentity(review.identityType, review.identityNo);
  if (!patient.ok) say('identityNo', patient.fault);

  if (review.usedOn && review.usedOn > today) say('usedOn', 'used_in_future');
  if (review.isSupplementary && !review.usedOn) say('usedOn', 'supplement_needs_day');
  const day = review.usedOn ?? today;
  const profile = profileAt(day);
  if (!profile) say('usedOn', 'no_law');
  else checkCase(review, profile, day, patient.ok ? patient.number : '', say);

  if (review.diagnosis === '') say('diagnosis', 'diagnosis_missing');
  if (review.bloodUse.length === 0) say('bloodUse', 'blood_use_missing');
  const components = review.bloodUse.map(({ component }) => component);
  if (new Set(components).size < components.length) say('bloodUse', 'blood_use_twice');
  if (!review.isInformed) say('isInformed', 'not_informed');
  return violations;
}

type Say = (path: string, code: string, facts?: Violation['facts']) => void;

function checkCase(review: ReviewFields, profile: ReviewProfile, day: string, identityNo: string, say: Say): void {
  const { caseType, identityType, relation } = review;
  if (!(caseType in profile.cases)) {
    say('caseType', 'case_not_in_law', { from: profile.from, until: profile.until ?? '' });
    return;
  }
  if (caseType === '3') {
    if (identityType !== '01') say('identityType', 'card_needed');
    else {
      const age = ageByCard(identityNo, day);
      if (age !== null && age < profile.agedFrom) say('caseType', 'too_young', { age, from: profile.agedFrom });
    }
  }
  if (caseType === '4' && !nonMainland.includes(identityType)) say('identityType', 'not_non_mainland');
  if (caseType === '8' && identityType !== '04') say('identityType', 'not_military');
  if (caseType === '1' && relation !== null && relation !== 'self') say('relation', 'own_is_self');
  if (caseType !== '2') return;
  if (!relation || !profile.familyRelations.includes(relation)) say('relation', 'relation_not_covered');
  if (review.donorName === '') say('donorName', 'donor_missing');
  const donor = readIdentity(review.donorIdentityType, review.donorIdentityNo);
  if (!donor.ok) say('donorIdentityNo', donor.fault);
  else if (donor.number === identityNo && review.donorIdentityType === identityType)
    say('donorIdentityNo', 'donor_is_patient');
}

/** 补办 that came later than the law's days after the use; told beside the case, never a reason to refuse it. Days are yyyy-MM-dd. */
export function isSupplementLate(profile: ReviewProfile, usedOn: string | null, submittedOn: string): boolean {
  if (!usedOn) return false;
  const days = (Date.parse(`${submittedOn}T00:00:00Z`) - Date.parse(`${usedOn}T00:00:00Z`)) / 86_400_000;
  return days > profile.supplementWithinDays;
}

interface GrantFacts {
  /** By the rule; null: the rule cannot say. */
  readonly proposedMl: number | null;
  readonly grantedMl: number | null;
  readonly remark: string;
  readonly needsTwo: boolean;
  readonly isSecond: boolean;
  readonly isFirstPerson: boolean;
}

/**
 * What stands in the way of an approval: nobody said how much is free; another volume than the rule's without a word why; with two pairs of eyes
 * the second being the first. Source: 三查 of two people where the office has it so [unsourced: default].
 */
export function checkApproval(facts: GrantFacts): Violation[] {
  const { proposedMl, grantedMl, remark } = facts;
  const violations: Violation[] = [];
  if (facts.needsTwo && facts.isSecond && facts.isFirstPerson) violations.push({ code: 'review.second_is_first' });
  // The first never saw it: another volume goes back, and begins anew.
  if (facts.needsTwo && facts.isSecond && grantedMl !== null && grantedMl !== proposedMl)
    violations.push({ code: 'review.second_changes_volume', path: 'entitledMl' });
  if (grantedMl === null && proposedMl === null) violations.push({ code: 'review.volume_missing', path: 'entitledMl' });
  if (grantedMl !== null && grantedMl !== proposedMl && remark.length < 2)
    violations.push({
      code: 'review.volume_needs_remark',
      path: 'remark',
      facts: { proposed: proposedMl ?? '' },
    });
  return violations;
}

/** A rejection for papers names them; without a name nobody could mend it. */
export function checkRejection(refusal: (typeof refusals)[number], missing: readonly Paper[]): Violation[] {
  return refusal === 'papers' && missing.length === 0 ? [{ code: 'review.missing_unnamed', path: 'missing' }] : [];
}
