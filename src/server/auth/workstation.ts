import { changePasswordInput, switchMembershipInput, unlockInput, usernameOf } from '@/domain/accounts/schema';
import type { Role } from '@/domain/permissions';
import type { KeptStaffNo } from '@/domain/staff-no';
import { lookOf, type UserActor } from '../kernel/actor';
import { parseInput } from '../kernel/command';
import { AppError, notFound, refusal } from '../kernel/errors';
import { type Runtime, realCityOf, theRuntime } from '../runtime';
import { readPasswordOwner } from './accounts';
import { addressOf } from './address';
import type { Attempt } from './attempts';
import { countWrongSecret } from './attempts';
import { idleMinutes } from './auth';
import { findPerson } from './badges';
import { accountChange, inChainOf, noteInChain, readAs } from './chain';
import { endLook, endLookIn } from './end-look';
import { mirrorHouse } from './mirror';
import { judgeNewPassword, storePassword, tryPassword } from './passwords';
import { readSessionOfPage, readSessionOfPost, type SessionState } from './session';
import type { AuthRequest } from './sign-in';
import { beginLook } from './view-as';

type OpenSession = Exclude<SessionState, { kind: 'none' }>;
type LiveSession = Extract<SessionState, { kind: 'live' }>;

async function requireSession({ runtime, headers }: AuthRequest): Promise<OpenSession> {
  const state = await readSessionOfPage(headers, runtime);
  if (state.kind === 'none') throw new AppError('unauthenticated');
  return state;
}

async function requireLive(request: AuthRequest): Promise<LiveSession> {
  const state = await requireSession(request);
  if (state.kind === 'locked') throw new AppError('unauthenticated', [{ code: 'session.locked' }]);
  return state;
}

/** A hand moved: called by the screen at most once a minute. Polls and sockets never come here. Does not wake a locked screen. */
export async function touchSession(request: AuthRequest): Promise<{ secondsToLock: number }> {
  const { session } = await requireLive(request);
  await request.runtime
    .authSql`update auth.session set last_human_at = city_now() where id = ${session.id} and not is_locked`;
  return { secondsToLock: idleMinutes * 60 };
}

export async function lockSession(request: AuthRequest): Promise<void> {
  const { runtime, headers, requestId } = request;
  const state = await readSessionOfPost(headers, runtime);
  if (state.kind === 'none') throw new AppError('unauthenticated');
  const { id } = state.session;
  await runtime.authSql`update auth.session set is_locked = true where id = ${id}`;
  await endLook(runtime, id, 'locked', requestId);
}

/** Opens the locked screen again for the person it belongs to: own password or own badge. Anybody else signs in anew. */
export async function unlockSession(request: AuthRequest, raw: unknown): Promise<{ secondsToLock: number }> {
  const { runtime, headers, requestId } = request;
  const { actor, session } = await requireSession(request);
  const input = parseInput(unlockInput, raw);
  if ('password' in input) {
    const attempt = await tryOwnPassword(runtime, actor, session.userId, input.password, headers);
    if (!attempt.isRight) throw wrongPassword(attempt);
  } else {
    const person = await readAs(runtime, actor.orgId, ({ q }) => findPerson(q, actor.orgId, { badge: input.badge }));
    if (person?.personId !== actor.personId) {
      await countWrongSecret(realCityOf(runtime), addressOf(headers));
      throw refusal({ code: person ? 'session.other_badge' : 'session.unknown_badge', path: 'badge' });
    }
  }
  // The idle lock ended it as well, and it does not come back.
  await endLook(runtime, session.id, 'locked', requestId);
  await noteInChain(
    runtime,
    requestId,
    accountChange(actor.orgId, actor.personId, 'session.unlocked', {
      after: { by: 'password' in input ? 'password' : 'badge' },
    }),
  );
  await runtime.authSql`update auth.session set is_locked = false, last_human_at = city_now() where id = ${session.id}`;
  return { secondsToLock: idleMinutes * 60 };
}

