import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { migrateDatabase, requiredSchemaVersion } from '@/db/migrate';
import { runSelfTest } from '@/server/kernel/self-test';
import { openPractice } from '@/server/start/database';
import { makeRunFolder, removeRunFolder } from '../../support/leftovers';

const database = 'by_db_setup';

function runSetup(...args: string[]) {
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/db-setup.ts', ...args], { encoding: 'utf8' });
  const lines = Object.fromEntries(
    [...done.stdout.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
  return { ...done, lines };
}

// Logins belong to the whole server: this suite has one of its own.
const dataDir = makeRunFolder();
let pg: EmbeddedPostgres;

describe('npm run db:setup', () => {
  beforeAll(async () => {
    pg = await startEmbeddedPostgres({ dataDir, log: () => {} });
  });

  afterAll(async () => {
    await pg.stop();
    removeRunFolder(dataDir);
  });

  it('explains itself when it is called without an administrator', () => {
    const done = runSetup();
    expect(done.status).toBe(1);
    expect(done.stderr).toContain('npm run db:setup -- postgres://');
  });

  it('makes logins and database; what it prints migrates, and passes the self-test', async () => {
    const done = runSetup(pg.adminUrl, database);
    expect(done.stderr).toBe('');
    expect(Object.keys(done.lines).sort()).toEqual([
      'AUTH_SECRET',
      'DATABASE_AUTH_URL',
      'DATABASE_MIGRATION_URL',
      'DATABASE_URL',
      'PRACTICE_DATABASE_AUTH_URL',
      'PRACTICE_DATABASE_MIGRATION_URL',
      'PRACTICE_DATABASE_URL',
    ]);
    const report = await migrateDatabase(done.lines.DATABASE_MIGRATION_URL ?? '');
    expect(report.to).toBe(requiredSchemaVersion());
    const sql = openPool(done.lines.DATABASE_URL ?? '', { max: 1 });
    expect(await runSelfTest(sql)).toEqual([]);
    await expect(sql`create table mine (id int)`).rejects.toThrow(/permission denied/);
    const practice = await openPractice(
      {
        appUrl: done.lines.PRACTICE_DATABASE_URL ?? '',
        authUrl: done.lines.PRACTICE_DATABASE_AUTH_URL ?? '',
        ownerUrl: done.lines.PRACTICE_DATABASE_MIGRATION_URL,
      },
      sql,
    );
    const [kind] = await practice.sql<{ kind: string }[]>`select kind from city`;
    expect(kind).toEqual({ kind: 'practice' });
    await practice.close();
    await sql.end();
  });
});
