import { digestOfCovers } from '@/domain/signatures/covers';
import { sealSignature, verifySignature } from '../auth/signing';
import type { UserActor } from '../kernel/actor';
import { AppError } from '../kernel/errors';
import { inScope, type Request } from '../kernel/scope';
import type { Runtime } from '../runtime';
import { declaringHouses, organisations, people } from './city';

/** The demo's people at work: the same verbs, the same rules, a session that no browser has. */
export async function actAs(runtime: Runtime, orgId: string, staffNo: string): Promise<UserActor> {
  const person = people.find((candidate) => candidate.orgId === orgId && candidate.staffNo === staffNo);
  const org = [...organisations, ...declaringHouses].find((candidate) => candidate.id === orgId);
  if (!person || !org) throw new RangeError(`nobody ${orgId} ${staffNo} in the demo city`);
  const actor = { kind: 'system', name: 'demo', orgId } as const;
  const personId = await inScope({ runtime, actor, requestId: 'demo' }, 'read', async ({ q }) => {
    const [row] = await q<{ id: string }[]>`select id from people where org_id = ${orgId} and staff_no = ${staffNo}`;
    return row?.id;
  });
  if (!personId) throw new RangeError(`${orgId} ${staffNo} has no entry in the directory`);
  return {
    kind: 'user',
    personId,
    name: person.name,
    staffNo,
    orgId,
    orgKind: org.kind,
    orgName: org.name,
    department: person.department,
    district: org.district,
    roles: person.roles,
    sessionId: `demo-${orgId}`,
    membershipId: `demo-${orgId}`,
    mustChangePassword: false,
  };
}

export function requestOf(runtime: Runtime, actor: UserActor): Request {
  return { runtime, actor, requestId: 'demo' };
}

/** A person's signature over this content, in the session of the house. */
export async function signAs(runtime: Runtime, actor: UserActor, covers: unknown): Promise<string> {
  return inScope(requestOf(runtime, actor), 'read', async (scope) =>
    sealSignature(scope, await verifySignature(scope, { method: 'session' }, runtime), digestOfCovers(covers), runtime),
  );
}

/** The rules of the house decide, here as everywhere: what they refuse is left undone. */
export async function unlessRefused(deed: () => Promise<unknown>): Promise<boolean> {
  try {
    await deed();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'refused') return false;
    throw error;
  }
}
