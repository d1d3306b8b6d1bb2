import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import type { OrganisationKind, Role } from '@/domain/permissions';
import { type CreatedAccount, createAccount } from '@/server/auth/accounts';
import { handleAuth } from '@/server/auth/handler';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { createTestDatabase } from '../../support/database';

export const rightPassword = 'Kz7-mopeluna';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { violations?: { code: string; facts?: Record<string, unknown> }[] };
  readonly cookie: string;
  readonly headers: Headers;
}

export interface AuthCity {
  readonly runtime: Runtime;
  readonly owner: Sql;
  organisation(id: string, kind?: OrganisationKind): Promise<string>;
  person(
    orgId: string,
    staffNo: string,
    roles: readonly Role[],
    more?: { badge?: string; name?: string; mustChangePassword?: boolean },
  ): Promise<CreatedAccount>;
  post(path: string, body: unknown, more?: { cookie?: string; headers?: Record<string, string> }): Promise<Answer>;
  /** Signs in and returns the cookie. */
  enter(orgId: string, staffNo: string, password?: string): Promise<string>;
  /** Moves the city's clock of this test database. */
  wait(minutes: number): Promise<void>;
  actions(orgId: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openAuthCity(isHttps = false): Promise<AuthCity> {
  const database = await createTestDatabase();
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`update city set kind = 'test', name = '试验市'`;
  const sql = openPool(database.appUrl, { max: 6 });
  const authSql = openPool(database.authUrl, { max: 4 });
  const runtime: Runtime = {
    sql,
    db: drizzleOn(sql),
    authSql,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    metrics: new Registry(),
    authSecret: randomBytes(32).toString('hex'),
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: isHttps ? 'https://xuemai.test' : 'http://127.0.0.1:3000',
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  };
  installRuntime(runtime);

  const post: AuthCity['post'] = async (path, body, { cookie, headers } = {}) => {
    const response = await handleAuth(
      new Request(`${runtime.publicUrl}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'x-xuemai': '1', 'content-type': 'application/json', ...(cookie ? { cookie } : {}), ...headers },
        body: JSON.stringify(body),
      }),
      [path],
      runtime,
    );
    return {
      status: response.status,
      body: (await response.json()) as Answer['body'],
      cookie: response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0] ?? '')
        .join('; '),
      headers: response.headers,
    };
  };

  return {
    runtime,
    owner,
    async organisation(id, kind = 'hospital') {
      await owner`insert into organisations (id, kind, name, short_name, search) values (${id}, ${kind}, ${`${id}号医院`}, ${id}, ${id.toLowerCase()})`;
      return id;
    },
    person: (orgId, staffNo, roles, { badge, name = `人${staffNo}`, mustChangePassword = false } = {}) =>
      createAccount(runtime, {
        orgId,
        staffNo,
        name,
        roles: [...roles],
        password: rightPassword,
        mustChangePassword,
        ...(badge ? { badge } : {}),
      }),
    post,
    async enter(orgId, staffNo, password = rightPassword) {
      const answer = await post('sign-in', { orgId, staffNo, password });
      if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.cookie;
    },
    async wait(minutes) {
      await owner`update city set clock_offset = clock_offset + make_interval(mins => ${minutes})`;
    },
    async actions(orgId) {
      const rows = await owner<{ action: string }[]>`select action from audit_log where org_id = ${orgId} order by seq`;
      return rows.map((row) => row.action);
    },
    async close() {
      await Promise.all([sql.end(), authSql.end(), owner.end()]);
      await database.drop();
    },
  };
}
