import type { Compatibility } from '@/domain/blood/compatibility';
import type { Violation } from '@/domain/result';
import { dutiesOf, type IssueTaskKind } from './emergency';
import type { ClinicalIssueState } from './lifecycle';

export interface IdentityFacts {
  readonly no: string;
  readonly state: ClinicalIssueState;
  readonly patientId: string | null;
  /** Who is signed in, and who signed beside him; a code when that signature proves nothing. */
  readonly actingId: string;
  readonly second: { readonly ok: true; readonly personId: string } | { readonly ok: false; readonly code: string };
}

/**
 * May this issue be tied to a patient? Once only: refused when it is void or has its patient already, and when the second signature is not
 * another person's. The blood itself is no question: it has been given. [unsourced: default]
 */
export function checkIdentity({ no, state, patientId, actingId, second }: IdentityFacts): Violation[] {
  const violations: Violation[] = [];
  if (state === 'void') violations.push({ code: 'issue.already_void', facts: { no } });
  if (patientId !== null) violations.push({ code: 'issue.already_identified', path: 'patientId', facts: { no } });
  if (!second.ok) violations.push({ code: second.code, path: 'signature' });
  else violations.push(...refuseSelf(second, actingId));
  return violations;
}

/** Two people say who it is: the second is not whoever is signed in. */
export function refuseSelf(second: { readonly personId: string }, actingId: string): Violation[] {
  return second.personId === actingId ? [{ code: 'signature.second_is_self', path: 'signature' }] : [];
}

export interface GivenBag {
  readonly unitId: string;
  /** For the patient as it turned out, at the hour the bag left. */
  readonly verdict: Compatibility;
}

/**
 * What the patient's own group and antibodies say of bags given before anybody knew them: those that should not have been given, and the
 * duties that follow, as after an override. Never a refusal. Source: ANZSBT laboratory guidelines.
 */
export function judgeGiven(bags: readonly GivenBag[]): { incompatible: string[]; duties: IssueTaskKind[] } {
  const incompatible = bags.filter(({ verdict }) => verdict.level === 'FORBIDDEN');
  return {
    incompatible: incompatible.map(({ unitId }) => unitId),
    duties: dutiesOf(incompatible.map(({ verdict }) => verdict)),
  };
}
