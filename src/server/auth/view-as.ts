import { viewAsInput } from '@/domain/accounts/schema';
import { type LookEnding, lookMinutes, mayLookAs } from '@/domain/view-as';
import { lookOf } from '../kernel/actor';
import { assertMayWrite, parseInput } from '../kernel/command';
import { AppError, refusal } from '../kernel/errors';
import type { Runtime } from '../runtime';
import { idleMinutes } from './auth';
import { accountChange, inChainOf, noteInChain } from './chain';
import { actorForSession, type SessionState } from './session';
import type { AuthRequest } from './sign-in';

type LiveSession = Extract<SessionState, { kind: 'live' }>;

/**
 * The session looks as a role of its own house from now on, and only reads. Noted in the chain before it begins: no look is without its line.
 * @throws viewing_as when it looks already; forbidden to whoever administers no house; refused: view-as.not_offered {role}.
 */
export async function beginLook({ runtime, requestId }: AuthRequest, { actor, session }: LiveSession, raw: unknown) {
  assertMayWrite(actor, 'session.view-as');
  const { role } = parseInput(viewAsInput, raw);
  if (!mayLookAs(actor.orgKind, actor.roles, role)) throw refusal({ code: 'view-as.not_offered', facts: { role } });
  // What the minutes, a lock or another role had ended and nobody has noted yet.
  await endLapsedLooks(runtime, session.id);
  await noteInChain(
    runtime,
    requestId,
    accountChange(actor.orgId, actor.personId, 'view-as.begin', { after: { role, minutes: lookMinutes } }),
  );
  // Two at once, at two tabs: the first one holds.
  const begun = await runtime.authSql`
    update auth.session set view_as_role = ${role}, view_as_since = city_now(), view_as_roles = ${[...actor.roles]}
    where id = ${session.id} and membership_id = ${session.membershipId} and view_as_role is null and not is_locked`;
  if (begun.count === 0) throw new AppError('viewing_as');
}

interface EndedLook {
  readonly role: string;
  readonly orgId: string;
  readonly membershipId: string;
}

/** Ends the look of a session, if it has one, and notes it in the chain of its house. @returns whether there was one. */
export async function endLook(
  runtime: Runtime,
  sessionId: string,
  why: LookEnding,
  requestId: string,
): Promise<boolean> {
  const [ended] = await runtime.authSql<EndedLook[]>`
    with before as (select id, view_as_role, org_id, membership_id from auth.session where id = ${sessionId} and view_as_role is not null for update)
    update auth.session s set view_as_role = null, view_as_since = null, view_as_roles = null from before b where s.id = b.id
    returning b.view_as_role as role, b.org_id as "orgId", b.membership_id as "membershipId"`;
  if (ended) await noteEnd(runtime, ended, why, requestId);
  return ended !== undefined;
}

/** Looks that ended by themselves, each with its line in the chain: by their minutes, under the idle lock, by a role that was given or taken. @param of this session alone. */
export async function endLapsedLooks(runtime: Runtime, of: string | null = null): Promise<void> {
  const looking = await runtime.authSql<{ id: string; isOver: boolean; isLocked: boolean }[]>`
    select id, view_as_since <= city_now() - make_interval(mins => ${lookMinutes}) as "isOver",
      is_locked or last_human_at < city_now() - make_interval(mins => ${idleMinutes}) as "isLocked"
    from auth.session where view_as_role is not null and (${of}::text is null or id = ${of})`;
  for (const { id, isOver, isLocked } of looking) {
    const actor = isOver || isLocked ? null : await actorForSession(id, runtime);
    if (actor && lookOf(actor)) continue;
    await endLook(runtime, id, isLocked ? 'locked' : isOver ? 'time' : 'rights', 'view-as');
  }
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
