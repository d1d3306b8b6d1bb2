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
    // This server has the logins of the embedded city: they are kept but when new ones are asked for.
    const done = runSetup(pg.adminUrl, database, '--passwords');
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

    // Run again beside a city at work: its logins and its secret stay.
    for (const flags of [[], ['--practice']]) {
      const again = runSetup(pg.adminUrl, database, ...flags);
      expect(again.stderr).toBe('');
      expect(Object.keys(again.lines).sort()).toEqual([
        'PRACTICE_DATABASE_AUTH_URL',
        'PRACTICE_DATABASE_MIGRATION_URL',
        'PRACTICE_DATABASE_URL',
      ]);
      expect(new URL(again.lines.PRACTICE_DATABASE_URL ?? '').password).toBe('PASSWORD');
    }
    const anew = openPool(done.lines.DATABASE_URL ?? '', { max: 1 });
    expect(await anew`select 1 as one`).toHaveLength(1);
    await anew.end();
    await sql.end();
  });

  it('gives new passwords when they are asked for, and no secret', () => {
    const done = runSetup(pg.adminUrl, database, '--passwords');
    expect(done.stderr).toBe('');
    expect(Object.keys(done.lines)).toContain('DATABASE_URL');
    expect(Object.keys(done.lines)).not.toContain('AUTH_SECRET');
    expect(runSetup(pg.adminUrl, database, '--else').status).toBe(1);
  });
});
