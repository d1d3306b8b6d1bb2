import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase } from '@/db/migrate';
import { anchorHeads } from '@/server/audit/anchor-heads';
import { execute } from '@/server/kernel/command';
import { registerPatient } from '@/server/modules/patients/register';
import { createBell, createDiskWatch, type Runtime } from '@/server/runtime';
import { makePerson } from '../../support/factories';
import { makeRunFolder, removeRunFolder } from '../../support/leftovers';

const dataDir = makeRunFolder();
const restoredDir = makeRunFolder();
let pg: EmbeddedPostgres;
let runtime: Runtime;

async function runTool(file: string, folder: string, ...args: string[]): Promise<{ code: number; printed: string }> {
  const env = { ...process.env, XUEMAI_DATA_DIR: folder, DATABASE_URL: '', DATABASE_AUTH_URL: '' };
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...env, NODE_ENV: 'production' },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += data.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, printed };
}

async function enterPatients(from: number, count: number): Promise<void> {
  const request = { runtime, actor: makePerson('H01', 'hospital', ['technician']), requestId: 'test' };
  for (let n = from; n < from + count; n++)
    await execute(registerPatient, request, {
      ...{ mrn: `ZY${n}`, name: '李桂芳', sex: 'female', birthDate: null, abo: 'A', rhd: 'positive' },
      ...{ groupDeterminations: 2, antibodies: [], requirements: [], isUnidentified: false },
    });
}

async function readCity(from: EmbeddedPostgres) {
  const owner = openPool(from.ownerUrl, { max: 1 });
  try {
    const [city] = await owner<{ epoch: string; patients: number; audited: number; sessions: number }[]>`
      select epoch, (select count(*) from patients) as patients, (select count(*) from audit_log) as audited,
        (select count(*) from auth.session) as sessions from city`;
    return city;
  } finally {
    await owner.end();
  }
}

describe('backup and restore of the embedded database', () => {
  beforeAll(async () => {
    pg = await startEmbeddedPostgres({ dataDir, log: () => {} });
    await migrateDatabase(pg.ownerUrl);
    const owner = openPool(pg.ownerUrl, { max: 1 });
    await owner`insert into organisations (id, kind, name, short_name) values ('H01', 'hospital', '试验医院', '试验')`;
    await owner`insert into auth."user" (id, name, email) values ('u', '试', 'u@invalid')`;
    await owner`insert into auth.session (id, token, user_id, expires_at) values ('s', 't', 'u', now() + interval '1 hour')`;
    await loadCodeTables(owner);
    await owner.end();
    const sql = openPool(pg.appUrl, { max: 4 });
    runtime = {
      ...{ sql, db: drizzleOn(sql), authSql: sql, log: pino({ level: 'fatal' }), metrics: new Registry() },
      ...{
        authSecret: pg.secrets.authSecret,
        isDemo: true,
        isPractice: false,
        isInsecure: false,
        publicUrl: '',
        dataDir,
        bell: createBell(),
        disk: createDiskWatch(),
      },
    };
  });

  afterAll(async () => {
    await runtime.sql.end({ timeout: 1 });
    await pg.stop();
    removeRunFolder(dataDir);
    removeRunFolder(restoredDir);
  });

  it('copies a city at work, and the copy is whole, sound, and another epoch', { timeout: 180_000 }, async () => {
    await enterPatients(0, 30);
    await anchorHeads(runtime);
    let isCopying = true;
    let entered = 30;
    const atWork = (async () => {
      for (; isCopying; entered += 5) await enterPatients(entered, 5);
    })();
    const made = await runTool('scripts/backup.ts', dataDir);
    isCopying = false;
    await atWork;
    expect(made.code, made.printed).toBe(0);
    expect(entered).toBeGreaterThan(30);

    const [name] = readdirSync(path.join(dataDir, 'backups'));
    const folder = path.join(dataDir, 'backups', name ?? '');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(existsSync(path.join(folder, 'pg', 'postmaster.pid'))).toBe(false);

    const restored = await runTool('scripts/backup.ts', restoredDir, '--restore', folder);
    expect(restored.code, restored.printed).toBe(0);
    expect(restored.printed).toMatch(/0 faults; 0 drifts/);

    const again = await startEmbeddedPostgres({ dataDir: restoredDir, log: () => {} });
    const [here, there] = [await readCity(pg), await readCity(again)];
    await again.stop();
    expect(there?.epoch).not.toBe(here?.epoch);
    expect(there?.sessions).toBe(0);
    expect(there?.patients).toBeGreaterThanOrEqual(30);
    expect(there?.patients).toBeLessThanOrEqual(entered);
    expect(there?.audited).toBe(there?.patients);
    const secretOf = (at: string) => JSON.parse(readFileSync(path.join(at, 'secrets.json'), 'utf8')) as unknown;
    expect(secretOf(restoredDir)).toEqual(secretOf(dataDir));

    expect(await runTool('scripts/reconcile.ts', restoredDir)).toEqual({ code: 0, printed: '' });
    const verified = await runTool('scripts/audit-verify.ts', restoredDir);
    expect(verified.code, verified.printed).toBe(0);
    expect(verified.printed).toMatch(/^H01 +\d+ 行 rows/m);
  });

  it('restores into nothing but an empty folder, and from nothing but a finished backup', async () => {
    const [name] = readdirSync(path.join(dataDir, 'backups'));
    const onto = await runTool('scripts/backup.ts', dataDir, '--restore', path.join(dataDir, 'backups', name ?? ''));
    expect(onto.code).toBe(2);
    expect(onto.printed).toMatch(/It is not empty/);
    const half = await runTool('scripts/backup.ts', dataDir, '--restore', dataDir);
    expect(half.printed).toMatch(/It is no finished backup/);
  });

  it('says that there is no data where there is none', async () => {
    const empty = path.join(restoredDir, 'nothing');
    expect(await runTool('scripts/reconcile.ts', empty)).toMatchObject({ code: 2 });
    expect(existsSync(empty)).toBe(false);
  });
});
