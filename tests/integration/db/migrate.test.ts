import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openPool } from '@/db/client';
import { migrateDatabase, readSchemaVersion, requiredSchemaVersion } from '@/db/migrate';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const migrations = mkdtempSync(path.join(tmpdir(), 'xuemai-migrations-'));
const write = (file: string, text: string) => writeFileSync(path.join(migrations, file), text);

let database: TestDatabase;

async function ask<T>(text: string): Promise<T[]> {
  const sql = openPool(database.ownerUrl, { max: 1 });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

describe('migrations', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
  });

  beforeEach(async () => {
    rmSync(migrations, { recursive: true });
    const { mkdirSync } = await import('node:fs');
    mkdirSync(migrations);
    await ask('drop table if exists schema_migrations, one, two; ');
    write('0001_one.sql', 'create table one (id int);\n-- 一\ninsert into one values (1);\n');
  });

  afterAll(async () => {
    rmSync(migrations, { recursive: true, force: true });
    await database.drop();
  });

  it('bring a fresh copy of the template nothing new: it stands at the required version', async () => {
    const fresh = await createTestDatabase();
    const sql = openPool(fresh.appUrl, { max: 1 });
    expect(await readSchemaVersion(sql)).toBe(requiredSchemaVersion());
    await sql.end();
    expect(await migrateDatabase(fresh.ownerUrl)).toMatchObject({ applied: [] });
    await fresh.drop();
  });

  it('three at once all succeed, and each file runs exactly once', async () => {
    write('0002_two.sql', 'select pg_sleep(0.2); create table two (id int);');
    const reports = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.ownerUrl, migrations)));
    expect(reports.map((report) => report.to)).toEqual([2, 2, 2]);
    expect(reports.flatMap((report) => report.applied)).toEqual(['one', 'two']);
    expect(await ask('select id from one')).toEqual([{ id: 1 }]);
  });

  it('a file edited after it ran is refused by name', async () => {
    await migrateDatabase(database.ownerUrl, migrations);
    write('0001_one.sql', 'create table one (id bigint);');
    await expect(migrateDatabase(database.ownerUrl, migrations)).rejects.toThrow(/1_one was edited after it ran/);
  });

  it('the same file with Windows line ends is the same migration', async () => {
    await migrateDatabase(database.ownerUrl, migrations);
    write('0001_one.sql', 'create table one (id int);\r\n-- 一\r\ninsert into one values (1);\r\n');
    expect(await migrateDatabase(database.ownerUrl, migrations)).toMatchObject({ applied: [] });
  });

  it('a failing file leaves nothing behind and names file and line', async () => {
    write('0002_two.sql', 'create table two (id int);\n\nselect nonsense from two;\n');
    await expect(migrateDatabase(database.ownerUrl, migrations)).rejects.toThrow('drizzle/0002_two.sql:3');
    expect(
      await ask(`select to_regclass('two') as two, (select max(version) from schema_migrations) as version`),
    ).toEqual([{ two: null, version: 1 }]);
  });

  it('a database newer than the program is refused', async () => {
    write('0002_two.sql', 'create table two (id int);');
    await migrateDatabase(database.ownerUrl, migrations);
    rmSync(path.join(migrations, '0002_two.sql'));
    await expect(migrateDatabase(database.ownerUrl, migrations)).rejects.toThrow(/newer than this program/);
  });

  it('a migration that meets a lock gives up after two seconds instead of holding up the site', async () => {
    await migrateDatabase(database.ownerUrl, migrations);
    write('0002_two.sql', 'alter table one add column more int;');
    const sql = openPool(database.ownerUrl, { max: 1 });
    let release = () => {};
    const isHeld = new Promise<void>((resolve) => {
      release = resolve;
    });
    let tellLocked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      tellLocked = resolve;
    });
    const holder = sql.begin(async (tx) => {
      await tx`lock table one in access share mode`;
      tellLocked();
      await isHeld;
    });
    await isLocked;
    const began = performance.now();
    await expect(migrateDatabase(database.ownerUrl, migrations)).rejects.toThrow(/lock timeout/);
    expect(performance.now() - began).toBeLessThan(10_000);
    release();
    await holder;
    await sql.end();
    expect(await migrateDatabase(database.ownerUrl, migrations)).toMatchObject({ applied: ['two'] });
  });

  it('the application’s login cannot migrate', async () => {
    await expect(migrateDatabase(database.appUrl, migrations)).rejects.toThrow(/permission denied/);
    expect(inject('cluster').template).toBe('xuemai_template');
  });
});
