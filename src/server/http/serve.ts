import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Registry } from 'prom-client';
import { practiceSocketPath, socketPath } from '@/domain/live/protocol';
import { stampAddress } from '../auth/address';
import { stampPath } from '../auth/path';
import type { Env } from '../env';
import { findBodyFault } from './body-limits';
import type { Readiness } from './health';
import { mayReadMetrics } from './metrics';
import { findOldVisitor } from './old-browser';
import { renderOldBrowserPage } from './old-browser-page';
import { setSecurityHeaders } from './security-headers';

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** What the listener needs; filled in while the process starts, so that the port answers from the first moment. */
export interface Serving {
  phase: 'starting' | 'serving' | 'stopping';
  readiness: (() => Promise<Readiness>) | undefined;
  metrics: Registry | undefined;
  pages: Handler | undefined;
  /** The city for practising has sockets too. */
  hasPractice: boolean;
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  res.end(`${JSON.stringify(body)}\n`);
}

const startingPage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>血脉</title>
<body style="font-family:sans-serif;padding:48px"><p>正在启动, 两秒后自动刷新.</p><p lang="en">Starting; this page reloads by itself.</p></body></html>`;

async function answerReady(res: ServerResponse, serving: Serving): Promise<void> {
  const readiness: Readiness =
    serving.phase === 'serving' && serving.readiness
      ? await serving.readiness()
      : { status: serving.phase === 'stopping' ? 'stopping' : 'starting' };
  const isUp = readiness.status === 'ready' || readiness.status === 'degraded';
  sendJson(res, isUp ? 200 : 503, readiness);
}

async function answer(req: IncomingMessage, res: ServerResponse, env: Env, serving: Serving): Promise<void> {
  setSecurityHeaders(req, res, env);
  // Next's own; from outside it can only be an attempt to skip something.
  delete req.headers['x-middleware-subrequest'];
  stampAddress(req, env.publicUrl?.startsWith('https:') ?? false);
  const path = req.url?.split('?', 1)[0] ?? '';
  stampPath(req, path);
  const fault = findBodyFault(req, path);
  if (fault) {
    // What is on its way is not read: the connection ends with the answer.
    res.setHeader('Connection', 'close');
    sendJson(res, fault, { error: fault === 411 ? 'length_required' : 'too_large' });
    return;
  }
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (isRead && path === '/api/health/live') return sendJson(res, 200, { status: 'live' });
  if (isRead && path === '/api/health/ready') return answerReady(res, serving);
  if (isRead && path === '/api/metrics') {
    if (!mayReadMetrics(req, env.metricsToken)) return sendJson(res, 403, { error: 'loopback or METRICS_TOKEN' });
    const text = (await serving.metrics?.metrics()) ?? '';
    res.writeHead(200, { 'Content-Type': serving.metrics?.contentType ?? 'text/plain', 'Cache-Control': 'no-store' });
    res.end(text);
    return;
  }
  const oldBrowser = findOldVisitor(req, path);
  if (oldBrowser) {
    // 200: Internet Explorer puts a page of its own in the place of a refusal.
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', Vary: 'User-Agent' });
    res.end(renderOldBrowserPage(oldBrowser, env.browserHelpUrl));
    return;
  }
  if (!serving.pages) {
    res.writeHead(503, { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': '2', 'Cache-Control': 'no-store' });
    res.end(startingPage);
    return;
  }
  await serving.pages(req, res);
}

/** Connections that became something else: http forgets them, but does not end while they are open. */
const upgraded = new WeakMap<Server, Set<Duplex>>();

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

/** Cuts the websockets that are left, once their owners have said goodbye. */
export function cutUpgraded(server: Server): void {
  for (const socket of upgraded.get(server) ?? []) socket.destroy();
}

/** The one http server. Health, metrics, security headers and the page for old browsers come before Next. */
export function createHttpServer(env: Env, serving: Serving, onError: (error: unknown) => void): Server {
  const server = createServer((req, res) => {
    answer(req, res, env, serving).catch((error: unknown) => {
      onError(error);
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { error: 'internal' });
    });
  });
  server.on('upgrade', (req, socket) => {
    const path = req.url?.split('?', 1)[0] ?? '';
    const isSocket = path.startsWith(socketPath) || (serving.hasPractice && path.startsWith(practiceSocketPath));
    const isOurs = serving.phase === 'serving' && isSocket;
    if (!isOurs && !(env.isDev && path.startsWith('/_next/'))) {
      // Whoever listens for upgrades leaves the others' alone; unanswered, each would stay open for ever.
      refuseUpgrade(socket, serving.phase === 'serving' ? '404 Not Found' : '503 Service Unavailable');
      return;
    }
    upgraded.get(server)?.add(socket);
    socket.once('close', () => upgraded.get(server)?.delete(socket));
  });
  upgraded.set(server, new Set());
  // Longer than a proxy's idle time, or the proxy writes into a connection that is just closing.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  return server;
}

/**
 * Connections that wait to be taken. Node asks for 511: of two thousand screens that come back at once the rest would knock again after one,
 * three and seven seconds. The system's own limit stands above it (Linux: net.core.somaxconn, 4,096).
 */
export const listenBacklog = 8_192;

/** Resolves to the port; a taken one is a sentence. */
export function listen(server: Server, env: Env): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${env.host}:${env.port}`;
      if (error.code === 'EADDRINUSE')
        reject(
          new Error(
            `${where} 已被占用: 可能已有一个血脉在运行; 停止它, 或设置 PORT=3001. The port is taken: stop the other program, or set PORT=3001.`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(new Error(`${where} 不允许使用: 选 1024 以上的 PORT. Not allowed: choose a PORT above 1024.`));
      else reject(new Error(`${where}: ${error.message}`));
    });
    server.listen(env.port, env.host.replace(/^\[|\]$/g, ''), listenBacklog, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : env.port);
    });
  });
}

/** Stops accepting, lets what runs finish, then cuts. */
export async function closeHttpServer(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle only after its last answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => {
    server.closeAllConnections();
    cutUpgraded(server);
  }, timeoutMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
