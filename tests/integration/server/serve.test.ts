import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { requiredSchemaVersion } from '@/db/migrate';
import { type Env, parseEnv } from '@/server/env';
import { createReadinessCheck } from '@/server/http/health';
import {
  closeHttpServer,
  createHttpServer,
  cutUpgraded,
  type Handler,
  listen,
  type Serving,
} from '@/server/http/serve';
import { createDiskWatch } from '@/server/runtime';
import { createTestDatabase } from '../../support/database';

const disk = createDiskWatch();
const token = 'a-token-of-some-length';
const closers: (() => Promise<unknown>)[] = [];

async function open(pages: Handler | undefined, settings: Record<string, string> = {}) {
  const env: Env = parseEnv({ PORT: '0', METRICS_TOKEN: token, ...settings }, { isDev: false });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const serving: Serving = {
    phase: pages ? 'serving' : 'starting',
    readiness: undefined,
    metrics,
    pages,
    hasPractice: false,
  };
  const errors: unknown[] = [];
  const server = createHttpServer(env, serving, (error) => errors.push(error));
  const port = await listen(server, env);
  closers.push(() => closeHttpServer(server, 100));
  return { url: `http://127.0.0.1:${port}`, port, serving, server, errors };
}

const hello: Handler = (_, res) => void res.end('hello');

