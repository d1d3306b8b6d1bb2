import { collectDefaultMetrics, Registry } from 'prom-client';
import { drizzleOn } from '@/db/drizzle';
import { requiredSchemaVersion } from '@/db/migrate';
import { anchorHeads } from './audit/anchor-heads';
import { createSetupLink } from './auth/setup';
import { runtimeOfCookie } from './auth/which-city';
import { prepareDemo } from './demo/prepare';
import { breathe } from './demo/pulse';
import { readEnv } from './env';
import { createReadinessCheck } from './http/health';
import { closeHttpServer, createHttpServer, cutUpgraded, listen, type Serving } from './http/serve';
import { startJobs } from './jobs/run-jobs';
import { createLogger } from './log';
import { handlePoll } from './realtime/poll';
import { attachRealtime } from './realtime/socket';
import { createBell, createDiskWatch, installRuntime, type Runtime } from './runtime';
import { formatTable, say, step } from './start/console';
import { openDatabase } from './start/database';
import { everyCityJobs } from './start/jobs';
import { offerPractice } from './start/practice';

const since = Number(process.argv.find((arg) => arg.startsWith('--since='))?.slice(8)) || performance.timeOrigin;
const env = readEnv();
// React and Next choose their build by it when they are loaded, which is below.
Object.assign(process.env, { NODE_ENV: env.isDev ? 'development' : 'production' });
process.title = 'xuemai';

const log = createLogger(env.logLevel);
const serving: Serving = {
  phase: 'starting',
  readiness: undefined,
  metrics: undefined,
  pages: undefined,
  hasPractice: false,
};
const server = createHttpServer(env, serving, (error) => log.error({ err: error }, 'request failed'));

interface Closable {
  close(): Promise<unknown>;
}
/** What has been opened, by the time of the question. */
const opened: {
  realtime?: Closable;
  jobs?: Closable;
  anchors?: Closable;
  pages?: Closable;
  practice?: Closable;
  database?: Closable;
} = {};
let stopping: Promise<void> | undefined;

/** The city does not wait longer for the one for practising: it comes when it comes. */
const practiceWithinMs = 15_000;
const finishWithinMs = 20_000;
const giveUpAfterMs = 60_000;

/** Accept nothing more, finish what runs, end the sockets (an http close alone leaves them open), then Next, then the database. */
async function closeAll(): Promise<void> {
  const settle = async (name: string, work: Promise<unknown> | undefined) => {
    await work?.catch((error: unknown) => log.error({ err: error }, `closing ${name} failed`));
  };
  const http = closeHttpServer(server, finishWithinMs);
  await settle('jobs', opened.jobs?.close());
  await settle('realtime', opened.realtime?.close());
  cutUpgraded(server);
  await settle('http', http);
  await settle('anchors', opened.anchors?.close());
  await settle('pages', opened.pages?.close());
  await settle('practice', opened.practice?.close());
  await settle('database', opened.database?.close());
}

function stop(reason: string, code = 0): Promise<void> {
  stopping ??= (async () => {
    const began = performance.now();
    serving.phase = 'stopping';
    say(`\n正在停止 (${reason}) … Stopping …`);
    // Whatever hangs must not keep the process: the database survives a hard end.
    setTimeout(() => {
      log.fatal('stopping took too long; ending at once');
      process.exit(1);
    }, giveUpAfterMs).unref();
    // A proxy in front needs to see the 503 before the door closes; nobody stands before a demo on this machine.
    if (env.database && reason === 'SIGTERM') await new Promise((resolve) => setTimeout(resolve, 5_000));
    await closeAll();
    say(`${String(Math.round(performance.now() - began)).padStart(8)} ms  已停止. Stopped`);
    process.exit(code);
  })();
  return stopping;
}

