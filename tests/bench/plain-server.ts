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

/** Bag, movement, cell and outbox in one statement. */
async function write({ orgId, unitId }: { orgId: string; unitId: string }): Promise<string> {
  const [moved] = await sql`
    with unit as (
      update blood_units set state = 'quarantined', last_kind = 'hold', hold_reason = 'label', version = version + 1
      where id = ${unitId} and state = 'available' and holder_org_id = ${orgId} returning id, component, abo, rhd, amount
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select id, 'hold', ${orgId}, 'available', ${orgId}, 'quarantined', component, abo, rhd, amount, 'stock', ${unitId}, ${orgId}, '1001' from unit
    ), cell as (
      update stock_cells c set available_bags = available_bags - 1, available_amount = available_amount - unit.amount, quarantined_bags = quarantined_bags + 1,
        quarantined_amount = quarantined_amount + unit.amount, version = c.version + 1
      from unit where c.org_id = ${orgId} and c.component = unit.component and c.abo = unit.abo and c.rhd = unit.rhd returning c.*
    ), told as (
      insert into outbox (org_id, rooms, envelope) select ${orgId}, array['plain'], to_jsonb(cell) from cell
    )
    select * from cell`;
  if (!moved) throw new Error('the bag is gone');
  told.push({ recordId: unitId, cell: moved });
  io.local.to('city').emit('changes', told.at(-1));
  return '{}';
}

const server = createServer((req: IncomingMessage, res) => {
  json(req)
    .then((body) =>
      req.url === '/page' ? readPage(body as PageQuestion) : write(body as { orgId: string; unitId: string }),
    )
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
  void socket.join('city');
  socket.on('resume', ({ seq }: { seq: number }, answer: (answer: unknown) => void) =>
    answer({ epoch: 'plain', seq: told.length, changes: seq === 0 ? [] : told.slice(seq) }),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', listenBacklog, resolve));
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() }));
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
