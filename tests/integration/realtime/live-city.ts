import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import type { CellState, Envelope } from '@/domain/change';
import {
  type ClientEvents,
  type FeedCursor,
  type Heartbeat,
  type ResumeAnswer,
  type ServerEvents,
  socketPath,
} from '@/domain/live/protocol';
import type { OrganisationKind, Role } from '@/domain/permissions';
import { sessionCookieName } from '@/server/auth/auth';
import type { UserActor } from '@/server/kernel/actor';
import { defineCommand, done, execute } from '@/server/kernel/command';
import { handlePoll } from '@/server/realtime/poll';
import { attachRealtime, type Realtime } from '@/server/realtime/socket';
import { createBell, createDiskWatch, type Runtime } from '@/server/runtime';
import { createTestDatabase, type TestDatabase } from '../../support/database';

export interface Person {
  readonly actor: UserActor;
  readonly cookie: string;
}

/** One server process: its own pools, bell, http server and live path, on the shared database. */
export interface Process {
  readonly runtime: Runtime;
  readonly realtime: Realtime;
  readonly server: Server;
  readonly url: string;
  close(): Promise<void>;
}

export interface LiveCity {
  readonly database: TestDatabase;
  readonly owner: Sql;
  startProcess(): Promise<Process>;
  enrol(orgId: string, orgKind: OrganisationKind, roles: readonly Role[]): Promise<Person>;
  close(): Promise<void>;
}

const authSecret = randomBytes(32).toString('hex');