let lastSignalAt = Number.NEGATIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const now = performance.now();
    // One Ctrl-C arrives more than once: from the terminal, and forwarded by npm and by start.mjs.
    const isSecond = stopping !== undefined && now - lastSignalAt > 500;
    lastSignalAt = now;
    if (isSecond) process.exit(130);
    void stop(signal);
  });
}
// The starter was killed: nobody would stop us any more.
process.on('disconnect', () => void stop('parent gone'));
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught exception');
  void stop('uncaught exception', 1);
});
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

async function preparePages() {
  const { default: next } = await import('next');
  const app = next({ dev: env.isDev, dir: process.cwd(), hostname: env.host, port: env.port, httpServer: server });
  await app.prepare();
  return app;
}

async function start(): Promise<void> {
  const port = await listen(server, env);
  const pages = preparePages();
  pages.catch(() => {});

  const database = await openDatabase(env, (error) => {
    log.fatal({ err: error }, 'the embedded database is lost');
    void stop('database lost', 1);
  });
  opened.database = database;

  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const shownHost = env.host === '0.0.0.0' || env.host === '::' ? '127.0.0.1' : env.host;
  const publicUrl = env.publicUrl ?? `http://${shownHost}:${port}`;
  const runtime: Runtime = {
    sql: database.sql,
    db: drizzleOn(database.sql),
    authSql: database.authSql,
    log,
    metrics,
    authSecret: database.authSecret,
    isDemo: database.embedded !== undefined,
    isPractice: false,
    isInsecure: env.isInsecure,
    publicUrl,
    dataDir: env.dataDir,
    bell: createBell(),
    disk: createDiskWatch(),
  };
  installRuntime(runtime);
  const practice = offerPractice(env, { database, runtime, server, serving, isStopping: () => stopping !== undefined });
  opened.practice = practice;

  const ownerUrl = database.embedded?.ownerUrl;
  const prepared = ownerUrl
    ? await step('演示城市已就绪. Demo city is ready', () =>
        prepareDemo(runtime, { ownerUrl, hasRandomPasswords: !env.isLoopback }),
      )
    : undefined;
  const setup = database.embedded ? undefined : await createSetupLink(runtime);

  opened.realtime = attachRealtime(server, runtime);
  const jobs = startJobs(runtime, [
    ...everyCityJobs,
    ...(prepared && env.hasDemoPulse ? [{ name: 'demo pulse', everySeconds: 20, run: breathe }] : []),
  ]);
  opened.jobs = { close: () => jobs.stop() };
  opened.anchors = { close: () => anchorHeads(runtime) };
  await practice.settled(practiceWithinMs);

  const app = await step('页面已就绪. Pages are ready', () => pages);
  opened.pages = app;
  const handle = app.getRequestHandler();
  serving.pages = async (req, res) => {
    if (await handlePoll(req, res, runtimeOfCookie(req.headers.cookie))) return;
    await handle(req, res);
  };
  serving.metrics = metrics;
  serving.readiness = createReadinessCheck(database.probeSql, requiredSchemaVersion(), runtime.disk);
  if (stopping) return;
  serving.phase = 'serving';

  say(`${String(Math.round(performance.timeOrigin + performance.now() - since)).padStart(8)} ms  总计. In all`);
  say(`\n血脉 Xuemai  ${publicUrl}`);
  if (env.isInsecure) say('连接未加密, 仅限内部试用. The connection is not encrypted: trial use only.');
  for (const line of prepared?.printed ?? []) say(line);
  if (setup) say(`首位管理员在此设置, 链接只用一次. Set up the first administrator, once: ${publicUrl}${setup.path}`);
  if (prepared?.accounts.length) {
    say('\n演示账号. Demo accounts:');
    const rows = prepared.accounts.map(({ role, org, staffNo, password }) => [role, org, staffNo, password]);
    for (const line of formatTable([['角色', '单位', '工号', '密码'], ...rows])) say(line);
  }
  say('\n按 Ctrl-C 停止. Press Ctrl-C to stop.');
}

start().catch(async (error: unknown) => {
  console.error(`\n没有启动. Did not start: ${error instanceof Error ? error.message : String(error)}`);
  log.debug({ err: error }, 'start failed');
  await closeAll();
  process.exit(1);
});
