import type { Sql } from 'postgres';
import { openPool } from './client';

/** The same for whoever reaches the same database, by whatever address and login. */
export async function databaseOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ identity: string }[]>`
    select system_identifier || '/' || current_database() as identity from pg_control_system()`;
  return row?.identity ?? '';
}

/**
 * Before anything is written: the database of the owner's login is none of a city at work, and every login leads to the same one.
 * @param own that of the other logins. @throws a sentence.
 */
export async function refuseWrongPractice(ownerUrl: string, own: { city: string; practice?: readonly string[] }) {
  const owner = openPool(ownerUrl, { max: 1, name: 'xuemai practice check' });
  try {
    const database = await databaseOf(owner);
    if (database === own.city)
      throw new Error(
        'PRACTICE_DATABASE_MIGRATION_URL 指的是真实系统的库: 练习单位须有自己的库. It names the database of the real city: the city for practising has one of its own.',
      );
    if (own.practice?.some((other) => other !== database))
      throw new Error(
        'PRACTICE_DATABASE_URL, PRACTICE_DATABASE_AUTH_URL 与 PRACTICE_DATABASE_MIGRATION_URL 不是同一个库. The three PRACTICE_ settings do not name the same database.',
      );
    if (await isAtWork(owner))
      throw new Error(
        'PRACTICE_DATABASE_MIGRATION_URL 指的库里已有机构或账号, 不是练习单位的库, 没有动它. ' +
          'PRACTICE_DATABASE_MIGRATION_URL names a database in which a city works already: it was left as it is.',
      );
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** Houses or accounts stand in it, and it is none for practising. An empty database has no tables yet. */
async function isAtWork(owner: Sql): Promise<boolean> {
  const [found] = await owner<{ hasCity: boolean; hasAuth: boolean }[]>`
    select to_regclass('city') is not null and to_regclass('organisations') is not null as "hasCity", to_regclass('auth."user"') is not null as "hasAuth"`;
  if (!found?.hasCity) return false;
  const [city] = await owner<{ isAtWork: boolean }[]>`
    select kind <> 'practice' and exists (select 1 from organisations) as "isAtWork" from city`;
  if (city?.isAtWork) return true;
  if (!found.hasAuth) return false;
  const [accounts] = await owner<{ isAtWork: boolean }[]>`
    select kind <> 'practice' and exists (select 1 from auth."user") as "isAtWork" from city`;
  return accounts?.isAtWork ?? false;
}
