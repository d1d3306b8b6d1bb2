import { type AccountInput, accountInput, usernameOf } from '@/domain/accounts/schema';
import { rolesByOrganisation } from '@/domain/permissions';
import { parseInput } from '../kernel/command';
import { AppError, notFound, refusal } from '../kernel/errors';
import type { Scope } from '../kernel/scope';
import { searchWords } from '../kernel/search-words';
import type { Runtime } from '../runtime';
import { accountKey, clearAttempts } from './attempts';
import { authOf } from './auth';
import { badgeHashOf } from './badges';
import { accountChange, inChainOf, mintRequestId, readAs } from './chain';
import { endLooksOf } from './end-look';
import { endSessionsInPractice } from './leave-practice';
import { hashPassword } from './password-hash';
import { judgeNewPassword, type PasswordOwner, storePassword } from './passwords';

export interface NewAccount extends AccountInput {
  readonly password: string;
  readonly mustChangePassword: boolean;
  /** Whether somebody of the directory without an account may be given this one. Never from outside his organisation. */
  readonly mayTakeOver?: boolean;
  /** Plain badge code; its hash alone is stored. */
  readonly badge?: string;
  /** Of somebody who stands in the directory: as he was read. Name and posts are the directory's to change. */
  readonly person?: { readonly id: string; readonly version: number };
  /** Which office opened it from outside, who there, and why: written where the account is. */
  readonly openedBy?: OpenedBy;
}

export interface OpenedBy {
  readonly orgId: string;
  readonly words: string;
}

export interface CreatedAccount {
  readonly personId: string;
  readonly membershipId: string;
  readonly userId: string;
}

/**
 * Opens an account: better-auth user, entry in the staff directory (one that is already there is taken), membership; audited in the
 * organisation's chain. @throws AppError refused: account.exists, account.role_not_here, password.*; not_found: organisation.
 */
export async function createAccount(
  runtime: Runtime,
  given: NewAccount,
  requestId = mintRequestId(),
): Promise<CreatedAccount> {
  const { password, mustChangePassword, mayTakeOver = true, badge, person: known, openedBy, ...rest } = given;
  const input = parseInput(accountInput, rest);
  const org = await readOrganisation(runtime, input.orgId);
  const strange = input.roles.find((role) => !rolesByOrganisation[org.kind].includes(role));
  if (strange) throw refusal({ code: 'account.role_not_here', path: 'roles', facts: { role: strange } });
  const owner: PasswordOwner = {
    authUserId: null,
    staffNo: input.staffNo,
    personName: input.name,
    orgId: org.id,
    orgName: org.name,
    orgSearch: org.search,
  };
  const [first, ...more] = await judgeNewPassword(runtime, owner, password);
  if (first) throw refusal(first, ...more);
  const userId = await createUser(runtime, input, password);
  try {
    return await inChainOf(runtime, org.id, requestId, async ({ q }) => {
      const {
        id: personId,
        version,
        membershipId,
      } = known
        ? await giveAccount(q, known, { userId, mustChangePassword })
        : await enterWithAccount(q, input, { userId, mustChangePassword, badge, mayTakeOver });
      const { staffNo, name, title, department, roles } = input;
      const after = {
        ...{ staffNo, name, title, department, roles, hasBadge: Boolean(badge) },
        ...(openedBy ? { openedBy: openedBy.orgId } : {}),
      };
      const change = accountChange(org.id, personId, openedBy ? 'people.open-elsewhere' : 'account.created', {
        after,
        state: 'active',
        version,
        ...(openedBy ? { reason: openedBy.words } : {}),
      });
      return {
        result: { personId, membershipId, userId },
        changes: [openedBy ? { ...change, module: 'people' } : change],
      };
    });
  } catch (error) {
    await runtime.authSql`delete from auth."user" where id = ${userId}`;
    throw error;
  }
}

interface Opening {
  readonly userId: string;
  readonly mustChangePassword: boolean;
}

/** @throws busy when he has left, was changed or has an account by now: read again, it is said what it is. */
async function giveAccount(
  q: Scope['q'],
  { id, version }: { readonly id: string; readonly version: number },
  { userId, mustChangePassword }: Opening,
): Promise<{ id: string; version: number; membershipId: string }> {
  const [person] = await q<{ version: number }[]>`
    update people set auth_user_id = ${userId}, must_change_password = ${mustChangePassword}, version = version + 1
    where id = ${id} and version = ${version} and is_active and auth_user_id is null returning version`;
  if (!person) throw new AppError('busy');
  return { id, version: person.version, membershipId: '' };
}

