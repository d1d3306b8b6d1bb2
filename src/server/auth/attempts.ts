import type { Runtime } from '../runtime';

interface Limit {
  readonly failures: number;
  readonly lockMinutes: number;
  readonly maxLockMinutes: number;
}

/** Per account: 5 wrong, 15 minutes, doubling up to 4 hours. Per address, where a whole hospital may sit behind one: slower. */
const accountLimit: Limit = { failures: 5, lockMinutes: 15, maxLockMinutes: 240 };
const addressLimit: Limit = { failures: 50, lockMinutes: 5, maxLockMinutes: 60 };
const forgetFailuresMinutes = 15;
const forgetLocksHours = 24;
const maxColleagueOpenings = 4;

export type Attempt =
  | { readonly isRight: true }
  | {
      readonly isRight: false;
      readonly remaining: number;
      readonly lockedMinutes: number | null;
      readonly isTried: boolean;
    };

export const accountKey = (username: string) => `account:${username}`;
const addressKey = (address: string) => `address:${address}`;

/**
 * Tries a password under the lockout of its account, which need not exist. The attempt is charged before it is tried, so that
 * a hundred at once get five answers; while locked even the right password is not looked at.
 */
export async function tryUnderLockout(
  runtime: Runtime,
  username: string,
  address: string | undefined,
  verify: () => Promise<boolean>,
): Promise<Attempt> {
  const key = accountKey(username);
  const blocked = address ? await lockedMinutesOf(runtime, addressKey(address)) : null;
  if (blocked !== null) return { isRight: false, remaining: 0, lockedMinutes: blocked, isTried: false };
  const charged = await charge(runtime, key, accountLimit);
  if (charged.lockedMinutes !== null) return { isRight: false, remaining: 0, ...charged, isTried: false };
  if (await verify()) {
    await clearAttempts(runtime, key);
    return { isRight: true };
  }
  if (address) await countFailure(runtime, addressKey(address), addressLimit);
  const lockedMinutes = await lockIfSpent(runtime, key, accountLimit);
  return {
    isRight: false,
    remaining: Math.max(0, accountLimit.failures - charged.failures),
    lockedMinutes,
    isTried: true,
  };
}

export async function clearAttempts(runtime: Runtime, key: string): Promise<boolean> {
  return (await runtime.authSql`delete from auth.login_attempts where key = ${key}`).count > 0;
}

/**
 * Lifts a lock that holds now, by a colleague's badge. The count of locks stays, so that the next one is longer, and after the fourth
 * in a day only an administrator opens: twenty wrong passwords are no typing error.
 */
export async function openLock(runtime: Runtime, key: string): Promise<boolean> {
  const opened = await runtime.authSql`
    update auth.login_attempts set locked_until = null, failures = 0
    where key = ${key} and locked_until > city_now() and locks <= ${maxColleagueOpenings}`;
  return opened.count > 0;
}

/** A guessed badge or code counts against the address it came from. */
export async function countWrongSecret(runtime: Runtime, address: string | undefined): Promise<void> {
  if (address) await countFailure(runtime, addressKey(address), addressLimit);
}

const searchKey = (personId: string) => `search:${personId}`;

/**
 * Somebody looks for a person by a number: counted as a wrong password is, whether anybody has it or not, until it was for somebody
 * (`settleSearches`). Numbers are not tried through, and names not read off one after the other. @returns minutes of the lock that holds, or null.
 */
export async function countSearch(runtime: Runtime, personId: string): Promise<number | null> {
  return (await charge(runtime, searchKey(personId), accountLimit)).lockedMinutes;
}

/** What was looked for has been used, with a reason that the other house reads too. A lock stays. */
export async function settleSearches(runtime: Runtime, personId: string): Promise<void> {
  await runtime.authSql`
    update auth.login_attempts set failures = 0 where key = ${searchKey(personId)} and (locked_until is null or locked_until <= city_now())`;
}

/** Whole minutes until the key opens again, or null. */
async function lockedMinutesOf(runtime: Runtime, key: string): Promise<number | null> {
  const [row] = await runtime.authSql<{ minutes: number }[]>`
    select ceil(extract(epoch from locked_until - city_now()) / 60)::int as minutes from auth.login_attempts
    where key = ${key} and locked_until > city_now()`;
  return row?.minutes ?? null;
}

async function charge(
  runtime: Runtime,
  key: string,
  limit: Limit,
): Promise<{ failures: number; lockedMinutes: number | null }> {
  const [row] = await runtime.authSql<{ failures: number; lockedMinutes: number | null }[]>`
    insert into auth.login_attempts as a (key, failures) values (${key}, 1)
    on conflict (key) do update set
      failures = case
        when a.locked_until > city_now() then a.failures
        when a.last_at < city_now() - make_interval(mins => ${forgetFailuresMinutes}) then 1
        else a.failures + 1 end,
      locks = case when a.last_at < city_now() - make_interval(hours => ${forgetLocksHours}) then 0 else a.locks end,
      last_at = case when a.locked_until > city_now() then a.last_at else city_now() end
    returning failures, ceil(extract(epoch from nullif(greatest(locked_until, city_now()), city_now()) - city_now()) / 60)::int as "lockedMinutes"`;
  if (!row) throw new Error('no attempt counted');
  if (row.lockedMinutes === null && row.failures > limit.failures) {
    return { failures: row.failures, lockedMinutes: await lockIfSpent(runtime, key, limit) };
  }
  return row;
}

async function countFailure(runtime: Runtime, key: string, limit: Limit): Promise<void> {
  await charge(runtime, key, limit);
  await lockIfSpent(runtime, key, limit);
}

/** Locks a key whose failures are spent, for longer each time. @returns minutes of the lock that now holds, or null. */
async function lockIfSpent(runtime: Runtime, key: string, limit: Limit): Promise<number | null> {
  await runtime.authSql`
    update auth.login_attempts set failures = 0, locks = locks + 1,
      locked_until = city_now() + make_interval(mins => least(${limit.lockMinutes} * (1 << least(locks, 10)), ${limit.maxLockMinutes}))
    where key = ${key} and failures >= ${limit.failures} and (locked_until is null or locked_until <= city_now())`;
  return lockedMinutesOf(runtime, key);
}