export async function openLiveCity(): Promise<LiveCity> {
  const database = await createTestDatabase();
  const owner = postgres(database.ownerUrl, { max: 4, onnotice: () => {} });
  const processes: Process[] = [];
  await owner`update city set kind = 'test', name = '试验市'`;

  async function startProcess(): Promise<Process> {
    const sql = openPool(database.appUrl, { max: 6 }) as unknown as Sql;
    const authSql = openPool(database.authUrl, { max: 2 }) as unknown as Sql;
    const made = { url: '' };
    const server = createServer((req, res) => {
      void handlePoll(req, res, runtime).then((isAnswered) => {
        if (!isAnswered) res.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const runtime: Runtime = {
      sql,
      db: drizzleOn(sql),
      authSql,
      log: pino({ level: process.env.LIVE_LOG ?? 'fatal' }),
      metrics: new Registry(),
      authSecret,
      isDemo: false,
      isPractice: false,
      isInsecure: false,
      publicUrl: made.url,
      dataDir: '',
      bell: createBell(),
      disk: createDiskWatch(),
    };
    const realtime = attachRealtime(server, runtime);
    let isClosed = false;
    const started: Process = {
      runtime,
      realtime,
      server,
      url: made.url,
      async close() {
        if (isClosed) return;
        isClosed = true;
        await realtime.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await Promise.all([sql.end({ timeout: 1 }), authSql.end({ timeout: 1 })]);
      },
    };
    processes.push(started);
    return started;
  }

  async function enrol(orgId: string, orgKind: OrganisationKind, roles: readonly Role[]): Promise<Person> {
    const [personId, membershipId, sessionId, userId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const staffNo = randomBytes(4).toString('hex');
    const token = randomBytes(24).toString('hex');
    await owner.begin(async (tx) => {
      await tx`insert into organisations (id, kind, name, short_name) values (${orgId}, ${orgKind}, ${orgId}, ${orgId}) on conflict do nothing`;
      await tx`insert into people (id, org_id, staff_no, name, auth_user_id) values (${personId}, ${orgId}, ${staffNo}, '试', ${userId})`;
      await tx`insert into memberships (id, person_id, org_id, roles) values (${membershipId}, ${personId}, ${orgId}, ${[...roles]})`;
      await tx`insert into auth."user" (id, name, email) values (${userId}, '试', ${`${userId}@invalid`})`;
      await tx`
        insert into auth.session (id, token, user_id, expires_at, membership_id, org_id)
        values (${sessionId}, ${token}, ${userId}, now() + interval '12 hours', ${membershipId}, ${orgId})`;
    });
    const signature = createHmac('sha256', authSecret).update(token).digest('base64');
    const name = sessionCookieName({ publicUrl: 'http://127.0.0.1' } as Runtime);
    return {
      cookie: `${name}=${encodeURIComponent(`${token}.${signature}`)}`,
      actor: {
        kind: 'user',
        personId,
        name: '试',
        staffNo,
        orgId,
        orgKind,
        orgName: orgId,
        department: '',
        district: '',
        roles,
        sessionId,
        membershipId,
        mustChangePassword: false,
      },
    };
  }

  return {
    database,
    owner,
    startProcess,
    enrol,
    async close() {
      await Promise.all(processes.map((started) => started.close()));
      await owner.end({ timeout: 1 });
      await database.drop();
    },
  };
}

export type Abo = 'A' | 'B' | 'O' | 'AB';

/** A real command on the real ledger: one bag comes in from supply. The city hears a tally when `isPublic`. */
export const takeIn = defineCommand({
  name: 'bag-receipts.post',
  permission: 'bag-receipts.post',
  input: z.object({
    abo: z.enum(['A', 'B', 'O', 'AB']),
    isPublic: z.boolean().default(true),
    isHeardByOffices: z.boolean().default(false),
    movesBag: z.boolean().default(true),
    recordId: z.uuid().optional(),
    version: z.int().default(1),
    holdMs: z.int().default(0),
  }),
  async run({ q, orgId }, { abo, isPublic, isHeardByOffices, movesBag, recordId = randomUUID(), version, holdMs }) {
    if (movesBag)
      await q`
        insert into stock_movements (unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        values (${randomUUID()}, 'receive', 'supply', ${orgId}, 'available', 'RBC', ${abo}, 'positive', 200, 'bag-receipts', ${recordId}, ${orgId}, '试')`;
    if (holdMs > 0) await q`select pg_sleep(${holdMs / 1000})`;
    return done(recordId, {
      module: 'bag-receipts',
      recordId,
      action: 'bag-receipts.post',
      version,
      state: 'posted',
      orgId,
      before: null,
      after: { version },
      ...(isPublic ? { tally: { kind: 'receive', bags: 1 } } : {}),
      ...(isHeardByOffices ? { isHeardByOffices } : {}),
    });
  },
});

export async function receiveBag(
  { runtime }: Process,
  person: Person,
  input: z.input<typeof takeIn.input> = { abo: 'A' },
): Promise<string> {
  return execute(takeIn, { runtime, actor: person.actor, requestId: randomUUID() }, input);
}

/** A screen as the browser's: what it heard, in the order it heard it. */
export interface Screen {
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly heard: Envelope[];
  readonly beats: Heartbeat[];
  readonly snapshots: Heartbeat[];
  readonly words: string[];
  frames: number;
  resume(cursor: FeedCursor): Promise<ResumeAnswer>;
  close(): void;
}

export async function openScreen(
  started: Pick<Process, 'url'>,
  cookie: string | undefined,
  headers: Record<string, string> = { origin: started.url },
  drawnFor?: string,
): Promise<Screen> {
  const socket: Socket<ServerEvents, ClientEvents> = io(started.url, {
    path: socketPath,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(drawnFor === undefined ? {} : { auth: { drawnFor } }),
    extraHeaders: { ...(cookie ? { cookie } : {}), ...headers },
  });
  const screen: Screen = {
    socket,
    heard: [],
    beats: [],
    snapshots: [],
    words: [],
    frames: 0,
    resume: (cursor) => socket.timeout(5_000).emitWithAck('resume', cursor),
    close: () => socket.disconnect(),
  };
  socket.on('changes', ({ changes }) => {
    screen.frames += 1;
    screen.heard.push(...changes);
  });
  socket.on('heartbeat', (beat) => screen.beats.push(beat));
  socket.on('snapshot', (beat) => screen.snapshots.push(beat));
  socket.on('session_ended', () => screen.words.push('session_ended'));
  socket.on('server_restart', () => screen.words.push('server_restart'));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return screen;
}

export async function until(isTrue: () => boolean | Promise<boolean>, what: string, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Resolves when this screen has heard that everything committed before the call has been told. */
export async function settled(city: LiveCity, screen: Screen): Promise<Heartbeat> {
  const drained = async () => (await city.owner`select 1 from outbox limit 1`).length === 0;
  await until(drained, 'the outbox is empty');
  const [head] = await city.owner<{ seq: string }[]>`select seq from feed_head`;
  await until(() => (screen.beats.at(-1)?.seq ?? -1) >= Number(head?.seq), 'a heartbeat with the head of the feed');
  const beat = screen.beats.at(-1);
  if (!beat) throw new Error('no heartbeat');
  return beat;
}

export function cellsHeard(screen: Screen): CellState[] {
  return screen.heard.flatMap((envelope) => envelope.cells);
}

export async function cellsStored(
  city: LiveCity,
  orgId: string,
): Promise<{ abo: string; bags: number; version: number }[]> {
  return city.owner<{ abo: string; bags: number; version: number }[]>`
    select abo, available_bags as bags, version::int as version from stock_cells where org_id = ${orgId} order by abo`;
}
