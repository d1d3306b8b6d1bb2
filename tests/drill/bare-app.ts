// The application without its pages: database, demo city, relay, jobs, and the two HTTP endpoints that commands go through.
// Starts in a second and needs no build; `drill kill` without --bare starts the real thing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { drizzleOn } from '@/db/drizzle';
import { requiredSchemaVersion } from '@/db/migrate';
import { anchorHeads, auditAnchors } from '@/server/audit/anchor-heads';
import { handleAuth } from '@/server/auth/handler';
import { prepareDemo } from '@/server/demo/prepare';
import { readEnv } from '@/server/env';
import { createReadinessCheck } from '@/server/http/health';
import { closeHttpServer, createHttpServer, listen, type Serving } from '@/server/http/serve';
import { cityJobs } from '@/server/jobs/city-jobs';
import { startJobs } from '@/server/jobs/run-jobs';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { expireBags } from '@/server/modules/stock/expire';
import { handlePoll } from '@/server/realtime/poll';
import { attachRealtime } from '@/server/realtime/socket';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { openDatabase } from '@/server/start/database';
import { handleTrpc } from '@/server/trpc-endpoint';

const env = readEnv();
const log = pino({ level: env.logLevel, base: null });
const serving: Serving = {
  phase: 'starting',
  readiness: undefined,
  metrics: undefined,
  pages: undefined,
  hasPractice: false,
};
const server = createHttpServer(env, serving, (error) => log.error({ err: error }, 'request failed'));

function route(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/trpc/')) return handleTrpc(request);
  if (pathname.startsWith('/api/auth/')) return handleAuth(request, pathname.slice('/api/auth/'.length).split('/'));
  return Promise.resolve(new Response(null, { status: 404 }));
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  const body = hasBody ? { body: Readable.toWeb(req) as ReadableStream, duplex: 'half' as const } : {};
  const response = await route(
    new Request(`http://${req.headers.host}${req.url}`, { method: req.method ?? 'GET', headers, ...body }),
  );
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
  res.setHeader('set-cookie', response.headers.getSetCookie());
  res.writeHead(response.status);
  res.end(Buffer.from(await response.arrayBuffer()));
}

const port = await listen(server, env);
const database = await openDatabase(env, (error) => {
  log.fatal({ err: error }, 'the embedded database is lost');
  process.exit(1);
});
const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const runtime: Runtime = {
  sql: database.sql,
  db: drizzleOn(database.sql),
  authSql: database.authSql,
  log,
  metrics,
  authSecret: database.authSecret,
  isDemo: true,
  isPractice: false,
  isInsecure: false,
  publicUrl: `http://127.0.0.1:${port}`,
  dataDir: env.dataDir,
  bell: createBell(),
  disk: createDiskWatch(),
};
installRuntime(runtime);
await prepareDemo(runtime, { ownerUrl: database.embedded?.ownerUrl ?? '', hasRandomPasswords: false });
const realtime = attachRealtime(server, runtime);
const jobs = startJobs(runtime, [
  ...cityJobs,
  { name: 'expiry', everySeconds: 30, run: expireBags },
  { name: 'reservations', everySeconds: 60, run: lapseReservations },
  auditAnchors,
]);
serving.pages = async (req, res) => {
  if (!(await handlePoll(req, res, runtime))) await answer(req, res);
};
serving.metrics = metrics;
serving.readiness = createReadinessCheck(database.probeSql, requiredSchemaVersion(), runtime.disk);
serving.phase = 'serving';

process.once('SIGTERM', async () => {
  serving.phase = 'stopping';
  const http = closeHttpServer(server, 5_000);
  await jobs.stop();
  await realtime.close();
  await http;
  await anchorHeads(runtime);
  await database.close();
  process.exit(0);
});
