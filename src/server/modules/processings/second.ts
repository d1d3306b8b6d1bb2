import type { Ending } from '@/domain/processings/schema';
import { findPerson } from '../../auth/badges';
import { redeemSignature } from '../../auth/signing';
import type { Scope } from '../../kernel/scope';

/** Before any lock: the second by a signature over exactly this, or by the number of a colleague on the telephone. */
export async function readSecond(scope: Scope, second: Ending['second'], covers: string) {
  if (!second) return null;
  if (second.by === 'token') return redeemSignature(scope, second.token, covers);
  const person = await findPerson(scope.q, scope.orgId, { staffNo: second.staffNo });
  return person && { personId: person.personId, name: person.name, roles: person.roles, method: 'phone' as const };
}
