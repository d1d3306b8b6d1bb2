import { randomBytes } from 'node:crypto';
import type { Change } from '@/domain/change';
import type { SystemActor } from '../kernel/actor';
import { commitChanges } from '../kernel/command';
import { inScope, type Scope } from '../kernel/scope';
import type { Runtime } from '../runtime';

/** `R-7F3A91`: printed on error screens, written in logs and audit rows. */
export function mintRequestId(): string {
  return `R-${randomBytes(3).toString('hex').toUpperCase()}`;
}

const signIn = (orgId: string): SystemActor => ({ kind: 'system', name: 'sign-in', orgId });

/**
 * A write to people or memberships outside any session (signing in, accounts, set-up), audited in the chain of the organisation it
 * concerns. `work` returns what it changed; an empty list leaves no trace because nothing happened.
 */
export async function inChainOf<T>(
  runtime: Runtime,
  orgId: string,
  requestId: string,
  work: (scope: Scope) => Promise<{ result: T; changes: readonly Change[] }>,
): Promise<T> {
  const result = await inScope({ runtime, actor: signIn(orgId), requestId }, 'write', async (scope) => {
    const outcome = await work(scope);
    const [first, ...rest] = outcome.changes;
    if (first) await commitChanges(scope, [first, ...rest], null);
    return outcome.result;
  });
  runtime.bell.ring();
  return result;
}

export function readAs<T>(runtime: Runtime, orgId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return inScope({ runtime, actor: signIn(orgId), requestId: '' }, 'read', work);
}

/** One line of the organisation's chain about an account or a session. */
export function accountChange(
  orgId: string,
  recordId: string,
  action: string,
  facts: { before?: unknown; after?: unknown; reason?: string; state?: string; version?: number } = {},
): Change {
  return {
    module: 'admin',
    recordId,
    action,
    version: facts.version ?? 0,
    state: facts.state ?? 'noted',
    orgId,
    before: facts.before ?? null,
    after: facts.after ?? null,
    ...(facts.reason ? { reason: facts.reason } : {}),
  };
}

export async function noteInChain(runtime: Runtime, requestId: string, change: Change): Promise<void> {
  await inChainOf(runtime, change.orgId, requestId, async () => ({ result: undefined, changes: [change] }));
}
