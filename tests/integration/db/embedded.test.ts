import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded';
import { isAlive, readPostmaster, waitUntil } from '@/db/embedded/postmaster';
import { makeRunFolder, removeRunFolder } from '../../support/leftovers';

const dataDir = makeRunFolder();
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

async function start(options: { mayJoin?: boolean; onLost?: (error: Error) => void } = {}): Promise<EmbeddedPostgres> {
  const pg = await startEmbeddedPostgres({ dataDir, log: () => {}, ...options });
  running.push(pg);
  return pg;
}

async function count(pg: EmbeddedPostgres): Promise<number> {
  const sql = openPool(pg.ownerUrl, { max: 1 });
  try {
    const [row] = await sql<{ n: number }[]>`select count(*) as n from kept`;
    return row?.n ?? -1;
  } finally {
    await sql.end();
  }
}

/** Another process with the database open; resolves when it is. */
async function startElsewhere(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/hold-embedded.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

function serverPid(pg: EmbeddedPostgres): number {
  const pid = readPostmaster(pg.clusterDir)?.pid;
  if (!pid) throw new Error('no server');
  return pid;
}

describe('the embedded PostgreSQL', () => {
  beforeAll(async () => {
    const pg = await start();
    const sql = openPool(pg.ownerUrl, { max: 1 });
    await sql`create table kept (id int primary key)`;
    await sql`insert into kept values (1), (2)`;
    await sql.end();
    await pg.stop();
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const pg of running.splice(0)) await pg.stop();
  });

  afterAll(() => removeRunFolder(dataDir));

  it('is a real server that keeps what it acknowledged, with fsync and UTF-8, whatever LANG says', async () => {
    const pg = await start();
    expect(pg.isNew).toBe(false);
    const sql = openPool(pg.appUrl, { max: 1 });
    const [row] =
      await sql`select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync,
      current_setting('server_encoding') as encoding, lower('É') as lowered, current_user as me,
      (select rolsuper or rolbypassrls or rolinherit from pg_roles where rolname = current_user) as "isPowerful"`;
    await sql.end();
    expect(row).toEqual({
      major: 18,
      fsync: 'on',
      encoding: 'UTF8',
      lowered: 'é',
      me: 'xuemai_app',
      isPowerful: false,
    });
  });

  it('keeps its passwords in a file only its account can read, and the logins apart', async () => {
    const pg = await start();
    expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    const stranger = openPool(pg.appUrl.replace(/:[^:@]+@/, ':wrong-password@'), { max: 1 });
    await expect(stranger`select 1`).rejects.toThrow(/password authentication failed/);
    await stranger.end();
  });

  it('refuses a second application on the same data, and says who has it', async () => {
    const child = await startElsewhere();
    await expect(start()).rejects.toThrow(`xuemai pid ${child.pid}`);
  });

  it('lets a tool join the running server without stopping it afterwards', async () => {
    await startElsewhere();
    const joined = await start({ mayJoin: true });
    expect(await count(joined)).toBe(2);
    await joined.stop();
    expect(isAlive(serverPid(joined))).toBe(true);
  });

  it('adopts the server that a killed process left running', async () => {
    const child = await startElsewhere();
    const orphan = readPostmaster(await clusterDir());
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pg = await start();
    expect(pg.isAdopted).toBe(true);
    expect(serverPid(pg)).toBe(orphan?.pid);
    expect(await count(pg)).toBe(2);
    await pg.stop();
    expect(isAlive(orphan?.pid ?? 0)).toBe(false);
  });

  it('recovers when both were killed', async () => {
    const child = await startElsewhere();
    const at = await clusterDir();
    child.kill('SIGKILL');
    process.kill(readPostmaster(at)?.pid ?? 0, 'SIGKILL');
    expect(await count(await start())).toBe(2);
  });

  it('starts a killed server again, and an open pool goes on without a restart of the process', async () => {
    const pg = await start();
    const sql = openPool(pg.ownerUrl, { max: 3 });
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.01)`));
    const inTransaction = sql.begin(async (tx) => {
      await tx`insert into kept values (99)`;
      process.kill(serverPid(pg), 'SIGKILL');
      await waitUntil(() => false, 300);
      await tx`select 1`;
    });
    await expect(inTransaction).rejects.toThrow();
    const began = performance.now();
    let rows: { n: number }[] = [];
    while (performance.now() - began < 30_000) {
      try {
        rows = await sql<{ n: number }[]>`select count(*) as n from kept`;
        break;
      } catch {
        await waitUntil(() => false, 100);
      }
    }
    await sql.end();
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('is not fooled by a postmaster.pid that names another living program', async () => {
    const at = await clusterDir();
    writeFileSync(path.join(at, 'postmaster.pid'), `${process.pid}\n${at}\n1\n15432\n\n127.0.0.1\n 0 0\nready   \n`);
    expect(await count(await start())).toBe(2);
  });

  it('makes new passwords when the file is lost, and keeps the data', async () => {
    const before = readFileSync(path.join(dataDir, 'secrets.json'), 'utf8');
    rmSync(path.join(dataDir, 'secrets.json'));
    expect(await count(await start())).toBe(2);
    expect(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')).not.toBe(before);
  });
});

/** Where the cluster lies: beside the passwords, or where root had to put it. */
async function clusterDir(): Promise<string> {
  const pg = await startEmbeddedPostgres({ dataDir, log: () => {}, mayJoin: true });
  await pg.stop();
  return pg.clusterDir;
}
