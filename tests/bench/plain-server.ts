// The reference: a bare node http server over postgres.js, as the superuser, without sessions, rights, row-level security or rules.
// POST /page runs two statements it was given and answers JSON; POST /write does one statement of ledger work and emits to a room.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import postgres from 'postgres';
import { Server } from 'socket.io';
import { listenBacklog } from '@/server/http/serve';
import type { Address } from './place';

const address = JSON.parse(process.argv[2] ?? '{}') as Address;
const sql = postgres(address.adminUrl, {
  max: 20,
  onnotice: () => {},
  connection: { session_replication_role: 'replica', application_name: 'xuemai plain' },
});

export interface PageQuestion {
  readonly page: string;
  readonly pageValues: readonly unknown[];
  readonly count: string;
  readonly countValues: readonly unknown[];
}

async function readPage({ page, pageValues, count, countValues }: PageQuestion): Promise<string> {
  const rows = await sql.unsafe(page, pageValues as never[], { prepare: true });
  const [total] = await sql.unsafe(count, countValues as never[], { prepare: true });
  return JSON.stringify({ rows, total });
}

/** What was said to the room, by its number. */
const told: unknown[] = [];

interface Write {
  readonly id: string;
  readonly orgId: string;
  readonly unitIds: readonly string[];
}

/** Bags, movements, cells and outbox in one statement, told to the city and to the house. */
async function write({ id, orgId, unitIds }: Write): Promise<string> {
  const cells = await sql`
    with unit as (
      update blood_units set state = 'quarantined', last_kind = 'hold', hold_reason = 'label', version = version + 1
      where id = any(${unitIds as string[]}) and state = 'available' and holder_org_id = ${orgId} returning id, component, abo, rhd, amount
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select id, 'hold', ${orgId}, 'available', ${orgId}, 'quarantined', component, abo, rhd, amount, 'stock', ${id}, ${orgId}, '1001' from unit
    ), taken as (
      select component, abo, rhd, count(*) as bags, sum(amount) as amount from unit group by 1, 2, 3
    ), cell as (
      update stock_cells c set available_bags = available_bags - t.bags, available_amount = available_amount - t.amount,
        quarantined_bags = quarantined_bags + t.bags, quarantined_amount = quarantined_amount + t.amount, version = c.version + 1
      from taken t where c.org_id = ${orgId} and c.component = t.component and c.abo = t.abo and c.rhd = t.rhd returning c.*
    ), told as (
      insert into outbox (org_id, rooms, envelope) select ${orgId}, array['plain'], jsonb_agg(to_jsonb(cell)) from cell
    )
    select * from cell`;
  if (cells.length === 0) throw new Error('the bags are gone');
  const frame = { recordId: id, cells };
  told.push(frame);
  io.local.to(['city', orgId]).emit('changes', frame);
  return '{}';
}

const server = createServer((req: IncomingMessage, res) => {
  json(req)
    .then((body) => (req.url === '/page' ? readPage(body as PageQuestion) : write(body as Write)))
    .then(
      (text) => res.writeHead(200, { 'content-type': 'application/json' }).end(text),
      (error: unknown) => res.writeHead(500).end(String(error)),
    );
});
const io = new Server(server, {
  path: '/plain',
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
});
io.on('connection', (socket) => {
  void socket.join(String(socket.handshake.auth.room ?? 'city'));
  socket.on('resume', ({ seq }: { seq: number }, answer: (answer: unknown) => void) =>
    answer({ epoch: 'plain', seq: told.length, changes: seq === 0 ? [] : told.slice(seq) }),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', listenBacklog, resolve));
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() }));
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
