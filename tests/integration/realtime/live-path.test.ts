import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnForHeader } from '@/domain/drawn-for';
import { layCells } from '@/domain/live/cells';
import { ownHeader, pollPath, type ResumeAnswer } from '@/domain/live/protocol';
import { keptRows } from '@/server/realtime/tail';
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
let first: Process;
let second: Process;
let north: Person;
let northNurse: Person;
let south: Person;
let office: Person;
const screens: Screen[] = [];

async function watch(started: Process, person: Person): Promise<Screen> {
  const screen = await openScreen(started, person.cookie);
  screens.push(screen);
  return screen;
}

function finalCells(screen: Screen): { abo: string; bags: number; version: number }[] {
  return [...layCells(new Map(), cellsHeard(screen)).values()]
    .map((cell) => ({ abo: cell.abo, bags: cell.availableBags, version: cell.version }))
    .sort((a, b) => (a.abo < b.abo ? -1 : 1));
}

beforeAll(async () => {
  city = await openLiveCity();
  north = await city.enrol('H01', 'hospital', ['technician', 'reviewer']);
  northNurse = await city.enrol('H01', 'hospital', ['nurse']);
  south = await city.enrol('H02', 'hospital', ['technician']);
  office = await city.enrol('O01', 'blood_office', ['official']);
  first = await city.startProcess();
  second = await city.startProcess();
});

afterAll(async () => {
  for (const screen of screens) screen.close();
  await city.close();
});

