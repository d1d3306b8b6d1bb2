import type { Sql } from 'postgres';
import { openPool } from '@/db/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase, readSchemaVersion, requiredSchemaVersion } from '@/db/migrate';
import { databaseOf, refuseWrongPractice } from '@/db/practice-urls';
import { runSelfTest } from '@/server/kernel/self-test';
import type { DatabaseUrls, Env } from '../env';
import { say, step } from './console';

export interface OpenDatabase {
  readonly sql: Sql;
  readonly authSql: Sql;
  /** A connection of its own: a probe must not queue behind the work it judges. */
  readonly probeSql: Sql;
  readonly authSecret: string;
  readonly embedded: EmbeddedPostgres | undefined;
  close(): Promise<void>;
}

async function checkVersion(sql: Sql): Promise<void> {
  const required = requiredSchemaVersion();
  const version = await readSchemaVersion(sql);
  if (version >= required) return;
  throw new Error(
    `数据库结构是版本 ${version}, 程序需要 ${required}: 设置 DATABASE_MIGRATION_URL 后启动一次, 或运行 DATABASE_MIGRATION_URL=… npm run db:migrate. ` +
      `The schema is at ${version}, this program needs ${required}: start once with DATABASE_MIGRATION_URL, or run \`DATABASE_MIGRATION_URL=… npm run db:migrate\`.`,
  );
}

async function refuseUnsafe(sql: Sql): Promise<void> {
  const findings = await runSelfTest(sql);
  if (!findings.length) return;
  throw new Error(
    `数据库自检未通过, 不启动. The database failed its self-test:\n${findings.map((finding) => `  ${finding}`).join('\n')}`,
  );
}

async function loadCodes(ownerUrl: string): Promise<void> {
  const owner = openPool(ownerUrl, { max: 1, name: 'xuemai codes' });
  try {
    await loadCodeTables(owner);
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** The city's database must not be one for practising: what is real would be called practice. */
async function refusePractice(sql: Sql): Promise<void> {
  const [city] = await sql<{ isPractice: boolean }[]>`select is_practice() as "isPractice"`;
  if (city?.isPractice)
    throw new Error(
      'DATABASE_URL 指的是练习单位的库, 不启动: 改为真实的库, 练习的库写在 PRACTICE_DATABASE_URL. ' +
        'DATABASE_URL names a database for practising: set it to the real one, and PRACTICE_DATABASE_URL to this.',
    );
}

export interface OpenPractice {
  readonly sql: Sql;
  readonly authSql: Sql;
  close(): Promise<void>;
}

const practiceDatabase = 'xuemai_practice';

/** Where the city for practising lies: beside the embedded city, or where the settings say; undefined: nowhere. */
export async function findPractice(env: Env, { embedded }: OpenDatabase): Promise<DatabaseUrls | undefined> {
  return embedded ? embedded.openBeside(practiceDatabase) : env.practice;
}

/**
 * The database of the city for practising, migrated and tested as the real one, and marked as what it is while it is empty.
 * @throws a sentence when it is the city's own, or one in which a city works.
 */
export async function openPractice(urls: DatabaseUrls, city: Sql): Promise<OpenPractice> {
  const sql = openPool(urls.appUrl, { max: 10, name: 'xuemai practice' });
  const authSql = openPool(urls.authUrl, { max: 3, name: 'xuemai practice auth' });
  const close = async () => {
    await Promise.all([sql, authSql].map((pool) => pool.end({ timeout: 5 })));
  };
  try {
    const [own, citys] = [await identityOf(sql), await identityOf(city)];
    if (own === citys)
      throw new Error(
        'PRACTICE_DATABASE_URL 与 DATABASE_URL 是同一个库: 练习单位须有自己的库. It is the database of DATABASE_URL: the city for practising has one of its own.',
      );
    const logins = [await databaseOf(sql), await databaseOf(authSql)];
    if (logins[0] !== logins[1])
      throw new Error(
        'PRACTICE_DATABASE_URL 与 PRACTICE_DATABASE_AUTH_URL 不是同一个库. PRACTICE_DATABASE_URL and PRACTICE_DATABASE_AUTH_URL do not name the same database.',
      );
    if (urls.ownerUrl) {
      await refuseWrongPractice(urls.ownerUrl, { city: await databaseOf(city), practice: logins });
      await migrateDatabase(urls.ownerUrl);
      await loadCodes(urls.ownerUrl);
    } else await checkVersion(sql);
    await refuseUnsafe(sql);
    await beginPractice(sql);
  } catch (error) {
    await close();
    throw error;
  }
  return { sql, authSql, close };
}

/** The same for whoever reaches the same database, by whatever address. */
async function identityOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ identity: string }[]>`
    select system_identifier || '/' || current_database() || '/' || current_schema() as identity from pg_control_system()`;
  return row?.identity ?? '';
}

