import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import SuperJSON from 'superjson';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import { drawnForHeader } from '@/domain/drawn-for';
import type { Role } from '@/domain/permissions';
import { createAccount } from '@/server/auth/accounts';
import { handleAuth } from '@/server/auth/handler';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { openPractice } from '@/server/start/database';
import { practiceRuntime } from '@/server/start/practice';
import { handleTrpc } from '@/server/trpc-endpoint';
import { createTestDatabase, type TestDatabase } from '../../support/database';

export const rightPassword = 'Kz7-mopeluna';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    error?: string;
    violations?: { code: string; path?: string; facts?: Record<string, unknown> }[];
  };
  /** What a browser sends afterwards. */
  readonly cookie: string;
  readonly setCookies: readonly string[];
}

/** The real city and the one for practising, each on a database of its own, behind the same doors. */
export interface TwoCities {
  readonly city: Runtime;
  readonly practice: Runtime;
  readonly owner: Sql;
  readonly practiceOwner: Sql;
  readonly database: TestDatabase;
  readonly practiceDatabase: TestDatabase;
  person(
    orgId: string,
    staffNo: string,
    roles: readonly Role[],
    more?: { name?: string; badge?: string; mustChangePassword?: boolean },
  ): Promise<{ personId: string; membershipId: string; userId: string }>;
  post(path: string, body: unknown, more?: { cookie?: string; drawnFor?: string }): Promise<Answer>;
  session(cookie: string): Promise<Record<string, unknown>>;
  /** Signs in to the city for practising; the cookie. */
  practise(orgId: string, staffNo: string, cookie?: string): Promise<string>;
  enter(orgId: string, staffNo: string, cookie?: string): Promise<string>;
  call(
    path: string,
    input: unknown,
    more: { cookie: string; drawnFor?: string; kind?: 'command' | 'read' },
  ): Promise<{ status: number; code: string; data: unknown }>;
  close(): Promise<void>;
}

/** As a browser keeps them: a later cookie takes the place of an earlier one of its name, one without age is thrown away. */
function keepCookies(before: string, lines: readonly string[]): string {
  const kept = new Map(
    before
      .split('; ')
      .filter(Boolean)
      .map((one) => [one.split('=', 1)[0] ?? '', one]),
  );
  for (const line of lines) {
    const [pair = ''] = line.split(';');
    const name = pair.split('=', 1)[0] ?? '';
    if (/Max-Age=0\b/i.test(line)) kept.delete(name);
    else kept.set(name, pair);
  }
  return [...kept.values()].join('; ');
}

export async function openTwoCities(): Promise<TwoCities> {
  const [database, practiceDatabase] = [await createTestDatabase(), await createTestDatabase()];
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  const practiceOwner = postgres(practiceDatabase.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`update city set kind = 'test', name = '试验市', duty_phone = '6000'`;
  await owner`
    insert into organisations (id, kind, name, short_name, search, sort_order, duty_phone) values
      ('O01', 'blood_office', '试验血液办公室', '血办', '', 0, ''), ('S01', 'blood_station', '试验血液中心', '血液中心', '', 1, ''),
      ('H01', 'hospital', '试验第一医院', '第一医院', 'h01', 2, '内线 1'), ('H02', 'hospital', '试验第二医院', '第二医院', 'h02', 3, '')`;
  await loadCodeTables(owner);
  await owner`insert into products (product_code, component, amount, name) values ('E0336V00', 'rbc-suspended', 200, '悬浮红细胞 2 U')`;
  const [sql, authSql] = [openPool(database.appUrl, { max: 6 }), openPool(database.authUrl, { max: 4 })];
  const city: Runtime = {
    ...{ sql, db: drizzleOn(sql), authSql, log: pino({ level: process.env.TEST_LOG ?? 'silent' }) },
    ...{ metrics: new Registry(), authSecret: randomBytes(32).toString('hex') },
    ...{ isDemo: false, isPractice: false, isInsecure: false, publicUrl: 'http://127.0.0.1:3000', dataDir: '' },
    ...{ bell: createBell(), disk: createDiskWatch() },
  };
  const opened = await openPractice(
    { appUrl: practiceDatabase.appUrl, authUrl: practiceDatabase.authUrl, ownerUrl: practiceDatabase.ownerUrl },
    sql,
  );
  const practice = practiceRuntime(city, opened);
  installRuntime(city, practice);

  const post: TwoCities['post'] = async (path, body, { cookie = '', drawnFor } = {}) => {
    const response = await handleAuth(
      new Request(`${city.publicUrl}/api/auth/${path}`, {
        method: 'POST',
        headers: {
          'x-xuemai': '1',
          'content-type': 'application/json',
          ...(cookie ? { cookie } : {}),
          ...(drawnFor ? { [drawnForHeader]: drawnFor } : {}),
        },
        body: JSON.stringify(body),
      }),
      [path],
    );
    const setCookies = response.headers.getSetCookie();
    return {
      status: response.status,
      body: (await response.json()) as Answer['body'],
      cookie: keepCookies(cookie, setCookies),
      setCookies,
    };
  };
  const signIn = async (orgId: string, staffNo: string, isPractice: boolean, cookie = '') => {
    const answer = await post('sign-in', { orgId, staffNo, password: rightPassword, isPractice }, { cookie });
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.cookie;
  };

  return {
    city,
    practice,
    owner,
    practiceOwner,
    database,
    practiceDatabase,
    person: (orgId, staffNo, roles, { name = `人${staffNo}`, badge, mustChangePassword = false } = {}) =>
      createAccount(city, {
        ...{ orgId, staffNo, name, roles: [...roles], password: rightPassword, mustChangePassword },
        ...(badge ? { badge } : {}),
      }),
    post,
    async session(cookie) {
      const response = await handleAuth(
        new Request(`${city.publicUrl}/api/auth/session`, {
          headers: { 'x-xuemai': '1', ...(cookie ? { cookie } : {}) },
        }),
        ['session'],
      );
      return (await response.json()) as Record<string, unknown>;
    },
    practise: (orgId, staffNo, cookie) => signIn(orgId, staffNo, true, cookie),
    enter: (orgId, staffNo, cookie) => signIn(orgId, staffNo, false, cookie),
    async call(path, input, { cookie, drawnFor, kind = 'read' }) {
      const response = await handleTrpc(
        new Request(`${city.publicUrl}/api/trpc/${path}`, {
          method: 'POST',
          headers: {
            ...{ 'x-xuemai': '1', 'content-type': 'application/json', cookie },
            ...(drawnFor ? { [drawnForHeader]: drawnFor } : {}),
          },
          body: JSON.stringify(SuperJSON.serialize(kind === 'command' ? { data: input } : input)),
        }),
      );
      const body = (await response.json()) as { result?: { data: never }; error?: never };
      if (body.result) return { status: response.status, code: 'ok', data: SuperJSON.deserialize(body.result.data) };
      const { data } = SuperJSON.deserialize(body.error as never) as { data: { error: string } };
      return { status: response.status, code: data.error, data };
    },
    async close() {
      installRuntime(city);
      await opened.close();
      await Promise.all([owner, practiceOwner, sql, authSql].map((pool) => pool.end({ timeout: 1 })));
      await Promise.all([database.drop(), practiceDatabase.drop()]);
    },
  };
}
