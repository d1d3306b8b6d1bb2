import { isAPIError } from 'better-auth/api';
import { type SignInInput, signInInput, usernameOf } from '@/domain/accounts/schema';
import type { Role } from '@/domain/permissions';
import { readStaffNo } from '@/domain/staff-no';
import { parseInput } from '../kernel/command';
import { AppError, refusal } from '../kernel/errors';
import type { Runtime } from '../runtime';
import { addressOf } from './address';
import { type Attempt, accountKey, countWrongSecret, openLock, tryUnderLockout } from './attempts';
import { authOf, maxSessions, sessionHours } from './auth';
import { findPerson } from './badges';
import { accountChange, inChainOf, mintRequestId, noteInChain, readAs } from './chain';
import { endLooksOf } from './end-look';
import { mirrorHouse } from './mirror';
import { isPasswordAged, refreshHash, tryPassword } from './passwords';

export interface AuthRequest {
  readonly runtime: Runtime;
  readonly headers: Headers;
  readonly requestId: string;
}

export interface SignedIn {
  readonly setCookies: readonly string[];
  readonly sessionId: string;
  readonly personId: string;
  readonly orgId: string;
  readonly mustChangePassword: boolean;
}

/** Whose badge opens a colleague's locked account: whoever may sign at the bench, and administrators. */
const openingRoles: readonly Role[] = [
  'technician',
  'reviewer',
  'nurse',
  'physician',
  'senior_physician',
  'station_clerk',
  'lab_technician',
  'lab_reviewer',
  'office_reviewer',
  'hospital_admin',
  'city_admin',
];

interface Membership {
  readonly membershipId: string;
  readonly personId: string;
  readonly personOrgId: string;
  readonly orgId: string;
  readonly department: string;
  readonly mustChangePassword: boolean;
}

/**
 * Organisation + 工号 + password. Unknown account and wrong password give the same answer in the same time.
 * @throws AppError refused: session.wrong_password {remaining}, session.locked_out {minutes}, session.inactive, session.unknown_badge.
 */
export async function signIn(request: AuthRequest, raw: SignInInput): Promise<SignedIn> {
  const { runtime, headers } = request;
  const input = parseInput(signInInput, raw);
  const username = usernameTyped(input);
  const address = addressOf(headers);
  if (input.colleagueBadge) await openByColleague(request, input.orgId, input.staffNo, input.colleagueBadge);

  let answer: { userId: string; token: string; setCookies: string[] } | undefined;
  // A colleague beside the workstation also vouches for its address.
  const attempt = await tryUnderLockout(runtime, username, input.colleagueBadge ? undefined : address, async () => {
    answer = await askBetterAuth(runtime, headers, username, input.password);
    return answer !== undefined;
  });
  await refuseWrong(request, input, attempt);
  if (!answer) throw new AppError('internal');
  const { userId, token, setCookies } = answer;
  try {
    const membership = await findMembership(runtime, input.orgId, userId);
    if (!membership) throw refusal({ code: 'session.inactive' });
    await refreshHash(runtime, userId, input.password);
    const sessionId = await openSession(runtime, token, userId, membership, input.deviceLabel);
    const mustChangePassword = await noteSignedIn(request, membership, userId, input.deviceLabel);
    return { setCookies, sessionId, personId: membership.personId, orgId: membership.orgId, mustChangePassword };
  } catch (error) {
    await runtime.authSql`delete from auth.session where token = ${token}`;
    throw error;
  }
}

/**
 * Signs in to the city for practising. The password is that of the real account, under its lockout, and a right one leaves its line in the real chain as
 * a wrong one does; then the house is mirrored, and a session begins there.
 * @throws as `signIn`; refused: practice.password_first, to whoever has to change the password, which is done in the real city.
 */