describe('who hears what', () => {
  it('a change reaches both processes: own desk, own nurse, the other hospital only as a city figure', async () => {
    const [desk, nurse, other, wall] = await Promise.all([
      watch(first, north),
      watch(second, northNurse),
      watch(second, south),
      watch(first, office),
    ]);
    const secret = await receiveBag(first, north, { abo: 'A', isPublic: false, movesBag: false });
    const open = await receiveBag(second, north, { abo: 'A' });
    await Promise.all([desk, nurse, other, wall].map((screen) => settled(city, screen)));

    expect(desk.heard.map((envelope) => envelope.recordId)).toEqual([secret, open, 'H01']);
    expect(nurse.heard.map((envelope) => envelope.recordId)).toEqual([secret, open, 'H01']);
    expect(other.heard.map((envelope) => envelope.recordId)).toEqual([open, 'H01']);
    expect(wall.heard.map((envelope) => envelope.recordId)).toEqual([open, 'H01']);
    expect(JSON.stringify([desk.heard, wall.heard])).not.toContain('personId');
    for (const screen of [desk, nurse, other, wall]) screen.close();
  });

  it('what offices read of a house is told to the municipal ones and to those of its district', async () => {
    const [near, far] = [
      await city.enrol('O08', 'blood_office', ['official']),
      await city.enrol('O09', 'blood_office', ['official']),
    ];
    await city.owner`update organisations set district = case id when 'O09' then '徐汇' else '黄浦' end where id in ('H01', 'O08', 'O09')`;
    const screens = await Promise.all([office, near, far, south].map((person) => watch(first, person)));
    const told = await receiveBag(second, north, {
      abo: 'A',
      isPublic: false,
      isHeardByOffices: true,
      movesBag: false,
    });
    await Promise.all(screens.map((screen) => settled(city, screen)));
    const heard = screens.map((screen) => screen.heard.filter(({ recordId }) => recordId === told).length);
    expect(heard).toEqual([1, 1, 0, 0]);
    for (const screen of screens) screen.close();
    await city.owner`update organisations set district = '' where id = 'H01'`;
  });

  it('the two hospitals never hear each other’s own rooms under mixed load', async () => {
    const [desk, other] = await Promise.all([watch(first, north), watch(second, south)]);
    const mine = new Map<string, 'H01' | 'H02'>();
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const person = i % 2 === 0 ? north : south;
        const id = await receiveBag(i % 3 === 0 ? first : second, person, {
          abo: 'B',
          isPublic: false,
          movesBag: false,
        });
        mine.set(id, person.actor.orgId as 'H01' | 'H02');
      }),
    );
    await Promise.all([settled(city, desk), settled(city, other)]);
    const heardBy = (screen: Screen) => new Set(screen.heard.map((envelope) => mine.get(envelope.recordId)));
    expect(heardBy(desk)).toEqual(new Set(['H01']));
    expect(heardBy(other)).toEqual(new Set(['H02']));
    expect(desk.heard).toHaveLength(20);
    expect(other.heard).toHaveLength(20);
  });

  it('nobody listens without a session, from another page, with a made-up word or in a chosen room', async () => {
    await expect(openScreen(first, undefined)).rejects.toThrow('unauthenticated');
    await expect(
      openScreen(
        first,
        north.cookie.replace(/=(.)/, (_, head) => `=${head === 'a' ? 'b' : 'a'}`),
      ),
    ).rejects.toThrow('unauthenticated');
    await expect(openScreen(first, north.cookie, { origin: 'https://evil.example' })).rejects.toThrow();
    await expect(openScreen(first, north.cookie, {})).rejects.toThrow();
    for (const word of ['join', 'subscribe', '__proto__']) {
      const screen = await watch(first, south);
      screen.socket.emit(word as 'resume', 'org:H01' as never, (() => {}) as never);
      await until(() => !screen.socket.connected, `${word} ends the connection`);
    }
    const large = await watch(first, south);
    large.socket.emit('resume', { epoch: 'x'.repeat(100_000), seq: 0 }, () => {});
    await until(() => !large.socket.connected, 'a frame beyond 64 KB ends the connection');
  });

  it('a revoked session and a lost role drop their sockets within five seconds', async () => {
    const leaver = await city.enrol('H02', 'hospital', ['technician']);
    const demoted = await city.enrol('H02', 'hospital', ['technician']);
    const [gone, lowered, stays] = await Promise.all([
      watch(first, leaver),
      watch(second, demoted),
      watch(first, south),
    ]);
    const began = performance.now();
    await city.owner`delete from auth.session where id = ${leaver.actor.sessionId}`;
    await city.owner`update memberships set roles = '{nurse}' where person_id = ${demoted.actor.personId}`;
    await until(() => !gone.socket.connected && !lowered.socket.connected, 'both sockets are dropped', 6_000);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(gone.words).toContain('session_ended');
    expect(stays.socket.connected).toBe(true);
    await expect(openScreen(first, leaver.cookie)).rejects.toThrow('unauthenticated');
    // The demoted one comes back with what is left to it: its organisation, no longer the city.
    const back = await watch(first, demoted);
    await receiveBag(first, north, { abo: 'O' });
    const own = await receiveBag(first, south, { abo: 'O', isPublic: false, movesBag: false });
    await settled(city, back);
    expect(back.heard.map((envelope) => envelope.recordId)).toEqual([own]);
  });

  it('after a switch of membership the page of the new house listens there at once, and the one of the old house no more', async () => {
    const mover = await city.enrol('H01', 'hospital', ['technician']);
    const before = mover.actor.membershipId;
    const after = randomUUID();
    await city.owner`insert into memberships (id, person_id, org_id, roles) values (${after}, ${mover.actor.personId}, 'H02', '{technician}')`;
    const page = (drawnFor: string) => openScreen(first, mover.cookie, { origin: first.url }, drawnFor);
    const poll = (drawnFor: string) =>
      fetch(`${first.url}${pollPath}?epoch=x&seq=0`, {
        headers: { cookie: mover.cookie, [ownHeader]: '1', [drawnForHeader]: drawnFor },
      });
    const old = await page(before);
    screens.push(old);
    expect((await poll(before)).status).toBe(200);
    await expect(page(after)).rejects.toThrow('unauthenticated');

    await city.owner`update auth.session set membership_id = ${after}, org_id = 'H02' where id = ${mover.actor.sessionId}`;
    // Two at once: a browser that opens its tabs again.
    const opened = await Promise.all([page(after), page(after)]);
    screens.push(...opened);
    await until(() => !old.socket.connected, 'the page of the old house is ended with the first of the new one', 300);
    expect(old.words).toContain('session_ended');
    await expect(page(before)).rejects.toThrow('unauthenticated');
    expect((await poll(before)).status).toBe(401);
    expect((await poll(after)).status).toBe(200);
    await receiveBag(first, north, { abo: 'O', isPublic: false, movesBag: false });
    const own = await receiveBag(second, south, { abo: 'O', isPublic: false, movesBag: false });
    for (const screen of opened) {
      await settled(city, screen);
      expect(screen.socket.connected).toBe(true);
      expect(screen.heard.map((envelope) => envelope.recordId)).toEqual([own]);
    }
    // The old page goes on asking, and the session is ended between two rechecks: the new ones are ended with the answer to the old one.
    await city.owner`delete from auth.session where id = ${mover.actor.sessionId}`;
    expect((await poll(before)).status).toBe(401);
    await until(() => opened.every(({ socket }) => !socket.connected), 'nobody listens without a session', 300);
  });

  it('in a look the page hears what the role hears, and the pages from before it nothing more', async () => {
    const administrator = await city.enrol('H01', 'hospital', ['hospital_admin']);
    const { membershipId, sessionId } = administrator.actor;
    const page = (drawnFor: string) => openScreen(first, administrator.cookie, { origin: first.url }, drawnFor);
    const before = await page(membershipId);
    screens.push(before);
    // Medical affairs hear of their own house, and the city's figures are not for them.
    await city.owner`
      update auth.session set view_as_role = 'medical_affairs', view_as_since = city_now(), view_as_roles = '{hospital_admin}'
      where id = ${sessionId}`;
    const looking = await page(`${membershipId}.medical_affairs`);
    screens.push(looking);
    await until(() => !before.socket.connected, 'the page from before the look is ended with the first of it', 1_000);
    expect(before.words).toContain('session_ended');
    await expect(page(membershipId)).rejects.toThrow('unauthenticated');
    await expect(page(`${membershipId}.technician`)).rejects.toThrow('unauthenticated');
    await receiveBag(second, south, { abo: 'B' });
    const own = await receiveBag(first, north, { abo: 'B', isPublic: false, movesBag: false });
    await settled(city, looking);
    expect(looking.heard.map((envelope) => envelope.recordId)).toEqual([own]);

    await city.owner`
      update auth.session set view_as_role = null, view_as_since = null, view_as_roles = null where id = ${sessionId}`;
    await until(() => !looking.socket.connected, 'the page of the look is ended with it', 8_000);
    expect(looking.words).toContain('session_ended');
    const after = await page(membershipId);
    screens.push(after);
    const heard = await receiveBag(second, south, { abo: 'B' });
    await settled(city, after);
    expect(after.heard.map((envelope) => envelope.recordId)).toContain(heard);
  });
});