async function enterWithAccount(
  q: Scope['q'],
  { orgId, staffNo, name, title, department, roles }: AccountInput & { title: string; department: string },
  opening: Opening & { readonly badge: string | undefined; readonly mayTakeOver: boolean },
): Promise<{ id: string; version: number; membershipId: string }> {
  const { userId, mustChangePassword, badge, mayTakeOver } = opening;
  const [person] = await q<{ id: string; version: number }[]>`
    insert into people as p (org_id, staff_no, name, title, search, auth_user_id, badge_hash, must_change_password)
    values (${orgId}, ${staffNo}, ${name}, ${title}, ${searchWords(name)}, ${userId}, ${badge ? badgeHashOf(badge) : null}, ${mustChangePassword})
    on conflict (org_id, lower(staff_no)) do update set name = excluded.name, title = excluded.title, search = excluded.search,
      auth_user_id = excluded.auth_user_id, badge_hash = coalesce(excluded.badge_hash, p.badge_hash),
      must_change_password = excluded.must_change_password, is_active = true, version = p.version + 1
      where p.auth_user_id is null and ${mayTakeOver}
    returning id, version`;
  if (!person) throw refusal({ code: 'account.exists', path: 'staffNo', facts: { staffNo } });
  const [membership] = await q<{ id: string }[]>`
    insert into memberships (person_id, org_id, department, roles)
    values (${person.id}, ${orgId}, ${department}, ${roles})
    on conflict (person_id, org_id, department) do update set roles = excluded.roles, is_active = true
    returning id`;
  if (!membership) throw new Error('no membership written');
  return { ...person, membershipId: membership.id };
}

/** What says that an account has been used, or is its house's to give anew. */
const usedBy = [
  'people.open-elsewhere',
  'people.change-password',
  'people.reset-password',
  'account.password_set',
  'account.opened_by_colleague',
  'session.signed_in',
];

/**
 * A first password that an office gave and nobody has used is given anew by that office: the answer that told it was lost. Told in the house's chain.
 * @returns null: the account is in use, or was not opened by this office.
 */
export async function renewUnusedAccount(
  runtime: Runtime,
  {
    orgId,
    staffNo,
    password,
    openedBy,
    requestId,
  }: { orgId: string; staffNo: string; password: string; openedBy: OpenedBy; requestId: string },
): Promise<{ personId: string; name: string } | null> {
  const person = await inChainOf(runtime, orgId, requestId, async ({ q }) => {
    const [row] = await q<{ personId: string; name: string; userId: string; version: number }[]>`
      select id as "personId", name, auth_user_id as "userId", version from people
      where org_id = ${orgId} and lower(staff_no) = lower(${staffNo}) and is_active and must_change_password and auth_user_id is not null for update`;
    if (!row) return { result: null, changes: [] };
    const [last] = await q<{ action: string; by: string | null }[]>`
      select action, payload::jsonb #>> '{after,openedBy}' as by from audit_log
      where org_id = ${orgId} and record_id = ${row.personId} and action = any(${usedBy}) order by seq desc limit 1`;
    if (last?.action !== 'people.open-elsewhere' || last.by !== openedBy.orgId) return { result: null, changes: [] };
    const change = accountChange(orgId, row.personId, 'people.open-elsewhere', {
      after: { staffNo, openedBy: openedBy.orgId, isAgain: true },
      state: 'active',
      version: row.version,
      reason: openedBy.words,
    });
    return { result: row, changes: [{ ...change, module: 'people' }] };
  });
  if (person) await storePassword(runtime, person.userId, password);
  return person;
}

/** Sets a password by an administrator's hand: the person must change it at once, all sessions end, the lockout is lifted. */
export async function setPassword(
  runtime: Runtime,
  input: { personId: string; orgId: string; password: string; mustChangePassword?: boolean; requestId?: string },
): Promise<void> {
  const owner = await readPasswordOwner(runtime, input.orgId, input.personId);
  if (!owner.authUserId) throw refusal({ code: 'account.none' });
  const [first, ...more] = await judgeNewPassword(runtime, owner, input.password);
  if (first) throw refusal(first, ...more);
  const mustChange = input.mustChangePassword ?? true;
  await inChainOf(runtime, input.orgId, input.requestId ?? mintRequestId(), async ({ q }) => {
    const [person] = await q<{ version: number }[]>`
      update people set must_change_password = ${mustChange}, version = version + 1 where id = ${input.personId} returning version`;
    const change = accountChange(input.orgId, input.personId, 'account.password_set', {
      after: { mustChangePassword: mustChange },
      version: person?.version ?? 0,
    });
    return { result: undefined, changes: [change] };
  });
  await storePassword(runtime, owner.authUserId, input.password);
  await clearAttempts(runtime, accountKey(usernameOf(input.orgId, owner.staffNo)));
}

