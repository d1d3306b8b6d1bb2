import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import SuperJSON from 'superjson';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import type { OrganisationKind, Role } from '@/domain/permissions';
import { handleAttach, handleAttachment } from '@/server/attachment-endpoint';
import { createAccount } from '@/server/auth/accounts';
import { announceDevice } from '@/server/auth/devices';
import { handleAuth } from '@/server/auth/handler';
import { resolveActor } from '@/server/auth/session';
import { handleExport } from '@/server/export-endpoint';
import { handleImport } from '@/server/import-endpoint';
import type { DeviceActor, UserActor } from '@/server/kernel/actor';
import type { Request as KernelRequest } from '@/server/kernel/scope';
import { handlePoll } from '@/server/realtime/poll';
import { attachRealtime, type Realtime } from '@/server/realtime/socket';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { handleTrpc } from '@/server/trpc-endpoint';
import { createTestDatabase, type TestDatabase } from './database';

export const password = 'Kz7-mopeluna';

export interface TrialOrganisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
}

/** A station, three hospitals, an office: who is asked of whom in every suite. */
export const trialOrganisations: readonly TrialOrganisation[] = [
  { id: 'S01', kind: 'blood_station', name: '试验血液中心' },
  { id: 'H01', kind: 'hospital', name: '试验第一医院' },
  { id: 'H02', kind: 'hospital', name: '试验第二医院' },
  { id: 'H03', kind: 'hospital', name: '试验第三医院' },
  { id: 'O01', kind: 'blood_office', name: '试验血液办公室' },
];

/** Station product codes of the trial: red cells that want a crossmatch, plasma that does not, platelets to be pooled. */
export const trialProducts = {
  red: {
    productCode: 'E0336V00',
    component: 'rbc-suspended',
    amount: 200,
    temperatureClass: 'red_cells',
    celsius: 4.1,
  },
  plasma: { productCode: 'E0701V00', component: 'ffp', amount: 20000, temperatureClass: 'frozen', celsius: -22.5 },
  platelets: { productCode: 'E2800V00', component: 'plt-wb', amount: 100, temperatureClass: 'platelets', celsius: 22 },
} as const;
export type TrialProduct = keyof typeof trialProducts;

/** Somebody with a session made by signing in, as the browser holds it. */
export interface Person {
  readonly actor: UserActor;
  readonly cookie: string;
  readonly badge: string;
  readonly membershipId: string;
}

export interface Wallboard {
  readonly actor: DeviceActor;
  readonly cookie: string;
}

export interface Answer {
  readonly status: number;
  /** `ok`, or the code of the error. */
  readonly code: string;
  readonly data: unknown;
  readonly violations: readonly { code: string; path?: string; facts?: Record<string, unknown> }[];
  /** Everything that was said, for the search of what must not be in it. */
  readonly text: string;
}

export interface CallOptions {
  readonly key?: string;
  readonly kind?: 'command' | 'read';
}

export interface TrialCity {
  readonly database: TestDatabase;
  /** The owner's connection: sees everything, for looking and for setting the clock. */
  readonly owner: Sql;
  readonly runtime: Runtime;
  readonly realtime: Realtime;
  /** Address of the city's http server: tRPC, sign-in, export, import, poll and sockets, as in production but for Next. */
  readonly url: string;
  as(actor: UserActor): KernelRequest;
  /** Opens an account and signs in through the sign-in route. */
  enter(
    orgId: string,
    staffNo: string,
    roles: readonly Role[],
    more?: { name?: string; title?: string },
  ): Promise<Person>;
  /** Enrols a wallboard by its one-time code. */
  enrolWallboard(orgId: string): Promise<Wallboard>;
  /** A procedure over http with a session's cookie, or with none. */
  call(cookie: string | null, path: string, input: unknown, options?: CallOptions): Promise<Answer>;
  now(): Promise<Date>;
  /** Moves this city's clock on. */
  wait(hours: number): Promise<void>;
  /** A downtime sheet that lay ready in the blood bank for a week. */
  layReady(formId: string): Promise<void>;
  reconcile(): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface CityOptions {
  /** Connections of the application's pool. */
  readonly poolSize?: number;
  /** Hears every statement of the application and of the live path, with the connection it goes over. */
  readonly onStatement?: (connection: number, text: string, parameters: readonly unknown[]) => void;
}

export async function openCity({ poolSize = 12, onStatement }: CityOptions = {}): Promise<TrialCity> {
  const database = await createTestDatabase();
  const owner = postgres(database.ownerUrl, { max: 4, onnotice: () => {} });
  await owner`update city set kind = 'test', name = '试验市'`;
  await owner`
    insert into organisations ${owner(trialOrganisations.map(({ id, kind, name }, index) => ({ id, kind, name, short_name: name.slice(2), search: id.toLowerCase(), sort_order: index })))}`;
  await loadCodeTables(owner);
  await owner`
    insert into products ${owner(Object.values(trialProducts).map(({ productCode, component, amount }) => ({ product_code: productCode, component, amount, name: component })))}`;
  await owner`select ensure_partitions()`;
  const sql = openPool(database.appUrl, { max: poolSize });
  if (onStatement) Object.assign(sql.options, { debug: onStatement });
  const authSql = openPool(database.authUrl, { max: 4 });
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runtime: Runtime = {
    sql,
    db: drizzleOn(sql),
    authSql,
    log: pino({ level: process.env.TEST_LOG ?? 'fatal' }),
    metrics: new Registry(),
    authSecret: randomBytes(32).toString('hex'),
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: url,
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  };
  installRuntime(runtime);
  const realtime = attachRealtime(server, runtime);

  /** What the Next route handlers do with a request: hand it to the endpoint. */
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (await handlePoll(req, res, runtime)) return;
    const request = await toRequest(req, url);
    const [, , route = '', name = ''] = new URL(request.url).pathname.split('/');
    const response = await (route === 'trpc'
      ? handleTrpc(request, runtime)
      : route === 'auth'
        ? handleAuth(request, [name], runtime)
        : route === 'export'
          ? handleExport(request, name, 'zh-CN', runtime)
          : route === 'import'
            ? handleImport(request, name, runtime)
            : route === 'certificate-attachments'
              ? (request.method === 'POST' ? handleAttach : handleAttachment)(request, name, runtime)
              : new Response(null, { status: 404 }));
    const cookies = response.headers.getSetCookie();
    res.writeHead(response.status, {
      ...Object.fromEntries(response.headers),
      ...(cookies.length ? { 'set-cookie': cookies } : {}),
    });
    res.end(Buffer.from(await response.arrayBuffer()));
  }