async function beginPractice(sql: Sql): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx`select set_config('role', 'scope_system', true)`;
      await tx`select begin_practice()`;
    });
  } catch (error) {
    if ((error as { code?: string }).code !== 'XM007') throw error;
    throw new Error(
      'PRACTICE_DATABASE_URL 指的库里已有机构或账号, 或在等第一位管理员, 不是练习单位的库: 用 npm run db:setup -- --practice 另建一个空的. ' +
        'PRACTICE_DATABASE_URL names a database in which a city works already, or that waits for its first administrator: make an empty one with `npm run db:setup -- --practice`.',
      { cause: error },
    );
  }
}

/** Embedded or external, migrated or checked, tested for safety: the pools the process runs on. */
export async function openDatabase(env: Env, onLost: (error: Error) => void): Promise<OpenDatabase> {
  const external = env.database;
  const embedded = external
    ? undefined
    : await step<EmbeddedPostgres>(
        (pg) =>
          `${pg.isAdopted ? '接管上次留下的内置数据库. Embedded PostgreSQL adopted' : pg.isNew ? '内置数据库已建立. Embedded PostgreSQL made' : '内置数据库已启动. Embedded PostgreSQL started'} (${pg.clusterDir}, 127.0.0.1:${pg.port})`,
        () => startEmbeddedPostgres({ dataDir: env.dataDir, log: say, onLost }),
      );
  const appUrl = external?.appUrl ?? embedded?.appUrl;
  const authUrl = external?.authUrl ?? embedded?.authUrl;
  const ownerUrl = external?.ownerUrl ?? embedded?.ownerUrl;
  const authSecret = env.authSecret ?? embedded?.secrets.authSecret;
  if (!appUrl || !authUrl || !authSecret) throw new Error('no database');

  const sql = openPool(appUrl, { max: 20, name: 'xuemai' });
  const authSql = openPool(authUrl, { max: 5, name: 'xuemai auth' });
  const probeSql = openPool(appUrl, { max: 1, name: 'xuemai probe', statementTimeoutMs: 2_000 });
  const close = async () => {
    await Promise.all([sql, authSql, probeSql].map((pool) => pool.end({ timeout: 5 })));
    await embedded?.stop();
  };
  try {
    if (ownerUrl)
      await step(
        ({ applied, to }) =>
          applied.length
            ? `数据库结构已更新到版本 ${to} (${applied.join(', ')}). Migrated`
            : `数据库结构是版本 ${to}. Schema is current`,
        () => migrateDatabase(ownerUrl),
      );
    else await step('数据库结构是最新的. Schema is current', () => checkVersion(sql));
    if (ownerUrl) await step('代码表已载入. Code tables loaded', () => loadCodes(ownerUrl));
    await step('数据库自检通过. Self-test passed', async () => {
      await refuseUnsafe(sql);
      await refusePractice(sql);
    });
  } catch (error) {
    await close();
    if (!embedded || !(error instanceof Error)) throw error;
    throw new Error(
      `${error.message}\n演示数据可以丢弃: 删除 ${env.dataDir} 后重新启动. Demo data may be thrown away: delete ${env.dataDir} and start again.`,
      { cause: error },
    );
  }
  return { sql, authSql, probeSql, authSecret, embedded, close };
}
