import type { Sql, TransactionSql } from 'postgres';
import type { LookEnding } from '@/domain/view-as';
import type { Runtime } from '../runtime';
import { accountChange, inChainOf } from './chain';

interface EndedLook {
  readonly role: string;
  readonly orgId: string;
  readonly membershipId: string;
}

/**
 * Ends the look of a session, if it has one, and notes it in the chain of its house: the line first, so that a look whose end could not be noted is
 * there still, over for whoever asks, and is noted by the job. @param since as PostgreSQL writes it: of the look that began then alone. @returns whether there was one.
 */
export function endLook(
  runtime: Runtime,
  sessionId: string,
  why: LookEnding,
  requestId: string,
  since: string | null = null,
): Promise<boolean> {
  return runtime.authSql.begin((sql) => endLookIn(sql, runtime, sessionId, why, requestId, since));
}

/** The same in a transaction that goes on with the session, whose row stays locked. */
export async function endLookIn(
  sql: TransactionSql,
  runtime: Runtime,
  sessionId: string,
  why: LookEnding,
  requestId: string,
  since: string | null = null,
): Promise<boolean> {
  const [ended] = await sql<EndedLook[]>`
    select view_as_role as role, org_id as "orgId", membership_id as "membershipId" from auth.session
    where id = ${sessionId} and view_as_role is not null and (${since}::text is null or view_as_since::text = ${since}) for update`;
  if (!ended) return false;
  await noteEnd(runtime, ended, why, requestId);
  await sql`update auth.session set view_as_role = null, view_as_since = null, view_as_roles = null where id = ${sessionId}`;
  return true;
}

/** Before sessions of an account are deleted: what could not be noted stops nobody from ending them, and is written in the log. */
export async function endLooksOf(
  runtime: Runtime,
  of:
    | { readonly sessionId: string }
    | { readonly userId: string; readonly keep: string | null; readonly orgId?: string },
  requestId: string,
): Promise<void> {
  const sql: Sql = runtime.authSql;
  const looking = await sql<{ id: string }[]>`
    select id from auth.session where view_as_role is not null
      and ${'sessionId' in of ? sql`id = ${of.sessionId}` : sql`user_id = ${of.userId} and id is distinct from ${of.keep} and (${of.orgId ?? null}::text is null or org_id = ${of.orgId ?? null})`}`;
  for (const { id } of looking)
    await endLook(runtime, id, 'signed-out', requestId).catch((error: unknown) =>
      runtime.log.error({ err: error, sessionId: id }, 'the end of a look was not noted'),
    );
}

/** Whoever looked may have left meanwhile: the line names him all the same. */
async function noteEnd(runtime: Runtime, { role, orgId, membershipId }: EndedLook, why: LookEnding, requestId: string) {
  await inChainOf(runtime, orgId, requestId, async ({ q }) => {
    const [post] = await q<{ personId: string }[]>`
      select person_id as "personId" from memberships where id = ${membershipId} and org_id = ${orgId}`;
    const end = accountChange(orgId, post?.personId ?? membershipId, 'view-as.end', {
      before: { role },
      after: { why },
    });
    return { result: undefined, changes: [end] };
  });
}