describe('order and completeness', () => {
  it('a slow transaction that commits late is not lost, though its outbox id was drawn first', async () => {
    const desk = await watch(first, north);
    const before = await settled(city, desk);
    // The trap: id 1 is drawn, then held open while later ids commit and are relayed.
    const slow = city.owner.begin(async (tx) => {
      await tx`
        insert into outbox (org_id, rooms, envelope) values ('H01', '{org:H01}', ${tx.json({ epoch: before.epoch, at: new Date(0).toISOString(), module: 'stock', recordId: 'slow', version: 1, action: 'x', state: 'x', orgId: 'H01', partyOrgId: null, tally: null, cells: [] })})`;
      await until(() => desk.heard.some((envelope) => envelope.recordId === fast), 'the later one is told first');
    });
    await until(
      async () => (await city.owner`select 1 from pg_stat_activity where state = 'idle in transaction'`).length > 0,
      'the slow one holds its id',
    );
    const fast = await receiveBag(second, north, { abo: 'A', isPublic: false, movesBag: false });
    await slow;
    await until(() => desk.heard.some((envelope) => envelope.recordId === 'slow'), 'the slow one is told');
    const seqs = await city.owner<{ seq: number }[]>`select seq::int as seq from feed order by seq`;
    expect(seqs.map((row) => row.seq)).toEqual(seqs.map((_, i) => i + 1));
  });

  it('concurrent writers on the same cells: every cell arrives in version order and ends as in the database', async () => {
    const [desk, wall] = await Promise.all([watch(first, north), watch(second, office)]);
    const groups: Abo[] = ['A', 'B', 'O', 'AB'];
    const before = await cellsStored(city, 'H01');
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        receiveBag(i % 2 ? first : second, north, { abo: groups[i % 4] ?? 'A', holdMs: i % 7 === 0 ? 20 : 0 }),
      ),
    );
    await Promise.all([settled(city, desk), settled(city, wall)]);
    const stored = await cellsStored(city, 'H01');
    expect(stored.reduce((sum, cell) => sum + cell.bags, 0) - before.reduce((sum, cell) => sum + cell.bags, 0)).toBe(
      60,
    );
    for (const screen of [desk, wall]) {
      const heard = cellsHeard(screen).filter((cell) => cell.orgId === 'H01');
      for (const abo of groups) {
        const versions = heard.filter((cell) => cell.abo === abo).map((cell) => cell.version);
        expect(versions).toEqual([...versions].sort((a, b) => a - b));
      }
      expect(finalCells(screen)).toEqual(stored);
    }
  });

  it('cut database connections heal without a lost change', async () => {
    const desk = await watch(first, north);
    await settled(city, desk);
    const ids = [await receiveBag(second, north, { abo: 'A', isPublic: false, movesBag: false })];
    const admin = postgres(city.database.adminUrl, { max: 1, onnotice: () => {} });
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'xuemai_app' and datname = ${city.database.name}`;
    await admin.end();
    for (let i = 0; i < 5; i++) {
      for (let attempt = 0; ; attempt++) {
        try {
          ids.push(await receiveBag(i % 2 ? first : second, north, { abo: 'A', isPublic: false, movesBag: false }));
          break;
        } catch (error) {
          if (attempt > 20) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    }
    await until(
      () => ids.every((id) => desk.heard.some((envelope) => envelope.recordId === id)),
      'all are told',
      10_000,
    );
  });

  it('a heartbeat says how old the figures are when the outbox is not moved', async () => {
    const desk = await watch(first, north);
    await settled(city, desk);
    const fresh = desk.beats.at(-1);
    expect(fresh?.lagMs).toBeLessThan(1_000);
    await city.owner.begin(async (tx) => {
      // Whoever holds the head of the feed stops every relay.
      await tx`select seq from feed_head for update`;
      await receiveBag(first, north, { abo: 'A', isPublic: false, movesBag: false });
      const count = desk.beats.length;
      await until(() => desk.beats.length >= count + 3, 'heartbeats go on', 12_000);
      expect(desk.beats.at(-1)?.lagMs).toBeGreaterThan(2_000);
      expect(Date.parse(desk.beats.at(-1)?.at ?? '')).toBeLessThan(Date.parse(fresh?.at ?? '') + 6_000);
    });
    const after = await settled(city, desk);
    await until(() => (desk.beats.at(-1)?.lagMs ?? 9_999) < 1_000, 'fresh again');
    expect(after.seq).toBeGreaterThan(fresh?.seq ?? 0);
  });
});

describe('coming back', () => {
  it('after five seconds the missed part comes as a delta, only from the own rooms, and ends in the database’s figures', async () => {
    const desk = await watch(first, south);
    const cursor = await settled(city, desk);
    desk.close();
    const mine = [await receiveBag(first, south, { abo: 'AB' }), await receiveBag(second, south, { abo: 'AB' })];
    await receiveBag(second, north, { abo: 'A', isPublic: false, movesBag: false });
    const back = await watch(second, south);
    await settled(city, back);
    const answer = await back.resume(cursor);
    if (answer.kind !== 'delta') throw new Error(answer.kind);
    expect(
      answer.changes.filter((change) => change.module === 'bag-receipts').map((change) => change.recordId),
    ).toEqual(mine);
    const ab = answer.changes
      .flatMap((change) => change.cells)
      .filter((cell) => cell.abo === 'AB' && cell.orgId === 'H02');
    const [stored] = (await cellsStored(city, 'H02')).filter((cell) => cell.abo === 'AB');
    expect(ab.at(-1)).toMatchObject({ availableBags: stored?.bags, version: stored?.version });
    expect(answer.seq).toBeGreaterThan(cursor.seq);
  });

  it('a process that has just started answers from the database what it never heard itself', async () => {
    const late = await city.startProcess();
    const desk = await watch(late, north);
    const answer: ResumeAnswer = await desk.resume({ epoch: (await settled(city, desk)).epoch, seq: 0 });
    if (answer.kind !== 'delta') throw new Error(answer.kind);
    const cells = layCells(
      new Map(),
      answer.changes.flatMap((change) => change.cells),
    );
    const own = [...cells.values()].filter((cell) => cell.orgId === 'H01').sort((a, b) => (a.abo < b.abo ? -1 : 1));
    expect(own.map((cell) => ({ abo: cell.abo, bags: cell.availableBags, version: cell.version }))).toEqual(
      await cellsStored(city, 'H01'),
    );
    await late.close();
    expect(desk.words).toContain('server_restart');
  });

  it('too far back, another epoch and a future that never was end in a snapshot', async () => {
    const desk = await watch(first, north);
    const now = await settled(city, desk);
    expect(await desk.resume({ epoch: 'restored', seq: now.seq })).toMatchObject({
      kind: 'snapshot',
      epoch: now.epoch,
    });
    expect(await desk.resume({ epoch: now.epoch, seq: now.seq + 1_000 })).toMatchObject({ kind: 'snapshot' });
    // Five busy minutes: more records than a delta may carry.
    await city.owner`
      insert into outbox (org_id, rooms, envelope)
      select 'H01', '{org:H01}', jsonb_build_object('epoch', ${now.epoch}::text, 'at', now(), 'module', 'stock', 'recordId', 'r' || i, 'version', 1,
        'action', 'x', 'state', 'x', 'orgId', 'H01', 'partyOrgId', null, 'tally', null, 'cells', '[]'::jsonb)
      from generate_series(1, 600) i`;
    await settled(city, desk);
    expect(await desk.resume(now)).toMatchObject({ kind: 'snapshot', epoch: now.epoch });
    expect(new Set(desk.heard.map((envelope) => envelope.recordId)).size).toBeGreaterThanOrEqual(600);
  });

  it('polling gives the same answers, and only to a signed-in page of our own', async () => {
    const desk = await watch(first, north);
    const cursor = await settled(city, desk);
    const ask = (person: Person | null, headers: Record<string, string> = { [ownHeader]: '1' }) =>
      fetch(`${first.url}${pollPath}?epoch=${cursor.epoch}&seq=${cursor.seq}`, {
        headers: { ...headers, ...(person ? { cookie: person.cookie } : {}) },
      });
    expect((await ask(null)).status).toBe(401);
    expect((await ask(north, {})).status).toBe(403);
    const id = await receiveBag(second, north, { abo: 'A', isPublic: false, movesBag: false });
    await settled(city, desk);
    const own = (await (await ask(north)).json()) as ResumeAnswer;
    const other = (await (await ask(south)).json()) as ResumeAnswer;
    expect(own).toMatchObject({ kind: 'delta', changes: [{ recordId: id }] });
    expect(other).toMatchObject({ kind: 'delta', changes: [] });
    expect(other.seq).toBeGreaterThanOrEqual(own.seq);
  });

  it('a change that comes while a poll is being answered is in the next answer', async () => {
    const early = await watch(first, north);
    for (const abo of ['A', 'B'] as const) await receiveBag(first, north, { abo });
    const { epoch, seq: told } = await settled(city, early);
    // More than a process remembers from before its start, and nothing of it in the rooms of this house.
    await city.owner`
      insert into outbox (org_id, rooms, envelope)
      select 'H02', '{org:H02}', jsonb_build_object('epoch', ${epoch}::text, 'at', city_now(), 'module', 'stock', 'recordId', 'p' || i % 50, 'version', i,
        'action', 'x', 'state', 'x', 'orgId', 'H02', 'partyOrgId', null, 'tally', null, 'cells', '[]'::jsonb)
      from generate_series(1, ${keptRows}) i`;
    await until(async () => (await settled(city, early)).seq >= told + keptRows, 'the feed has all of it');
    const late = await city.startProcess();
    const desk = await watch(late, north);
    const poll = async (seq: number) => {
      const response = await fetch(`${late.url}${pollPath}?epoch=${epoch}&seq=${seq}`, {
        headers: { [ownHeader]: '1', cookie: north.cookie },
      });
      const answer = (await response.json()) as ResumeAnswer;
      if (answer.kind !== 'delta') throw new Error(answer.kind);
      return answer;
    };
    // Whoever reads the old part of the feed waits at this gate; what comes is read by the tail all the same.
    await city.owner`
      create function wait_at_gate(seq bigint) returns boolean language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(4711); return true; end $$`;
    await city.owner.unsafe(
      `create policy gate on feed for select to scope_system using (seq > ${told} or wait_at_gate(seq))`,
    );
    await city.owner`create policy written on feed for insert to scope_system with check (true)`;
    await city.owner`alter table feed enable row level security`;
    const gate = postgres(city.database.ownerUrl, { max: 1, onnotice: () => {} });
    await gate`select pg_advisory_lock(4711)`;
    const asked = poll(told - 2);
    const isWaiting = async () =>
      (await city.owner`select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`).length >
      0;
    await until(isWaiting, 'the poll reads what this process does not remember');
    const id = await receiveBag(late, north, { abo: 'A', isPublic: false, movesBag: false });
    await until(() => desk.heard.some((envelope) => envelope.recordId === id), 'this process has told the change');
    await gate.end();
    const answer = await asked;
    const next = await poll(answer.seq);
    expect([...answer.changes, ...next.changes].map((change) => change.recordId)).toContain(id);
    await city.owner`alter table feed disable row level security`;
    desk.close();
    await late.close();
  });

  it('a restored database is another epoch: open screens read everything again and hear on', async () => {
    const desk = await watch(first, north);
    await settled(city, desk);
    const epoch = randomUUID().slice(0, 12);
    await city.owner`update city set epoch = ${epoch}`;
    await until(() => desk.snapshots.some((beat) => beat.epoch === epoch), 'told to read again');
    const id = await receiveBag(first, north, { abo: 'A', isPublic: false, movesBag: false });
    await until(() => desk.heard.some((envelope) => envelope.recordId === id), 'hears in the new epoch');
  });
});