export async function signInToPractice(request: AuthRequest, practice: Runtime, raw: SignInInput): Promise<SignedIn> {
  const { runtime: city, headers, requestId } = request;
  const input = parseInput(signInInput, raw);
  const username = usernameTyped(input);
  if (input.colleagueBadge) await openByColleague(request, input.orgId, input.staffNo, input.colleagueBadge);
  const [user] = await city.authSql<{ id: string }[]>`select id from auth."user" where username = ${username}`;
  const userId = user?.id ?? null;
  const address = input.colleagueBadge ? undefined : addressOf(headers);
  await refuseWrong(request, input, await tryPassword(city, username, userId, input.password, address));
  const membership = userId ? await findMembership(city, input.orgId, userId) : undefined;
  if (!userId || !membership) throw refusal({ code: 'session.inactive' });
  if (membership.mustChangePassword || (await isPasswordAged(city, userId)))
    throw refusal({ code: 'practice.password_first' });
  const { orgId, personId } = membership;
  const after = { device: input.deviceLabel, address: addressOf(headers) ?? null };
  await noteInChain(city, requestId, accountChange(orgId, personId, 'session.signed_in_practice', { after }));
  await mirrorHouse(city, practice, orgId);

  const answer = await askBetterAuth(practice, headers, username, input.password);
  // Changed between the two questions.
  if (!answer) throw new AppError('busy');
  try {
    const post = await findMembership(practice, input.orgId, userId);
    if (!post) throw refusal({ code: 'session.inactive' });
    const sessionId = await openSession(practice, answer.token, userId, post, input.deviceLabel);
    await noteSignedIn({ ...request, runtime: practice }, post, userId, input.deviceLabel);
    return { setCookies: answer.setCookies, sessionId, personId, orgId: post.orgId, mustChangePassword: false };
  } catch (error) {
    await practice.authSql`delete from auth.session where token = ${answer.token}`;
    throw error;
  }
}

/** Of the house that was chosen, or of the one before the number. */
function usernameTyped({ orgId, staffNo: typed }: { readonly orgId: string; readonly staffNo: string }): string {
  const kept = readStaffNo(typed, orgId);
  return usernameOf(kept.orgId, kept.staffNo);
}

/** @throws refused: session.locked_out {minutes}, session.wrong_password {remaining}; noted in the chain where the password was tried. */
async function refuseWrong(
  request: AuthRequest,
  { orgId, staffNo: typed }: { readonly orgId: string; readonly staffNo: string },
  attempt: Attempt,
): Promise<void> {
  if (attempt.isRight) return;
  const { lockedMinutes, remaining, isTried } = attempt;
  if (isTried) await noteFailure(request, orgId, typed, lockedMinutes);
  if (lockedMinutes !== null) throw refusal({ code: 'session.locked_out', facts: { minutes: lockedMinutes } });
  throw refusal({ code: 'session.wrong_password', facts: { remaining } });
}

async function askBetterAuth(runtime: Runtime, headers: Headers, username: string, password: string) {
  try {
    const { headers: answered, response } = await authOf(runtime).api.signInUsername({
      body: { username, password },
      headers,
      returnHeaders: true,
    });
    return { userId: response.user.id, token: response.token, setCookies: answered.getSetCookie() };
  } catch (error) {
    if (isAPIError(error)) return undefined;
    throw error;
  }
}

/** The membership of the organisation that was chosen, else the first: a person may belong to several. */
async function findMembership(runtime: Runtime, orgId: string, userId: string): Promise<Membership | undefined> {
  return readAs(runtime, orgId, async ({ q }) => {
    const [membership] = await q<Membership[]>`
      select m.id as "membershipId", p.id as "personId", p.org_id as "personOrgId", m.org_id as "orgId", m.department,
        p.must_change_password as "mustChangePassword"
      from people p join memberships m on m.person_id = p.id join organisations o on o.id = m.org_id
      where p.auth_user_id = ${userId} and p.is_active and m.is_active and o.is_active
      order by (m.org_id = ${orgId}) desc, m.org_id, m.department limit 1`;
    return membership;
  });
}

