import type { Role } from '../permissions';
import type { Violation } from '../result';

export interface SecondSigner {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** May this person be the second of two? Another one than who is signed in, and of the roles that this deed takes. */
export function refuseSecondOf(entitled: readonly Role[]) {
  const path = 'second';
  return ({ personId, name, roles }: SecondSigner, actingId: string): Violation[] => {
    if (personId === actingId) return [{ code: 'signature.same_person', path, facts: {} }];
    if (roles.some((role) => entitled.includes(role))) return [];
    return [{ code: 'signature.not_entitled', path, facts: { name } }];
  };
}
