// Our server as a process of its own: the tRPC endpoint and the live path on one http server, as in production but for Next.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { listenBacklog } from '@/server/http/serve';
import { attachRealtime } from '@/server/realtime/socket';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { handleTrpc } from '@/server/trpc-endpoint';
import type { Address } from './place';

const address = JSON.parse(process.argv[2] ?? '{}') as Address;
const server = createServer((req, res) => void answer(req, res).catch(() => res.destroy()));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', listenBacklog, resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const sql = openPool(address.appUrl, { max: 20 });
const runtime: Runtime = {
  ...{
    sql,
    authSql: openPool(address.authUrl, { max: 5 }),
    db: drizzleOn(sql),
    log: pino({ level: 'error' }),
    metrics: new Registry(),
  },
  ...{
    authSecret: address.authSecret,
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: url,
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  },
};
installRuntime(runtime);
const realtime = attachRealtime(server, runtime);

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const body = req.method === 'POST' ? new Uint8Array(await buffer(req)) : null;
  const response = await handleTrpc(
    new Request(`${url}${req.url}`, { method: req.method ?? 'GET', headers, body }),
    runtime,
  );
  res.writeHead(response.status, Object.fromEntries(response.headers));
  res.end(Buffer.from(await response.arrayBuffer()));
}

process.once('SIGTERM', async () => {
  await realtime.close();
  process.exit(0);
});
process.once('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() }));
process.send?.({ url });
