import type { Sql } from 'postgres';
import { openPool } from '@/db/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase, readSchemaVersion, requiredSchemaVersion } from '@/db/migrate';
import { runSelfTest } from '@/server/kernel/self-test';
import type { Env } from '../env';
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
    await step('代码表已载入. Code tables loaded', () => loadCodeTables(owner));
  } finally {
    await owner.end({ timeout: 5 });
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
    if (ownerUrl) await loadCodes(ownerUrl);
    await step('数据库自检通过. Self-test passed', () => refuseUnsafe(sql));
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
