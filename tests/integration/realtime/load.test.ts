import { randomBytes } from 'node:crypto';
import { connect, type Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layCells } from '@/domain/live/cells';
import { socketPath } from '@/domain/live/protocol';
import { cityJobs } from '@/server/jobs/city-jobs';
import { startJobs } from '@/server/jobs/run-jobs';
import { unsentLimitBytes } from '@/server/realtime/slow-sockets';
import {
  type Abo,
  cellsHeard,
  cellsStored,
  type LiveCity,
  openLiveCity,
  openScreen,
  type Person,
  type Process,
  receiveBag,
  type Screen,
  settled,
  until,
} from './live-city';

let city: LiveCity;
let started: Process;
let writer: Person;
const screens: Screen[] = [];
const wires: TcpSocket[] = [];

beforeAll(async () => {
  city = await openLiveCity();
  writer = await city.enrol('H01', 'hospital', ['technician']);
  started = await city.startProcess();
});

afterAll(async () => {
  for (const screen of screens) screen.close();
  for (const wire of wires) wire.destroy();
  await city.close();
});

/** A browser by hand that signs in and then reads nothing more. */
async function openDeaf(cookie: string): Promise<TcpSocket> {
  const { hostname, port } = new URL(started.url);
  const wire = connect(Number(port), hostname);
  wires.push(wire);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    wire.once('error', reject);
    wire.on('data', (chunk) => {
      said += chunk.toString('latin1');
      if (said.includes('0{"sid"') && !said.includes('40{"sid"')) {
        // "40": join the namespace, masked as a browser does.
        const [mask, word] = [randomBytes(4), Buffer.from('40')];
        wire.write(
          Buffer.concat([Buffer.from([0x81, 0x80 | word.length]), mask, word.map((byte, i) => byte ^ (mask[i] ?? 0))]),
        );
      }
      if (said.includes('40{"sid"')) resolve();
    });
    wire.write(
      `GET ${socketPath}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${started.url}\r\nCookie: ${cookie}\r\n` +
        `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  });
  wire.removeAllListeners('data');
  wire.on('error', () => {});
  wire.pause();
  return wire;
}

it('a hundred screens see two hundred writes from eight hands: all cells end as in the database, none goes back', async () => {
  const watchers = await Promise.all(Array.from({ length: 10 }, () => city.enrol('O01', 'blood_office', ['official'])));
  screens.push(
    ...(await Promise.all(Array.from({ length: 100 }, (_, i) => openScreen(started, watchers[i % 10]?.cookie)))),
  );
  const groups: Abo[] = ['A', 'B', 'O', 'AB'];
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < 200) await receiveBag(started, writer, { abo: groups[next++ % 4] ?? 'A' });
    }),
  );
  await Promise.all(screens.map((screen) => settled(city, screen)));
  const stored = await cellsStored(city, 'H01');
  for (const screen of screens) {
    const newest = new Map<string, number>();
    for (const cell of cellsHeard(screen)) {
      expect(cell.version).toBeGreaterThan(newest.get(cell.abo) ?? 0);
      newest.set(cell.abo, cell.version);
    }
    const final = [...layCells(new Map(), cellsHeard(screen)).values()].sort((a, b) => (a.abo < b.abo ? -1 : 1));
    expect(final.map((cell) => ({ abo: cell.abo, bags: cell.availableBags, version: cell.version }))).toEqual(stored);
  }
});

it('screens that read nothing are dropped before much is kept for them, and the others do not notice', async () => {
  // The clients live in this process too: whatever they keep would be counted as the server's.
  for (const screen of screens.splice(0)) screen.close();
  const watcher = await city.enrol('O01', 'blood_office', ['official']);
  const good = await openScreen(started, watcher.cookie);
  screens.push(good);
  const epoch = (await settled(city, good)).epoch;
  good.socket.on('changes', () => good.heard.splice(0, good.heard.length - 5));
  const deafWatchers = await Promise.all(
    Array.from({ length: 10 }, () => city.enrol('O01', 'blood_office', ['official'])),
  );
  for (let i = 0; i < 40; i++) await openDeaf(deafWatchers[i % 10]?.cookie ?? '');
  const read = async (name: string) =>
    Number(new RegExp(`^${name}\\{city="real"\\} (\\d+)$`, 'm').exec(await started.runtime.metrics.metrics())?.[1]);
  const openSockets = () => read('xuemai_live_sockets');
  expect(await openSockets()).toBe(41);
  let most = 0;
  let round = 0;
  // Fat records until the kernel's own buffers are full as well.
  await until(
    async () => {
      round += 1;
      await city.owner`
        insert into outbox (org_id, rooms, envelope)
        select 'H01', '{city}', jsonb_build_object('epoch', ${epoch}::text, 'at', now(), 'module', 'overview', 'recordId', 'fat-' || ${round}::int || '-' || i,
          'version', 1, 'action', repeat('x', 2000), 'state', 'x', 'orgId', 'H01', 'partyOrgId', null, 'tally', null, 'cells', '[]'::jsonb)
        from generate_series(1, 50) i`;
      started.runtime.bell.ring();
      most = Math.max(most, await read('xuemai_live_unsent_bytes'));
      return (await openSockets()) === 1;
    },
    'the deaf ones are gone',
    50_000,
  );
  expect(round).toBeGreaterThan(10);
  // Told at most each quarter of a second, so the limit may be passed by what one look to the next brings.
  expect(most).toBeGreaterThan(unsentLimitBytes);
  expect(most).toBeLessThan(8 * 1024 * 1024);
  expect(good.socket.connected).toBe(true);
  const id = await receiveBag(started, writer);
  await until(() => good.heard.some((envelope) => envelope.recordId === id), 'the other hears on', 5_000);
}, 90_000);

it('jobs: one process at a time takes the turn, a failed one is tried again, the city notes that it is alive', async () => {
  const other = await city.startProcess();
  const turns: string[] = [];
  let isBroken = true;
  const jobs = (name: string) => [
    ...cityJobs,
    { name: 'count', everySeconds: 2, run: async () => void turns.push(name) },
    {
      name: 'breaks-once',
      everySeconds: 1,
      run: async () => {
        turns.push('broken');
        if (isBroken) {
          isBroken = false;
          throw new Error('once');
        }
      },
    },
  ];
  const running = [startJobs(started.runtime, jobs('first')), startJobs(other.runtime, jobs('second'))];
  const began = performance.now();
  const counted = () => turns.filter((turn) => turn !== 'broken').length;
  await until(() => counted() >= 3, 'three turns', 20_000);
  // Two processes and three turns of two seconds each: nobody took an extra one.
  expect(performance.now() - began).toBeGreaterThan(3_500);
  await until(() => turns.filter((turn) => turn === 'broken').length >= 2, 'tried again', 10_000);
  const [alive] = await city.owner<
    { age: number }[]
  >`select extract(epoch from now() - last_alive_at)::float8 as age from city`;
  expect(alive?.age).toBeLessThan(20);
  await Promise.all(running.map((one) => one.stop()));
  await other.close();
});
