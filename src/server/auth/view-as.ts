import { viewAsInput } from '@/domain/accounts/schema';
import { lookMinutes, mayLookAs } from '@/domain/view-as';
import { lookOf } from '../kernel/actor';
import { assertMayWrite, parseInput } from '../kernel/command';
import { AppError, refusal } from '../kernel/errors';
import type { Runtime } from '../runtime';
import { idleMinutes } from './auth';
import { accountChange, noteInChain } from './chain';
import { endLook } from './end-look';
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
  await runtime.authSql.begin(async (sql) => {
    // Two at once, at two tabs: the first one holds, and of the other no line is written.
    const [free] = await sql`
      select 1 from auth.session
      where id = ${session.id} and membership_id = ${session.membershipId} and view_as_role is null and not is_locked for update`;
    if (!free) throw new AppError('viewing_as');
    await noteInChain(
      runtime,
      requestId,
      accountChange(actor.orgId, actor.personId, 'view-as.begin', { after: { role, minutes: lookMinutes } }),
    );
    await sql`
      update auth.session set view_as_role = ${role}, view_as_since = city_now(), view_as_roles = ${[...actor.roles]} where id = ${session.id}`;
  });
}

/**
 * Looks that ended by themselves, each with its line in the chain: by their minutes, under the idle lock, by a role that was given or taken. One that
 * cannot be noted now is noted the next time, and holds up no other. @param of this session alone.
 */
export async function endLapsedLooks(runtime: Runtime, of: string | null = null): Promise<void> {
  const looking = await runtime.authSql<{ id: string; since: string; isOver: boolean; isLocked: boolean }[]>`
    select id, view_as_since::text as since, view_as_since <= city_now() - make_interval(mins => ${lookMinutes}) as "isOver",
      is_locked or last_human_at < city_now() - make_interval(mins => ${idleMinutes}) as "isLocked"
    from auth.session where view_as_role is not null and (${of}::text is null or id = ${of})`;
  for (const { id, since, isOver, isLocked } of looking) {
    const actor = isOver || isLocked ? null : await actorForSession(id, runtime);
    if (actor && lookOf(actor)) continue;
    try {
      await endLook(runtime, id, isLocked ? 'locked' : isOver ? 'time' : 'rights', 'view-as', since);
    } catch (error) {
      if (of !== null) throw error;
      runtime.log.warn({ err: error, sessionId: id }, 'the end of a look is noted later');
    }
  }
}
