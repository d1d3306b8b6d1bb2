import { type ChildProcess, fork } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { startEmbeddedPostgres } from '@/db/embedded';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase } from '@/db/migrate';
import type { Role } from '@/domain/permissions';
import { findDrift } from '@/server/audit/find-drift';
import { sessionCookieName } from '@/server/auth/auth';
import { resolveActor } from '@/server/auth/session';
import type { UserActor } from '@/server/kernel/actor';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { makeRunFolder, removeRunFolder } from '../support/leftovers';
import { fillCity } from './fill';

/** What a child process of the bench needs to know. */
export interface Address {
  readonly appUrl: string;
  readonly authUrl: string;
  readonly adminUrl: string;
  readonly authSecret: string;
}

export interface Visitor {
  readonly actor: UserActor;
  readonly cookie: string;
}

export interface Child {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface Place {
  readonly address: Address;
  /** The superuser: row-level security and triggers are no concern of his. */
  readonly admin: Sql;
  /** A runtime in this process, on the application's login. */
  readonly runtime: Runtime;
  readonly facts: {
    bags: number;
    movements: number;
    inStock: number;
    databaseMiB: number;
    drifts: number;
    version: string;
  };
  /** Somebody at work with a live session. */
  enter(orgId: string, roles: readonly Role[]): Promise<Visitor>;
  /** Starts one of the servers beside this file; it answers its address. */
  start(file: 'app.ts' | 'plain-server.ts'): Promise<Child>;
  close(): Promise<void>;
}

/** A filled database of its own in a temporary folder. */
export async function openPlace(bags: number, say: (line: string) => void): Promise<Place> {
  const dataDir = makeRunFolder();
  const pg = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const children: Child[] = [];
  const pools: Sql[] = [];
  const close = async () => {
    for (const child of children) await child.stop();
    await Promise.all(pools.map((pool) => pool.end({ timeout: 2 })));
    await pg.stop();
    removeRunFolder(dataDir);
  };
  try {
    await migrateDatabase(pg.ownerUrl);
    const adminUrl = new URL(pg.adminUrl);
    adminUrl.pathname = new URL(pg.ownerUrl).pathname;
    const owner = postgres(pg.ownerUrl, { max: 1, onnotice: () => {} });
    await owner`update city set kind = 'test', name = '测量市'`;
    await loadCodeTables(owner);
    await owner.end();
    const filler = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
    say(`filling ${bags.toLocaleString('en')} bags`);
    await fillCity(filler, bags, say);
    // On this connection: no pool of the application lets a statement run for minutes.
    const drifts = await findDrift(filler);
    await filler.end();

    const admin = openPool(adminUrl.href, { max: 10, name: 'xuemai bench' });
    const sql = openPool(pg.appUrl, { max: 12 });
    const authSql = openPool(pg.authUrl, { max: 4 });
    pools.push(admin, sql, authSql);
    for (const { rule, subject, facts } of drifts.slice(0, 5)) say(`DRIFT ${rule} ${subject} ${facts}`);
    const [facts] = await admin<{ movements: number; inStock: number; databaseMiB: number; version: string }[]>`
      select (select count(*) from stock_movements) as movements, current_setting('server_version') as version,
        (select count(*) from blood_units where state in ('available', 'reserved', 'quarantined', 'in_transit')) as "inStock",
        pg_database_size(current_database()) / 1048576 as "databaseMiB"`;
    const address = {
      appUrl: pg.appUrl,
      authUrl: pg.authUrl,
      adminUrl: adminUrl.href,
      authSecret: randomBytes(32).toString('hex'),
    };
    const runtime: Runtime = {
      ...{
        sql,
        authSql,
        db: drizzleOn(sql),
        log: pino({ level: 'fatal' }),
        metrics: new Registry(),
        bell: createBell(),
        disk: createDiskWatch(),
      },
      ...{
        authSecret: address.authSecret,
        isDemo: false,
        isPractice: false,
        isInsecure: false,
        publicUrl: 'http://127.0.0.1',
        dataDir: '',
      },
    };
    installRuntime(runtime);
    let people = 0;
    return {
      address,
      admin,
      runtime,
      close,
      facts: { bags, movements: 0, inStock: 0, databaseMiB: 0, version: '', ...facts, drifts: drifts.length },
      async enter(orgId, roles) {
        people += 1;
        const staffNo = `B${people}`;
        const userId = randomUUID();
        const token = randomBytes(24).toString('hex');
        const [member] = await admin<{ id: string }[]>`
          with person as (
            insert into people (org_id, staff_no, name, auth_user_id) values (${orgId}, ${staffNo}, ${`人${people}`}, ${userId}) returning id
          ) insert into memberships (person_id, org_id, roles) select id, ${orgId}, ${[...roles]} from person returning id`;
        await admin`insert into auth."user" (id, name, email) values (${userId}, ${staffNo}, ${`${userId}@bench.invalid`})`;
        // Its hand stays on the mouse for as long as a bench may take.
        await admin`
          insert into auth.session (id, token, user_id, expires_at, membership_id, org_id, last_human_at)
          values (${randomUUID()}, ${token}, ${userId}, city_now() + interval '1 day', ${member?.id ?? ''}, ${orgId}, city_now() + interval '8 hours')`;
        const signature = createHmac('sha256', address.authSecret).update(token).digest('base64');
        const cookie = `${sessionCookieName(runtime)}=${encodeURIComponent(`${token}.${signature}`)}`;
        const actor = await resolveActor(new Headers({ cookie }), runtime);
        if (actor?.kind !== 'user') throw new Error(`${orgId} ${staffNo} did not come in`);
        return { actor, cookie };
      },
      async start(file) {
        const child = await startChild(file, address);
        children.push(child);
        return child;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Forks a file of this folder with the address as its argument; its first message is `{ url }`. */
export async function startChild(file: string, given: unknown): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(given)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [{ url?: string } | number];
  if (typeof said !== 'object' || said === null) throw new Error(`${file} ended with ${String(said)}`);
  return {
    url: said.url ?? '',
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