/** Changes the own password, first or later; every other session of the account ends. @throws refused: session.wrong_password, password.*. */
export async function changePassword(request: AuthRequest, raw: unknown): Promise<void> {
  const { runtime, headers, requestId } = request;
  const { actor, session } = await requireLive(request);
  if (lookOf(actor)) throw new AppError('viewing_as');
  const input = parseInput(changePasswordInput, raw);
  const attempt = await tryOwnPassword(runtime, actor, session.userId, input.current, headers);
  if (!attempt.isRight) throw wrongPassword(attempt, 'current');
  const { orgId: homeOrgId } = await homeOf(runtime, actor);
  const owner = await readPasswordOwner(runtime, homeOrgId, actor.personId);
  const [first, ...more] = (await judgeNewPassword(runtime, owner, input.next)).map((violation) => ({
    ...violation,
    path: 'next',
  }));
  if (first) throw refusal(first, ...more);
  await storePassword(runtime, session.userId, input.next, session.id);
  await inChainOf(runtime, homeOrgId, requestId, async ({ q }) => {
    // No edit of the directory, so no version of it: whoever has the entry open goes on.
    const [person] = await q<{ version: number }[]>`
      update people set must_change_password = false where id = ${actor.personId} returning version`;
    const version = person?.version ?? 0;
    const change = accountChange(homeOrgId, actor.personId, 'people.change-password', { version, state: 'active' });
    return { result: undefined, changes: [{ ...change, module: 'people' }] };
  });
}

/** See `beginLook`. */
export async function beginViewAs(request: AuthRequest, raw: unknown): Promise<void> {
  await beginLook(request, await requireLive(request), raw);
}

/** Acts as himself again. Nothing to end is no error: another tab has ended it. */
export async function endViewAs(request: AuthRequest): Promise<void> {
  const { session } = await requireSession(request);
  await endLook(request.runtime, session.id, 'asked', request.requestId);
}

/** Acts from now on for another of the person's memberships. */
export async function switchMembership(request: AuthRequest, raw: unknown): Promise<void> {
  const { runtime, requestId } = request;
  const { actor, session } = await requireLive(request);
  const { membershipId } = parseInput(switchMembershipInput, raw);
  const membership = (await listMemberships(runtime, actor)).find((one) => one.membershipId === membershipId);
  if (!membership) throw notFound();
  // Whom one works with there has to be there too.
  if (runtime.isPractice) await mirrorHouse(theRuntime(), runtime, membership.orgId);
  await runtime.authSql.begin(async (sql) => {
    await sql`select 1 from auth.session where id = ${session.id} for update`;
    await endLookIn(sql, runtime, session.id, 'switched', requestId);
    await sql`
      update auth.session set membership_id = ${membershipId}, org_id = ${membership.orgId}, department = ${membership.department}
      where id = ${session.id}`;
  });
  const after = { from: actor.orgId, department: membership.department };
  await noteInChain(runtime, requestId, accountChange(membership.orgId, actor.personId, 'session.switched', { after }));
}

export interface MembershipChoice {
  readonly membershipId: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly department: string;
  readonly roles: readonly Role[];
}

export function listMemberships(runtime: Runtime, actor: UserActor): Promise<MembershipChoice[]> {
  return readAs(
    runtime,
    actor.orgId,
    async ({ q }) => q<MembershipChoice[]>`
      select m.id as "membershipId", o.id as "orgId", o.short_name as "orgName", m.department, m.roles
      from memberships m join organisations o on o.id = m.org_id
      where m.person_id = ${actor.personId} and m.is_active and o.is_active order by o.sort_order, o.id, m.department`,
  );
}

/** Where the account is, and its number there: a guest's is opened by the house that keeps him. */
async function homeOf(runtime: Runtime, actor: UserActor): Promise<KeptStaffNo> {
  const [home] = await readAs(
    runtime,
    actor.orgId,
    async ({ q }) =>
      q<KeptStaffNo[]>`select org_id as "orgId", staff_no as "staffNo" from people where id = ${actor.personId}`,
  );
  if (!home) throw notFound();
  return home;
}

async function tryOwnPassword(runtime: Runtime, actor: UserActor, userId: string, password: string, headers: Headers) {
  const { orgId, staffNo } = await homeOf(runtime, actor);
  return tryPassword(runtime, usernameOf(orgId, staffNo), userId, password, addressOf(headers));
}

function wrongPassword(attempt: Exclude<Attempt, { isRight: true }>, path = 'password'): AppError {
  return attempt.lockedMinutes !== null
    ? refusal({ code: 'session.locked_out', path, facts: { minutes: attempt.lockedMinutes } })
    : refusal({ code: 'session.wrong_password', path, facts: { remaining: attempt.remaining } });
}