/** Completes the row that better-auth made, on the city's clock, and ends the oldest beyond the third. */
async function openSession(runtime: Runtime, token: string, userId: string, membership: Membership, label: string) {
  const [row] = await runtime.authSql<{ id: string }[]>`
    update auth.session set membership_id = ${membership.membershipId}, org_id = ${membership.orgId},
      department = ${membership.department}, device_label = ${label}, is_locked = false, last_human_at = city_now(),
      created_at = city_now(), expires_at = city_now() + make_interval(hours => ${sessionHours})
    where token = ${token} returning id`;
  if (!row) throw new AppError('internal');
  const sql = runtime.authSql;
  const going = sql`
    user_id = ${userId} and (expires_at <= city_now() or id not in (
      select id from auth.session where user_id = ${userId} and expires_at > city_now()
      order by (id = ${row.id}) desc, created_at desc limit ${maxSessions}))`;
  const looking = await sql<{ id: string }[]>`select id from auth.session where view_as_role is not null and ${going}`;
  for (const { id } of looking) await endLooksOf(runtime, { sessionId: id }, mintRequestId());
  await sql`delete from auth.session where ${going}`;
  return row.id;
}

async function noteSignedIn(
  { runtime, headers, requestId }: AuthRequest,
  who: Membership,
  userId: string,
  label: string,
) {
  const isAged = !who.mustChangePassword && (await isPasswordAged(runtime, userId));
  await inChainOf(runtime, who.orgId, requestId, async ({ q }) => {
    if (isAged) await q`update people set must_change_password = true where id = ${who.personId}`;
    const after = { device: label, address: addressOf(headers) ?? null, isPasswordAged: isAged };
    return { result: undefined, changes: [accountChange(who.orgId, who.personId, 'session.signed_in', { after })] };
  });
  return who.mustChangePassword || isAged;
}

/** The same row whether the account exists or not, in the chain of the organisation that was named (if there is one). */
async function noteFailure(
  { runtime, headers, requestId }: AuthRequest,
  orgId: string,
  staffNo: string,
  locked: number | null,
) {
  const action = locked === null ? 'session.sign_in_failed' : 'session.locked_out';
  runtime.log.warn({ orgId, action, requestId }, 'sign-in failed');
  const isKnown = await readAs(
    runtime,
    orgId,
    async ({ q }) => (await q`select 1 from organisations where id = ${orgId}`).length > 0,
  );
  if (!isKnown) return;
  const after = { staffNo, address: addressOf(headers) ?? null, lockedMinutes: locked };
  await noteInChain(runtime, requestId, accountChange(orgId, `account:${staffNo.toLowerCase()}`, action, { after }));
}

/** An emergency must pass a lockout: another person of the house, standing here with a badge, lifts it. The password is still asked. */
async function openByColleague(request: AuthRequest, orgId: string, staffNo: string, badge: string): Promise<void> {
  const { runtime, headers, requestId } = request;
  const colleague = await readAs(runtime, orgId, ({ q }) => findPerson(q, orgId, { badge }));
  const typed = readStaffNo(staffNo, orgId);
  const isSelf =
    colleague?.home.orgId === typed.orgId && colleague.home.staffNo.toLowerCase() === typed.staffNo.toLowerCase();
  if (!colleague || isSelf || !colleague.roles.some((role) => openingRoles.includes(role))) {
    await countWrongSecret(runtime, addressOf(headers));
    throw refusal({ code: isSelf ? 'session.own_badge' : 'session.unknown_badge', path: 'colleagueBadge' });
  }
  const wasLocked = await openLock(runtime, accountKey(usernameTyped({ orgId, staffNo })));
  if (!wasLocked) return;
  const after = { staffNo, openedBy: colleague.personId, openedByName: colleague.name };
  await noteInChain(
    runtime,
    requestId,
    accountChange(orgId, `account:${staffNo.toLowerCase()}`, 'account.opened_by_colleague', { after }),
  );
}