describe('the http server', () => {
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  it('answers from the first moment: alive, not ready, and a page that reloads itself', async () => {
    const { url } = await open(undefined);
    expect(await (await fetch(`${url}/api/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${url}/api/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'starting' }]);
    const page = await fetch(url);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await page.text()).toContain('正在启动');
  });

  it('is ready when the database takes writes and stands at the required version, and says how late the feed is', async () => {
    const database = await createTestDatabase();
    const sql = openPool(database.appUrl, { max: 1 });
    const { url, serving } = await open(hello);
    serving.readiness = createReadinessCheck(sql, requiredSchemaVersion(), disk);
    const answer = await fetch(`${url}/api/health/ready`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ready',
      demo: false,
      database: { writable: true },
      schema: { version: requiredSchemaVersion(), required: requiredSchemaVersion() },
      feed: { pending: 0, lagSeconds: 0 },
    });
    await sql.end();
    await database.drop();
  });

  it('is not ready on a read-only database, on an older schema, or without a database', async () => {
    const database = await createTestDatabase();
    const owner = openPool(database.ownerUrl, { max: 1 });
    const sql = openPool(database.appUrl, { max: 1 });
    expect(await createReadinessCheck(sql, requiredSchemaVersion() + 1, disk)()).toMatchObject({
      status: 'unavailable',
    });
    await owner.unsafe(`alter database ${database.name} set default_transaction_read_only = on`);
    const readOnly = openPool(database.appUrl, { max: 1 });
    expect(await createReadinessCheck(readOnly, requiredSchemaVersion(), disk)()).toEqual({
      status: 'unavailable',
      database: { writable: false },
    });
    await Promise.all([owner, sql, readOnly].map((pool) => pool.end()));
    await database.drop();
    const gone = openPool(database.appUrl, { max: 1 });
    expect(await createReadinessCheck(gone, 1, disk)()).toMatchObject({ status: 'unavailable' });
    await gone.end();
  });

  it('is degraded, and still serves, while the feed is late', async () => {
    const database = await createTestDatabase();
    const owner = openPool(database.ownerUrl, { max: 1 });
    await owner`insert into outbox (org_id, rooms, envelope)
      select 'H01', '{}', jsonb_build_object('at', city_now() - interval '60 seconds')`;
    const sql = openPool(database.appUrl, { max: 1 });
    const readiness = await createReadinessCheck(sql, requiredSchemaVersion(), disk)();
    expect(readiness).toMatchObject({ status: 'degraded', feed: { pending: 1 } });
    expect(readiness.feed?.lagSeconds).toBeGreaterThanOrEqual(60);
    await Promise.all([owner.end(), sql.end()]);
    await database.drop();
  });

  it('is degraded, and says that nothing can be written, once a command met a full disk', async () => {
    const database = await createTestDatabase();
    const sql = openPool(database.appUrl, { max: 1 });
    const full = createDiskWatch();
    full.noteFull();
    expect(await createReadinessCheck(sql, requiredSchemaVersion(), full)()).toMatchObject({
      status: 'degraded',
      database: { writable: false },
    });
    await sql.end();
    await database.drop();
  });

  it('refuses a body that is too large for its path, or of unknown length, before anybody is asked who he is', async () => {
    let calls = 0;
    const { url } = await open((_, res) => {
      calls += 1;
      res.end('heard');
    });
    const send = async (path: string, bytes: number) =>
      (await fetch(`${url}${path}`, { method: 'POST', body: 'x'.repeat(bytes) })).status;
    expect(await send('/api/auth/sign-in', 16_384)).toBe(200);
    expect(await send('/api/auth/sign-in', 16_385)).toBe(413);
    expect(await send('/api/trpc/stock.units', 2_097_152)).toBe(200);
    expect(await send('/api/trpc/stock.units', 2_097_153)).toBe(413);
    expect(await send('/api/import/shipments', 5_242_881)).toBe(413);
    expect(await send('/stock', 65_537)).toBe(413);
    expect(calls).toBe(2);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_024)) });
    const streamed = await fetch(`${url}/api/trpc/stock.units`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(411);
    expect(calls).toBe(2);
  });

  it('shows metrics to this machine and to the token, not to what a proxy brings', async () => {
    const { url } = await open(hello);
    const ask = async (headers: Record<string, string>) => (await fetch(`${url}/api/metrics`, { headers })).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ 'x-forwarded-for': '127.0.0.1' })).toBe(403);
    expect(await ask({ forwarded: 'for=127.0.0.1' })).toBe(403);
    expect(await ask({ 'x-forwarded-for': '10.0.0.1', authorization: `Bearer ${token}` })).toBe(200);
    expect(await ask({ 'x-forwarded-for': '10.0.0.1', authorization: `Bearer ${token}x` })).toBe(403);
    expect(await (await fetch(`${url}/api/metrics`)).text()).toContain('process_cpu_seconds_total');
  });

  it('puts the security headers on every answer, and no name of a program', async () => {
    const { url, port } = await open(hello);
    for (const path of ['/', '/api/health/live', '/api/metrics']) {
      const { headers } = await fetch(url + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`default-src 'self'`);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(policy).toContain(`ws://127.0.0.1:${port}`);
      expect(policy).not.toMatch(/unsafe-eval|https?:\/\/(?!127)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    const encrypted = await open(hello, { PUBLIC_URL: 'https://xuemai.example.cn' });
    expect((await fetch(encrypted.url)).headers.get('strict-transport-security')).toContain('max-age');
  });

  it('shows an old browser a page of its own before Next is asked, and leaves programs alone', async () => {
    const { url, serving } = await open(hello, { BROWSER_HELP_URL: 'http://soft.example.cn/chrome' });
    const ask = (path: string, userAgent: string) => fetch(url + path, { headers: { 'user-agent': userAgent } });
    const chrome = (version: number) =>
      `Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
    const page = await ask('/login', chrome(86));
    expect([page.status, page.headers.get('vary'), page.headers.get('cache-control')]).toEqual([
      200,
      'User-Agent',
      'no-store',
    ]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const words = await page.text();
    expect(words).toContain('Chrome 86');
    expect(words).toContain('http://soft.example.cn/chrome');
    for (const userAgent of [chrome(109), chrome(143), 'curl/7.88.1', 'Xuemai-Box/2'])
      expect(await (await ask('/login', userAgent)).text()).toBe('hello');
    expect(await (await ask('/api/trpc/stock.cells', chrome(86))).text()).toBe('hello');
    expect(await (await ask('/api/health/live', chrome(86))).json()).toEqual({ status: 'live' });
    expect(await (await ask('/api/metrics', chrome(86))).text()).toContain('process_cpu_seconds_total');
    serving.pages = undefined;
    expect(await (await ask('/login', chrome(86))).text()).toContain('Chrome 86');
  });

  it('does not let a Host header write into the policy', async () => {
    const { port } = await open(hello);
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: evil.example; script-src *\r\nConnection: close\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString('latin1')).not.toContain('evil.example');
    socket.destroy();
  });

  it('drops the header by which a request could pretend to be Next’s own', async () => {
    let seen: unknown = 'not asked';
    const { url } = await open((req, res) => {
      seen = req.headers['x-middleware-subrequest'];
      res.end();
    });
    await fetch(url, { headers: { 'x-middleware-subrequest': 'middleware' } });
    expect(seen).toBeUndefined();
  });

  it('answers 500 without details when a page throws, and lives on', async () => {
    const { url, errors } = await open(() => {
      throw new Error('the patient is called 张三');
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.json()]).toEqual([500, { error: 'internal' }]);
    expect(errors).toHaveLength(1);
    expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
  });

  it('when stopping: not ready, lets a running request finish, takes no new one, and does not wait for idle connections', async () => {
    let finish = () => {};
    const { url, serving, server } = await open((_, res) => {
      finish = () => void res.end('finished');
    });
    // A browser keeps its connection: it must not hold up the end.
    const idle = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(idle, 'connect');
    const running = fetch(url);
    await expect.poll(() => finish.toString()).toContain('finished');
    serving.phase = 'stopping';
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(503);
    const began = performance.now();
    const closed = closeHttpServer(server, 20_000);
    await expect(fetch(url, { signal: AbortSignal.timeout(500) })).rejects.toThrow();
    finish();
    expect(await (await running).text()).toBe('finished');
    idle.destroy();
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('refuses an upgrade nobody serves, instead of keeping the connection for ever', async () => {
    const { port, server, serving } = await open(hello);
    const upgrade = async (path: string) => {
      const socket = connect(port, '127.0.0.1');
      const head = [
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: eA==',
      ];
      socket.write(`GET ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      await once(socket, 'close');
      return answer.toString().split('\r\n')[0];
    };
    expect(await upgrade('/socket.io/?EIO=4')).toBe('HTTP/1.1 404 Not Found');
    expect(await upgrade('/_next/hmr')).toBe('HTTP/1.1 404 Not Found');
    serving.phase = 'stopping';
    expect(await upgrade('/api/live/socket/?EIO=4')).toBe('HTTP/1.1 503 Service Unavailable');
    await expect.poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
  });

  it('does not wait for a websocket whose owner has said goodbye', async () => {
    const { port, server } = await open(hello);
    server.on(
      'upgrade',
      (_, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n'),
    );
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /api/live/socket/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'data');
    const began = performance.now();
    const closed = closeHttpServer(server, 20_000);
    cutUpgraded(server);
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
    socket.destroy();
  });

  it('cuts what does not end in time', async () => {
    const { url, server } = await open(() => {});
    const never = fetch(url).then(
      () => 'answered',
      () => 'cut',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closeHttpServer(server, 200);
    expect(await never).toBe('cut');
  });

  it('a taken port is a sentence', async () => {
    const { port } = await open(hello);
    const env = parseEnv({ PORT: String(port) }, { isDev: false });
    const serving: Serving = {
      phase: 'starting',
      readiness: undefined,
      metrics: undefined,
      pages: undefined,
      hasPractice: false,
    };
    await expect(
      listen(
        createHttpServer(env, serving, () => {}),
        env,
      ),
    ).rejects.toThrow(/已被占用/);
  });
});
