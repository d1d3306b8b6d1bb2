import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '@/domain/change';
import { drawnForHeader } from '@/domain/drawn-for';
import { practiceSocketPath, socketPath } from '@/domain/live/protocol';
import { runtimeOfCookie } from '@/server/auth/which-city';
import { parseEnv } from '@/server/env';
import { handleExport } from '@/server/export-endpoint';
import type { Serving } from '@/server/http/serve';
import { handlePoll } from '@/server/realtime/poll';
import { attachRealtime, type Realtime } from '@/server/realtime/socket';
import { installRuntime, thePractice } from '@/server/runtime';
import { openDatabase } from '@/server/start/database';
import { offerPractice } from '@/server/start/practice';
import { openTwoCities, type TwoCities } from './two-cities';

let cities: TwoCities;
let server: Server;
let url: string;
let live: Realtime[];
const sockets: Socket[] = [];

beforeAll(async () => {
  cities = await openTwoCities();
  await cities.person('H01', '1001', ['technician', 'hospital_admin']);
  server = createServer(async (req, res) => {
    if (!(await handlePoll(req, res, runtimeOfCookie(req.headers.cookie)))) res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  live = [attachRealtime(server, cities.city), attachRealtime(server, cities.practice)];
}, 120_000);

afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  for (const one of live) await one.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await cities.close();
});

function connect(path: string, cookie: string, drawnFor: string): Promise<Socket> {
  const socket = io(url, {
    ...{ path, transports: ['websocket'], reconnection: false, forceNew: true, auth: { drawnFor } },
    extraHeaders: { cookie, origin: url },
  });
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });
}

const changesOf = (socket: Socket): Envelope[] => {
  const heard: Envelope[] = [];
  socket.on('changes', (frame: { changes: Envelope[] }) => heard.push(...frame.changes));
  return heard;
};

const poll = async (cookie: string, drawnFor: string) =>
  (
    await fetch(`${url}/api/live/poll?epoch=none&seq=0`, {
      headers: { 'x-xuemai': '1', cookie, [drawnForHeader]: drawnFor },
    })
  ).status;

describe('what is heard live', () => {
  it('of practice is heard in practice alone, and the other way round', async () => {
    // Two browsers of one person.
    const real = await cities.enter('H01', '1001');
    const practising = await cities.practise('H01', '1001');
    const [ofReal, ofPractice] = [
      String((await cities.session(real)).drawnFor),
      String((await cities.session(practising)).drawnFor),
    ];
    const inCity = changesOf(await connect(socketPath, real, ofReal));
    const inPractice = changesOf(await connect(practiceSocketPath, practising, ofPractice));
    const print = (cookie: string) => cities.call('downtimeForms.print', { count: 1 }, { cookie, kind: 'command' });
    expect((await print(practising)).code).toBe('ok');
    await expect.poll(() => inPractice.map(({ module }) => module)).toContain('downtime-forms');
    expect((await print(real)).code).toBe('ok');
    await expect.poll(() => inCity.length).toBe(1);
    expect(inPractice).toHaveLength(1);
  });

  it('is refused to a page of the other city, by socket and by poll', async () => {
    const real = await cities.enter('H01', '1001');
    const practising = await cities.practise('H01', '1001');
    const ofReal = String((await cities.session(real)).drawnFor);
    const ofPractice = `practice-${ofReal}`;
    for (const [path, cookie, drawnFor] of [
      [socketPath, practising, ofPractice],
      [socketPath, practising, ofReal],
      [socketPath, real, ofPractice],
      [practiceSocketPath, real, ofReal],
      [practiceSocketPath, real, ofPractice],
      [practiceSocketPath, practising, ofReal],
    ] as const)
      await expect(connect(path, cookie, drawnFor), `${path} ${drawnFor}`).rejects.toThrow('unauthenticated');
    expect(await poll(real, ofReal)).toBe(200);
    expect(await poll(practising, ofPractice)).toBe(200);
    expect(await poll(real, ofPractice)).toBe(401);
    expect(await poll(practising, ofReal)).toBe(401);
  });
});

describe('what is taken away', () => {
  it('from practice says so in its name and its first lines, and is refused to a page of the real city', async () => {
    const practising = await cities.practise('H01', '1001');
    const drawnFor = String((await cities.session(practising)).drawnFor);
    const take = (forPage: string) =>
      handleExport(
        new Request(`${url}/api/export/downtime-forms?side=owner&${drawnForHeader}=${forPage}`, {
          headers: { cookie: practising },
        }),
        'downtime-forms',
        'zh-CN',
      );
    const answer = await take(drawnFor);
    expect(answer.status).toBe(200);
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toMatch(/filename\*=UTF-8''练习-/);
    expect((await take(drawnFor.replace('practice-', ''))).status).toBe(401);
  });
});

