// For tools: the application's database, embedded (joined when the application runs, started and stopped when it does not) or external.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sql } from 'postgres';
import { openPool } from '@/db/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { readSchemaVersion } from '@/db/migrate';
import { type Env, readEnv } from '@/server/env';

export interface JoinedDatabase {
  readonly env: Env;
  /** The application's login. */
  readonly sql: Sql;
  readonly embedded: EmbeddedPostgres | undefined;
  close(): Promise<void>;
}

/** A tool may take its time: no statement limit. Throws a sentence when there is nothing to join. */
export async function joinDatabase(name: string, env = readEnv()): Promise<JoinedDatabase> {
  if (!env.database && !existsSync(path.join(env.dataDir, 'secrets.json')))
    throw new Error(
      `${env.dataDir} 里没有数据: 先运行 npm start, 或设置 DATABASE_URL / XUEMAI_DATA_DIR. No data there: run npm start first, or set DATABASE_URL or XUEMAI_DATA_DIR.`,
    );
  const embedded = env.database
    ? undefined
    : await startEmbeddedPostgres({ dataDir: env.dataDir, log: (line) => console.error(line), mayJoin: true });
  const sql = openPool(env.database?.appUrl ?? embedded?.appUrl ?? '', { max: 2, name, statementTimeoutMs: 0 });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await embedded?.stop();
  };
  try {
    if ((await readSchemaVersion(sql)) === 0)
      throw new Error('数据库还没有表: 先运行 npm start. The database is empty: run npm start first.');
  } catch (error) {
    await close();
    throw error;
  }
  return { env, sql, embedded, close };
}

/** Runs a tool to its end: what it returns is the exit code; a failure is one sentence and code 2. */
export async function runTool(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(`没有完成. Not done: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
