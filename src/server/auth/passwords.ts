import { defaultProfile, judgePassword } from '@/domain/accounts/password-policy';
import type { Violation } from '@/domain/result';
import { type Runtime, realCityOf } from '../runtime';
import { type Attempt, tryUnderLockout } from './attempts';
import { mintRequestId } from './chain';
import { endLooksOf } from './end-look';
import { endSessionsInPractice } from './leave-practice';
import { hashPassword, isOutdatedHash, pretendToVerify, verifyPassword } from './password-hash';

export interface PasswordOwner {
  readonly authUserId: string | null;
  readonly staffNo: string;
  readonly personName: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly orgSearch: string;
}

async function readHash({ authSql }: Runtime, userId: string): Promise<string | null> {
  const [row] = await authSql<{ password: string | null }[]>`
    select password from auth.account where user_id = ${userId} and provider_id = 'credential'`;
  return row?.password ?? null;
}

async function matches(runtime: Runtime, userId: string | null, password: string): Promise<boolean> {
  const stored = userId ? await readHash(runtime, userId) : null;
  return stored ? verifyPassword(stored, password) : pretendToVerify(password);
}

/** Compares a password of an account that may not exist, under its lockout and in the same time: in the real city, also when it is typed in practice. */
export function tryPassword(
  runtime: Runtime,
  username: string,
  userId: string | null,
  password: string,
  address?: string,
): Promise<Attempt> {
  const city = realCityOf(runtime);
  return tryUnderLockout(city, username, address, () => matches(city, userId, password));
}

/** Rehashes after a right password when the costs have risen since. */
export async function refreshHash(runtime: Runtime, userId: string, password: string): Promise<void> {
  const stored = await readHash(runtime, userId);
  if (!stored || !isOutdatedHash(stored)) return;
  const fresh = await hashPassword(password);
  await runtime.authSql`
    update auth.account set password = ${fresh}, updated_at = city_now() where user_id = ${userId} and password = ${stored}`;
}

/** Everything the policy holds against a new password, history included. */
export async function judgeNewPassword(runtime: Runtime, owner: PasswordOwner, password: string): Promise<Violation[]> {
  const violations = judgePassword(password, {
    staffNo: owner.staffNo,
    personName: owner.personName,
    organisationWords: [owner.orgId, owner.orgName, ...owner.orgSearch.split(/\s+/).filter((word) => word.length >= 4)],
  });
  if (violations.length || !owner.authUserId) return violations;
  const earlier = await runtime.authSql<{ hash: string }[]>`
    select hash from auth.password_history where user_id = ${owner.authUserId} order by id desc limit ${defaultProfile.history}`;
  for (const { hash } of earlier) {
    if (await verifyPassword(hash, password)) {
      return [{ code: 'password.used_before', facts: { history: defaultProfile.history } }];
    }
  }
  return [];
}

/** Stores a password and ends the account's sessions, but for the one it was changed in. */
export async function storePassword(
  runtime: Runtime,
  userId: string,
  password: string,
  keepSessionId: string | null = null,
): Promise<void> {
  const hash = await hashPassword(password);
  await endLooksOf(runtime, { userId, keep: keepSessionId }, mintRequestId());
  await runtime.authSql.begin(async (sql) => {
    await sql`update auth.account set password = ${hash}, updated_at = city_now() where user_id = ${userId} and provider_id = 'credential'`;
    await sql`insert into auth.password_history (user_id, hash) values (${userId}, ${hash})`;
    await sql`delete from auth.session where user_id = ${userId} and id is distinct from ${keepSessionId}`;
  });
  await endSessionsInPractice(runtime, userId);
}

/** The password is older than the profile allows. */
export async function isPasswordAged({ authSql }: Runtime, userId: string): Promise<boolean> {
  if (defaultProfile.maxAgeDays === null) return false;
  const [row] = await authSql<{ isAged: boolean }[]>`
    select max(set_at) < city_now() - make_interval(days => ${defaultProfile.maxAgeDays}) as "isAged"
    from auth.password_history where user_id = ${userId}`;
  return row?.isAged ?? false;
}