/** A figure by its whole name, as it is scraped; undefined: there is none. */
const figureOf = async (name: string): Promise<number | undefined> => {
  const line = (await cities.city.metrics.metrics()).split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

describe('the figures', () => {
  it('of both cities are read at one place, each under its own name', async () => {
    expect(cities.practice.metrics).toBe(cities.city.metrics);
    const cookie = await cities.practise('H01', '1001');
    const before = await Promise.all(
      ['real', 'practice'].map((city) => figureOf(`xuemai_live_sockets{city="${city}"}`)),
    );
    const drawnFor = String((await cities.session(cookie)).drawnFor);
    const socket = await connect(practiceSocketPath, cookie, drawnFor);
    expect(await figureOf('xuemai_live_sockets{city="practice"}')).toBe((before[1] ?? 0) + 1);
    expect(await figureOf('xuemai_live_sockets{city="real"}')).toBe(before[0]);
    for (const name of ['xuemai_feed_lag_ms', 'xuemai_feed_seq', 'xuemai_relay_holder', 'xuemai_live_frames_sent'])
      for (const city of ['real', 'practice']) expect(await figureOf(`${name}{city="${city}"}`)).toBeTypeOf('number');
    socket.disconnect();
  });
});

describe('the start', () => {
  const secret = 'x'.repeat(32);

  it('refuses a city whose database is one for practising', async () => {
    const { appUrl, authUrl, ownerUrl } = cities.practiceDatabase;
    const env = parseEnv(
      { DATABASE_URL: appUrl, DATABASE_AUTH_URL: authUrl, DATABASE_MIGRATION_URL: ownerUrl, AUTH_SECRET: secret },
      { isDev: false },
    );
    await expect(openDatabase(env, () => {})).rejects.toThrow(/练习单位的库.*PRACTICE_DATABASE_URL/s);
  });

  it('says in the figures that the city for practising answers, and once it is closed that it does not', async () => {
    const { appUrl, authUrl } = cities.practiceDatabase;
    const env = parseEnv(
      {
        ...{ DATABASE_URL: cities.database.appUrl, DATABASE_AUTH_URL: cities.database.authUrl, AUTH_SECRET: secret },
        ...{ PRACTICE_DATABASE_URL: appUrl, PRACTICE_DATABASE_AUTH_URL: authUrl },
      },
      { isDev: false },
    );
    const door = createServer();
    const offering = offerPractice(env, {
      database: {
        ...cities.city,
        embedded: undefined,
        authSecret: secret,
        probeSql: cities.city.sql,
        close: async () => {},
      },
      runtime: cities.city,
      server: door,
      serving: { phase: 'serving', readiness: undefined, metrics: undefined, pages: undefined, hasPractice: false },
      isStopping: () => false,
    });
    await offering.settled(30_000);
    expect(await figureOf('xuemai_practice_up')).toBe(1);
    await offering.close();
    expect(await figureOf('xuemai_practice_up')).toBe(0);
    installRuntime(cities.city, cities.practice);
  });

  it('goes on without a city for practising that cannot be opened, and offers none', async () => {
    const nowhere = 'postgres://xuemai_app:none@127.0.0.1:1/nowhere';
    const env = parseEnv(
      {
        ...{
          DATABASE_URL: 'postgres://a:b@127.0.0.1:2/city',
          DATABASE_AUTH_URL: 'postgres://a:b@127.0.0.1:2/city',
          AUTH_SECRET: secret,
        },
        ...{ PRACTICE_DATABASE_URL: nowhere, PRACTICE_DATABASE_AUTH_URL: nowhere },
      },
      { isDev: false },
    );
    installRuntime(cities.city);
    const serving: Serving = {
      phase: 'serving',
      readiness: undefined,
      metrics: undefined,
      pages: undefined,
      hasPractice: false,
    };
    const offering = offerPractice(env, {
      database: {
        ...cities.city,
        embedded: undefined,
        authSecret: secret,
        probeSql: cities.city.sql,
        close: async () => {},
      },
      runtime: cities.city,
      server,
      serving,
      isStopping: () => false,
    });
    await offering.settled(30_000);
    expect(thePractice()).toBeNull();
    expect(serving.hasPractice).toBe(false);
    expect(await figureOf('xuemai_practice_up')).toBe(0);
    const refused = await cities.post('sign-in', { orgId: 'H01', staffNo: '1001', password: 'any', isPractice: true });
    expect(refused.body.violations?.[0]?.code).toBe('practice.not_offered');
    await offering.close();
    installRuntime(cities.city, cities.practice);
  });
});