  async function post(path: string, body: unknown): Promise<string> {
    const response = await fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'x-xuemai': '1', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
    return response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  }

  return {
    database,
    owner,
    runtime,
    realtime,
    url,
    as: (actor) => ({ runtime, actor, requestId: randomUUID() }),
    async enter(orgId, staffNo, roles, { name = `人${orgId}${staffNo}`, title = '' } = {}) {
      const badge = `XB-${orgId}${staffNo}${randomBytes(8).toString('hex')}`.toUpperCase();
      const account = { orgId, staffNo, name, title, roles: [...roles], password, mustChangePassword: false, badge };
      const { membershipId } = await createAccount(runtime, account);
      const cookie = await post('sign-in', { orgId, staffNo, password });
      const actor = await resolveActor(new Headers({ cookie }), runtime);
      if (actor?.kind !== 'user') throw new Error(`${orgId} ${staffNo} did not come in`);
      return { actor, cookie, badge, membershipId };
    },
    async enrolWallboard(orgId) {
      const { path } = await announceDevice(runtime, orgId, '大厅');
      const cookie = await post('enrol', { code: path.split('/').at(-1) });
      const actor = await resolveActor(new Headers({ cookie }), runtime);
      if (actor?.kind !== 'device') throw new Error('the wallboard did not come in');
      return { actor, cookie };
    },
    async call(cookie, path, input, { key, kind = 'read' } = {}) {
      const body = kind === 'command' ? { data: input, ...(key ? { key } : {}) } : input;
      const response = await fetch(`${url}/api/trpc/${path}`, {
        method: 'POST',
        headers: { 'x-xuemai': '1', 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
        body: JSON.stringify(SuperJSON.serialize(body)),
      });
      return readAnswer(response.status, await response.text());
    },
    async now() {
      const [row] = await owner<{ now: Date }[]>`select city_now() as now`;
      if (!row) throw new Error('no clock');
      return row.now;
    },
    async wait(hours) {
      await owner`update city set clock_offset = clock_offset + make_interval(mins => ${Math.round(hours * 60)})`;
    },
    async layReady(formId) {
      const superuser = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
      await superuser.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        await tx`update downtime_forms set printed_at = printed_at - interval '7 days' where id = ${formId}`;
      });
      await superuser.end();
    },
    reconcile: async () => [...(await owner`select * from reconcile_stock()`)],
    async close() {
      await realtime.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([sql.end({ timeout: 1 }), authSql.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
      await database.drop();
    },
  };
}

async function toRequest(req: IncomingMessage, url: string): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  const body = hasBody ? new Uint8Array(await buffer(req)) : null;
  return new Request(`${url}${req.url ?? '/'}`, { method: req.method ?? 'GET', headers, body });
}

type Serialized = Parameters<typeof SuperJSON.deserialize>[0];

function readAnswer(status: number, text: string): Answer {
  const parsed = JSON.parse(text) as { result?: { data: Serialized }; error?: unknown };
  if (parsed.result)
    return { status, code: 'ok', data: SuperJSON.deserialize(parsed.result.data), violations: [], text };
  // Refusals before tRPC (a forged origin) are plain JSON, its own are serialised like answers.
  if (typeof parsed.error === 'string')
    return {
      status,
      code: parsed.error,
      data: null,
      violations: (parsed as { violations?: Answer['violations'] }).violations ?? [],
      text,
    };
  const { data } = SuperJSON.deserialize(parsed.error as Serialized) as {
    data: { error: string; violations: Answer['violations'] };
  };
  return { status, code: data.error, data: null, violations: data.violations, text };
}
