import type { Role } from '../permissions';
import type { Violation } from '../result';
import { exercisesFor } from './catalogue';
import type { BeginInput } from './schema';

export interface BeginFacts {
  readonly isPractice: boolean;
  readonly roles: readonly Role[];
  /** The round this person has open, whatever screen asks. */
  readonly openId: string | null;
}

/** @returns refusals: not in the practice city; an exercise of other roles; one that is open and was not seen, in another tab. */
export function checkBegin({ code, insteadOf }: BeginInput, facts: BeginFacts): Violation[] {
  const violations: Violation[] = [];
  if (!facts.isPractice) violations.push({ code: 'exercise.only_in_practice' });
  if (!exercisesFor(facts.roles).some((exercise) => exercise.code === code))
    violations.push({ code: 'exercise.not_of_your_roles', path: 'code', facts: { code } });
  if (facts.openId !== null && facts.openId !== insteadOf)
    violations.push({ code: 'exercise.already_open', path: 'code' });
  return violations;
}