/** Ends every session of a person, those of practice too; sockets follow within seconds. @returns how many there were. */
export async function endSessionsOf(runtime: Runtime, userId: string): Promise<number> {
  await endLooksOf(runtime, { userId, keep: null }, mintRequestId());
  await endSessionsInPractice(runtime, userId);
  return (await runtime.authSql`delete from auth.session where user_id = ${userId}`).count;
}

/** Ends the sessions in which a person acts for this house, those of practice too. Whoever acts for another one goes on there. */
export async function endSessionsIn(runtime: Runtime, userId: string, orgId: string): Promise<void> {
  await endLooksOf(runtime, { userId, keep: null, orgId }, mintRequestId());
  await endSessionsInPractice(runtime, userId, orgId);
  await runtime.authSql`delete from auth.session where user_id = ${userId} and org_id = ${orgId}`;
}

export async function readPasswordOwner(runtime: Runtime, orgId: string, personId: string): Promise<PasswordOwner> {
  return readAs(runtime, orgId, async ({ q }) => {
    const [owner] = await q<PasswordOwner[]>`
      select p.auth_user_id as "authUserId", p.staff_no as "staffNo", p.name as "personName", o.id as "orgId", o.name as "orgName",
        o.search as "orgSearch"
      from people p join organisations o on o.id = p.org_id where p.id = ${personId} and p.org_id = ${orgId}`;
    if (!owner) throw notFound();
    return owner;
  });
}

async function readOrganisation(runtime: Runtime, orgId: string) {
  return readAs(runtime, orgId, async ({ q }) => {
    const [org] = await q<{ id: string; kind: keyof typeof rolesByOrganisation; name: string; search: string }[]>`
      select id, kind, name, search from organisations where id = ${orgId}`;
    if (!org) throw notFound();
    return org;
  });
}

async function createUser(runtime: Runtime, input: { orgId: string; staffNo: string; name: string }, password: string) {
  const { internalAdapter } = await authOf(runtime).$context;
  const username = usernameOf(input.orgId, input.staffNo);
  const hash = await hashPassword(password);
  await dropOrphan(runtime, input.orgId, username);
  try {
    const user = await internalAdapter.createUser(
      { name: input.name, email: `${username}@xuemai.invalid`, emailVerified: true, username },
      { method: 'admin' },
    );
    await internalAdapter.createAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: hash,
    });
    await runtime.authSql`insert into auth.password_history (user_id, hash) values (${user.id}, ${hash})`;
    return user.id;
  } catch (error) {
    const [taken] = await runtime.authSql`select 1 from auth."user" where username = ${username}`;
    if (taken) throw refusal({ code: 'account.exists', path: 'staffNo', facts: { staffNo: input.staffNo } });
    throw error instanceof AppError ? error : new AppError('internal');
  }
}

/** A crash between the two databases' logins leaves a user that nobody in the directory owns: it makes way. */
async function dropOrphan(runtime: Runtime, orgId: string, username: string): Promise<void> {
  const [user] = await runtime.authSql<{ id: string }[]>`
    select id from auth."user" where username = ${username} and created_at < city_now() - interval '1 minute'`;
  if (!user) return;
  const isOwned = await readAs(runtime, orgId, async ({ q }) => {
    const [person] = await q`select 1 from people where auth_user_id = ${user.id}`;
    return Boolean(person);
  });
  if (!isOwned) await runtime.authSql`delete from auth."user" where id = ${user.id}`;
}

/** What nobody needs any more: sessions that are over, forgotten failures, codes and links that lapsed. For the hourly job. */
export async function sweepAuth({ authSql }: Runtime): Promise<void> {
  await authSql`delete from auth.session where expires_at < city_now() - interval '1 hour'`;
  await authSql`delete from auth.login_attempts where last_at < city_now() - interval '2 days' and (locked_until is null or locked_until < city_now())`;
  await authSql`delete from auth.verification where expires_at < city_now()`;
  await authSql`delete from auth.devices where enrolled_at is null and code_expires_at < city_now() - interval '1 day'`;
}
