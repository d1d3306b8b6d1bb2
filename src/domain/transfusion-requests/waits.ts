import type { Role } from '../permissions';
import { type ApprovalStep, approvalSteps, stepRoles } from './approval';
import { isEditable } from './lifecycle';

interface Waiting {
  readonly state: string;
  readonly step: ApprovalStep | null;
  readonly isEmergency: boolean;
  readonly hasPapers: boolean;
}

/**
 * For whom a request waits, as one word each, joined by `+`: the transfusion department (`lab`), a step of the chain, whoever asked (`ward`). What the list of
 * each is found by. Empty: for nobody.
 */
export function waitsFor({ state, step, isEmergency, hasPapers }: Waiting): string {
  const isOwed = isEmergency && ['approved', 'accepted', 'completed'].includes(state) && !hasPapers;
  return [
    ...(state === 'approved' ? ['lab'] : []),
    ...(step ? [step] : []),
    ...(isEditable(state) || isOwed ? ['ward'] : []),
  ].join('+');
}

/** Every way in which a request waits for somebody of these roles. */
export function waitsForRoles(roles: readonly Role[]): string[] {
  const mine = new Set<string>(approvalSteps.filter((step) => stepRoles[step].some((role) => roles.includes(role))));
  if (roles.includes('technician') || roles.includes('reviewer')) mine.add('lab');
  if (roles.includes('physician')) mine.add('ward');
  return everyWay().filter((way) => way.split('+').some((word) => mine.has(word)));
}

/** Each is of at most three words: the lab, one step, the ward. */
function everyWay(): string[] {
  const steps = ['', ...approvalSteps];
  const ways = ['', 'lab'].flatMap((first) =>
    steps.flatMap((step) => ['', 'ward'].map((last) => [first, step, last].filter((word) => word !== '').join('+'))),
  );
  return ways.filter((way) => way !== '');
}
