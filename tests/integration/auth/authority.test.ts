import { randomUUID } from 'node:crypto';
import SuperJSON from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnForHeader } from '@/domain/drawn-for';
import { sweepAuth } from '@/server/auth/accounts';
import { mintBadgeCode } from '@/server/auth/badges';
import {
  isSessionLive,
  liveActors,
  liveSessions,
  readSession,
  resolveActor,
  resolveActorOfLink,
  resolveActorsFromCookies,
} from '@/server/auth/session';
import { completeSetup, createSetupLink } from '@/server/auth/setup';
import { handleTrpc } from '@/server/trpc-endpoint';
import { type AuthCity, openAuthCity, rightPassword } from './auth-city';

let city: AuthCity;
beforeAll(async () => {
  city = await openAuthCity();
  for (const id of ['H01', 'H02']) await city.organisation(id);
  await city.organisation('O01', 'blood_office');
  await city.person('H01', 'admin1', ['hospital_admin'], { name: '管某' });
  await city.person('O01', 'admin1', ['city_admin'], { name: '办某' });
});
afterAll(() => city.close());

const actorOf = (cookie: string) => resolveActor(new Headers({ cookie }), city.runtime);

async function enterAs(staffNo: string, orgId = 'H01') {
  const cookie = await city.enter(orgId, staffNo);
  const actor = await actorOf(cookie);
  if (actor?.kind !== 'user') throw new Error('nobody');
  return { cookie, sessionId: actor.sessionId, personId: actor.personId };
}

interface Call {
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  readonly method?: 'GET' | 'POST';
  readonly type?: string;
}

/** A procedure over HTTP, as a browser on our own page calls it. */
async function call(
  path: string,
  input: unknown,
  { cookie, headers, method = 'POST', type = 'application/json' }: Call = {},
) {
  const body = JSON.stringify(SuperJSON.serialize(input));
  const url = `${city.runtime.publicUrl}/api/trpc/${path}${method === 'GET' ? `?input=${encodeURIComponent(body)}` : ''}`;
  const response = await handleTrpc(
    new Request(url, {
      method,
      headers: {
        'x-xuemai': '1',
        ...(type ? { 'content-type': type } : {}),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      ...(method === 'POST' ? { body } : {}),
    }),
    city.runtime,
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

const command = (path: string, data: unknown, more: Call) => call(path, { data }, more);

describe('authority is that of this instant', () => {
  it('a demotion holds at the next request, sockets learn it by one query', async () => {
    const { personId } = await city.person('H01', '10', ['technician', 'reviewer']);
    const { cookie, sessionId } = await enterAs('10');
    await city.owner`update memberships set roles = '{technician}' where person_id = ${personId}`;
    expect(await actorOf(cookie)).toMatchObject({ roles: ['technician'] });
    expect((await liveActors([sessionId], city.runtime)).get(sessionId)).toMatchObject({ roles: ['technician'] });
  });

  it('a membership, person or organisation that is ended ends the session', async () => {
    for (const [staffNo, end] of [
      ['11', (id: string) => city.owner`update memberships set is_active = false where person_id = ${id}`],
      ['12', (id: string) => city.owner`update people set is_active = false where id = ${id}`],
    ] as const) {
      const { personId } = await city.person('H01', staffNo, ['technician']);
      const { cookie, sessionId } = await enterAs(staffNo);
      expect(await isSessionLive(sessionId, city.runtime)).toBe(true);
      await end(personId);
      expect(await actorOf(cookie)).toBeNull();
      expect(await isSessionLive(sessionId, city.runtime)).toBe(false);
      await expect(city.enter('H01', staffNo)).rejects.toThrow('session.inactive');
    }
  });

  it('an administrator ends sessions, and only those of the own house', async () => {
    await city.person('H01', '13', ['technician']);
    await city.person('H02', '13', ['technician']);
    const [mine, theirs, admin] = [await enterAs('13'), await enterAs('13', 'H02'), await enterAs('admin1')];
    const end = (personId: string) => command('people.endSessions', { id: personId }, admin);
    expect((await end(mine.personId)).status).toBe(200);
    expect((await end(theirs.personId)).status).toBe(404);
    expect([...(await liveSessions([mine.sessionId, theirs.sessionId], city.runtime))]).toEqual([theirs.sessionId]);
  });

  it('a changed password ends the other sessions and keeps this one', async () => {
    await city.person('H01', '14', ['technician']);
    const [here, elsewhere] = [await enterAs('14'), await enterAs('14')];
    const change = (current: string, next: string) => city.post('password', { current, next }, here);
    expect((await change(rightPassword, 'short')).body.violations?.map((one) => one.code)).toEqual([
      'password.too_short',
      'password.too_few_classes',
    ]);
    expect((await change(rightPassword, rightPassword)).body.violations?.[0]?.code).toBe('password.used_before');
    expect((await change(rightPassword, 'Wv4-tarisono')).status).toBe(200);
    expect([...(await liveSessions([here.sessionId, elsewhere.sessionId], city.runtime))]).toEqual([here.sessionId]);
    await city.enter('H01', '14', 'Wv4-tarisono');
    expect((await change('Wv4-tarisono', rightPassword)).body.violations?.[0]?.code).toBe('password.used_before');
  });

  it('a locked screen may listen and may not read', async () => {
    await city.person('H01', '15', ['technician']);
    const { cookie, sessionId } = await enterAs('15');
    await city.post('lock', {}, { cookie });
    expect((await resolveActorsFromCookies([cookie], city.runtime)).get(cookie)).toMatchObject({ staffNo: '15' });
    expect(await isSessionLive(sessionId, city.runtime)).toBe(true);
    const answer = await call('session.me', undefined, { cookie, headers: {}, method: 'GET', type: '' });
    expect([answer.status, answer.headers.get('x-xuemai-session')]).toEqual([401, 'locked']);
  });

  it('many who come at once are each who they are, and nobody is nobody', async () => {
    for (const staffNo of ['26', '27']) await city.person('H01', staffNo, ['technician']);
    const [one, other] = [await enterAs('26'), await enterAs('27')];
    const swapped = one.cookie.replace(/=[^.]+/, `=${/=([^.]+)/.exec(other.cookie)?.[1]}`);
    const found = await resolveActorsFromCookies([other.cookie, 'a=b', swapped, one.cookie, one.cookie], city.runtime);
    expect([...found].map(([cookie, actor]) => [cookie, actor.kind === 'user' && actor.staffNo])).toEqual([
      [other.cookie, '27'],
      [one.cookie, '26'],
    ]);
  });

  it('a first password opens nothing but its own change, and an emergency issue', async () => {
    const admin = await enterAs('admin1');
    const registered = await command(
      'people.register',
      { staffNo: '16', name: '新某', posts: [{ department: '', roles: ['technician'] }] },
      admin,
    );
    const opened = await command('people.openAccount', { id: registered.body.result.data.json.id }, admin);
    const { firstPassword } = opened.body.result.data.json;
    const { cookie } = await city.post('sign-in', { orgId: 'H01', staffNo: '16', password: firstPassword });
    const reservation = { patientId: randomUUID(), requestNo: 'R1', lines: [{ unitId: randomUUID() }] };
    const stopped = await command('clinicalIssues.reserve', reservation, { cookie });
    expect([stopped.status, stopped.body.error.json.data.error]).toEqual([403, 'password_change_required']);
    expect((await call('session.me', undefined, { cookie, method: 'GET', type: '' })).status).toBe(200);
    const proposal = await call('clinicalIssues.candidates', { sex: 'male', ageBand: 'over_50' }, { cookie });
    expect(proposal.status).toBe(200);
    const signature = { signature: { method: 'session' }, coversDigest: '0'.repeat(64) };
    expect((await command('signatures.verify', signature, { cookie })).status).toBe(200);
    await city.post('password', { current: firstPassword, next: 'Wv4-tarisono' }, { cookie });
    expect(await actorOf(cookie)).toMatchObject({ mustChangePassword: false });
  });

  it('an old password must be changed at the next sign-in', async () => {
    const { userId } = await city.person('H01', '17', ['technician']);
    await city.owner`update auth.password_history set set_at = city_now() - interval '91 days' where user_id = ${userId}`;
    expect((await city.post('sign-in', { orgId: 'H01', staffNo: '17', password: rightPassword })).body).toEqual({
      mustChangePassword: true,
    });
  });

  it('nobody administers themselves, nor opens accounts in another hospital; the office does', async () => {
    const [admin, office] = [await enterAs('admin1'), await enterAs('admin1', 'O01')];
    const raise = await command(
      'people.modify',
      { id: admin.personId, version: 1, name: '管某', posts: [{ department: '', roles: ['reviewer'] }] },
      admin,
    );
    expect(raise.body.error.json.data.violations).toEqual([{ code: 'account.own' }]);
    for (const path of ['people.openAccount', 'people.resetPassword'])
      expect((await command(path, { id: admin.personId }, admin)).body.error.json.data.violations).toEqual([
        { code: 'account.own' },
      ]);
    const account = { orgId: 'H02', staffNo: '18', name: '外某', role: 'hospital_admin', reason: '新单位上线' };
    expect((await command('people.openElsewhere', account, admin)).status).toBe(403);
    expect((await command('people.openElsewhere', account, office)).status).toBe(200);
    const strange = await command('people.openElsewhere', { ...account, staffNo: '20', role: 'city_admin' }, office);
    expect(strange.body.error.json.data.violations).toEqual([
      { code: 'account.role_not_here', path: 'role', facts: { role: 'city_admin' } },
    ]);
    expect(
      (await command('people.openElsewhere', { ...account, staffNo: '20', role: 'reviewer' }, office)).status,
    ).toBe(400);
    await city.owner`insert into people (org_id, staff_no, name, search) values ('H02', '21', '在册某', '')`;
    const takeOver = await command('people.openElsewhere', { ...account, staffNo: '21' }, office);
    expect(takeOver.body.error.json.data.violations?.[0]?.code).toBe('account.exists');
    // Told where the account is, with who opened it and why; and given anew while nobody has used it, for the first answer may be lost.
    for (const orgId of ['H02', 'O01']) expect(await city.actions(orgId)).toContain('people.open-elsewhere');
    const [told] = await city.owner<{ payload: string }[]>`
      select payload from audit_log where org_id = 'H02' and action = 'people.open-elsewhere'`;
    expect(JSON.parse(told?.payload ?? '{}').reason).toMatch(/: 新单位上线$/);
    await command('people.openElsewhere', account, office);
    const again = await command('people.openElsewhere', account, office);
    const { firstPassword } = again.body.result.data.json;
    expect((await city.post('sign-in', { orgId: 'H02', staffNo: '18', password: firstPassword })).status).toBe(200);
    const used = await command('people.openElsewhere', account, office);
    expect(used.body.error.json.data.violations?.[0]?.code).toBe('account.exists');
    // What the house opened itself is not the office's to open.
    await city.person('H02', '24', ['hospital_admin']);
    await city.owner`update people set must_change_password = true where org_id = 'H02' and staff_no = '24'`;
    const taken = await command('people.openElsewhere', { ...account, staffNo: '24' }, office);
    expect(taken.body.error.json.data.violations?.[0]?.code).toBe('account.exists');
    // The same number in another case is the same person.
    await city.owner`insert into people (org_id, staff_no, name, search) values ('H02', 'A23', '在册某', '')`;
    const inLowerCase = await command('people.openElsewhere', { ...account, staffNo: 'a23' }, office);
    expect(inLowerCase.body.error.json.data.violations?.[0]?.code).toBe('account.exists');
  });

  it('the office of a district opens the first account of a house of its district, and of no other', async () => {
    await city.owner`update organisations set district = '徐汇' where id = 'H01'`;
    await city.owner`update organisations set district = '浦东' where id = 'H02'`;
    await city.owner`
      insert into organisations (id, kind, name, short_name, search, district) values ('O09', 'blood_office', '徐汇血办', '徐汇血办', '', '徐汇')`;
    await city.person('O09', 'admin9', ['city_admin']);
    const district = await enterAs('admin9', 'O09');
    const account = { staffNo: '22', name: '区某', role: 'hospital_admin', reason: '新单位上线' };
    expect((await command('people.openElsewhere', { ...account, orgId: 'H01' }, district)).status).toBe(200);
    expect((await command('people.openElsewhere', { ...account, orgId: 'H02' }, district)).status).toBe(403);
    const office = { ...account, orgId: 'O01', role: 'city_admin' };
    expect((await command('people.openElsewhere', office, district)).status).toBe(403);
  });

  it('a badge that is issued anew voids the earlier one', async () => {
    const earlier = mintBadgeCode();
    const { personId } = await city.person('H01', '19', ['technician'], { badge: earlier });
    const admin = await enterAs('admin1');
    const issued = await command('people.issueBadges', { ids: [personId] }, admin);
    const { badge } = issued.body.result.data.json.badges[0];
    expect(badge).toMatch(/^XB-[A-Z2-7]{26}$/);
    const { cookie } = await enterAs('19');
    await city.post('lock', {}, { cookie });
    expect((await city.post('unlock', { badge: earlier }, { cookie })).status).toBe(412);
    expect((await city.post('unlock', { badge }, { cookie })).status).toBe(200);
  });
});

describe('requests that a foreign page could make', () => {
  const path = 'people.endSessions';

  const forgeries: [string, Call, string][] = [
    ['no header of ours', { headers: { 'x-xuemai': '' } }, 'forged.header'],
    ['a plain form', { type: 'text/plain' }, 'forged.content_type'],
    ['an upload form', { type: 'multipart/form-data; boundary=x' }, 'forged.content_type'],
    ['a stream', { type: 'application/octet-stream' }, 'forged.content_type'],
    ['another origin', { headers: { origin: 'https://evil.example' } }, 'forged.origin'],
    ['no origin to name', { headers: { origin: 'null' } }, 'forged.origin'],
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 'forged.origin'],
    ['a neighbour in our domain', { headers: { 'sec-fetch-site': 'same-site' } }, 'forged.origin'],
  ];
  it.each(forgeries)('%s is refused before anything is read', async (_name, more, code) => {
    const admin = await enterAs('admin1');
    const answer = await command(path, { personId: admin.personId }, { ...admin, ...more });
    expect([answer.status, answer.body.violations]).toEqual([403, [{ code }]]);
    expect(await isSessionLive(admin.sessionId, city.runtime)).toBe(true);
    const out = await city.post(
      'sign-out',
      {},
      { cookie: admin.cookie, headers: { 'content-type': more.type ?? 'application/json', ...more.headers } },
    );
    expect(out.status).toBe(403);
  });

  it('a mutation by GET is refused', async () => {
    const admin = await enterAs('admin1');
    const answer = await command(path, { personId: admin.personId }, { ...admin, method: 'GET', type: '' });
    expect(answer.status).toBe(405);
    expect(await isSessionLive(admin.sessionId, city.runtime)).toBe(true);
  });

  it('our own page passes, and a query may come by POST', async () => {
    const { cookie } = await enterAs('admin1');
    const headers = { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' };
    const answer = await call('session.me', undefined, { cookie, headers });
    expect([answer.status, answer.body.result?.data.json.name]).toEqual([200, '管某']);
    expect(answer.headers.get('x-request-id')).toMatch(/^R-[0-9A-F]{6}$/);
  });

  it('eleven calls in one batch are refused', async () => {
    const { cookie } = await enterAs('admin1');
    const names = (count: number) => Array.from({ length: count }, () => 'session.me').join(',');
    expect((await call(`${names(11)}?batch=1`, undefined, { cookie })).status).toBe(400);
  });

  it('nobody is told nothing', async () => {
    expect((await call('session.me', undefined, { method: 'GET', type: '' })).status).toBe(401);
  });
});

describe('a wallboard', () => {
  it('is enrolled by a one-time code, reads aggregates of its house and is revoked at once', async () => {
    const admin = await enterAs('admin1');
    const announced = (await command('devices.enrol', { label: '一楼大厅' }, admin)).body.result.data.json;
    const code = String(announced.path).split('/').at(-1);
    const enrolled = await city.post('enrol', { code });
    expect(enrolled.headers.getSetCookie()[0]).toMatch(/^xuemai-device=.+HttpOnly; SameSite=Strict/);
    expect((await city.post('enrol', { code })).body.violations).toEqual([
      { code: 'device.unknown_code', path: 'code' },
    ]);
    const { cookie } = enrolled;
    expect(await actorOf(cookie)).toMatchObject({
      kind: 'device',
      orgId: 'H01',
      roles: ['wallboard'],
      name: '一楼大厅',
    });
    expect((await command('people.endSessions', { id: admin.personId }, { cookie })).status).toBe(403);
    expect(await isSessionLive(announced.id, city.runtime)).toBe(true);
    await command('devices.revoke', { id: announced.id, reason: '拆了' }, admin);
    expect(await actorOf(cookie)).toBeNull();
    expect(await isSessionLive(announced.id, city.runtime)).toBe(false);
  });

  it('has half an hour to open the link', async () => {
    const admin = await enterAs('admin1');
    const announced = (await command('devices.enrol', { label: '二楼' }, admin)).body.result.data.json;
    await city.wait(31);
    expect((await city.post('enrol', { code: String(announced.path).split('/').at(-1) })).status).toBe(412);
  });
});

describe('the first administrator', () => {
  it('comes in by a link that works once, and only while nobody exists', async () => {
    const empty = await openAuthCity();
    try {
      const link = await createSetupLink(empty.runtime);
      const token = link?.path.split('/').at(-1) ?? '';
      const request = { runtime: empty.runtime, headers: new Headers(), requestId: 'R-TEST03' };
      const input = {
        token,
        cityName: '试验市',
        organisation: { id: 'O01', name: '试验市血液管理办公室' },
        staffNo: '1',
        name: '首某',
        password: 'admin',
      };
      await expect(completeSetup(request, { ...input, token: 'x'.repeat(22) })).rejects.toThrow('setup.unknown_link');
      await expect(completeSetup(request, input)).rejects.toThrow('password.too_short');
      await completeSetup(request, { ...input, password: rightPassword });
      await expect(completeSetup(request, { ...input, password: rightPassword })).rejects.toThrow('setup.unknown_link');
      expect(await createSetupLink(empty.runtime)).toBeNull();
      const actor = await resolveActor(new Headers({ cookie: await empty.enter('O01', '1') }), empty.runtime);
      expect(actor).toMatchObject({ orgKind: 'blood_office', roles: ['city_admin'], name: '首某' });
      expect(await empty.actions('O01')).toEqual([
        'city.set_up',
        'organisations.register',
        'account.created',
        'session.signed_in',
      ]);
    } finally {
      await empty.close();
    }
  });
});

it('the application login reads neither hashes nor tokens, the sign-in login no stock', async () => {
  const { sql, authSql } = city.runtime;
  for (const table of ['account', 'session', 'devices', 'login_attempts', 'password_history']) {
    await expect(sql.unsafe(`select * from auth.${table}`)).rejects.toThrow('permission denied');
  }
  for (const table of ['people', 'memberships', 'blood_units', 'patients', 'audit_log']) {
    await expect(authSql.unsafe(`select * from ${table}`)).rejects.toThrow('permission denied');
  }
  await expect(sql`select * from session_people('{}')`).rejects.toThrow('permission denied');
});

it('the hourly sweep removes what is over and nothing else', async () => {
  await city.person('H01', '90', ['technician']);
  const [gone, kept] = [await enterAs('90'), await enterAs('90')];
  await city.post('sign-in', { orgId: 'H01', staffNo: '90', password: 'Wrong-guess-9' });
  await city.owner`update auth.session set expires_at = city_now() - interval '2 hours' where id = ${gone.sessionId}`;
  await city.owner`insert into auth.login_attempts (key, failures, last_at) values ('account:h01.old', 3, city_now() - interval '3 days')`;
  await sweepAuth(city.runtime);
  const sessions = await city.owner<
    { id: string }[]
  >`select id from auth.session where id in ${city.owner([gone.sessionId, kept.sessionId])}`;
  expect(sessions.map(({ id }) => id)).toEqual([kept.sessionId]);
  const attempts =
    await city.owner`select key from auth.login_attempts where key in ('account:h01.old', 'account:h01.90')`;
  expect(attempts).toEqual([{ key: 'account:h01.90' }]);
});

describe('a page of one person in a browser of another', () => {
  const membershipOf = async (cookie: string) => {
    const state = await readSession(cookie, city.runtime);
    if (state.kind === 'none') throw new Error('nobody');
    return state.session.membershipId;
  };

  it('neither reads nor writes as the other, while whoever has no page is served', async () => {
    await city.person('H01', '70', ['hospital_admin']);
    await city.person('H01', '71', ['hospital_admin']);
    const [one, other] = [await enterAs('70'), await enterAs('71')];
    const [own, foreign] = [await membershipOf(other.cookie), await membershipOf(one.cookie)];
    expect((await call('session.me', undefined, { cookie: other.cookie })).status).toBe(200);
    expect(
      (await call('session.me', undefined, { cookie: other.cookie, headers: { [drawnForHeader]: own } })).status,
    ).toBe(200);
    for (const drawnFor of [foreign, '', 'x']) {
      const more = { cookie: other.cookie, headers: { [drawnForHeader]: drawnFor } };
      const read = await call('session.me', undefined, more);
      expect(read.status).toBe(401);
      expect(read.body.error.json.data.error).toBe('unauthenticated');
      const data = { staffNo: '72', name: '新某', posts: [{ department: '', roles: ['technician'] }] };
      expect((await command('people.register', data, more)).status).toBe(401);
    }
    expect(await city.owner`select 1 from people where org_id = 'H01' and staff_no = '72'`).toHaveLength(0);
  });

  it('does not lock, prolong, unlock, switch or sign out the other, nor takes a file as the other', async () => {
    await city.person('H01', '73', ['hospital_admin']);
    await city.person('H01', '74', ['hospital_admin']);
    const [one, other] = [await enterAs('73'), await enterAs('74')];
    const [own, foreign] = [await membershipOf(other.cookie), await membershipOf(one.cookie)];
    const as = (drawnFor: string) => ({ cookie: other.cookie, headers: { [drawnForHeader]: drawnFor } });
    const bodies = {
      lock: {},
      touch: {},
      unlock: { password: rightPassword },
      switch: { membershipId: own },
      'sign-out': {},
    };
    for (const [path, body] of Object.entries(bodies)) {
      const answer = await city.post(path, body, as(foreign));
      expect([path, answer.status, answer.body.error]).toEqual([path, 401, 'unauthenticated']);
      expect((await readSession(other.cookie, city.runtime)).kind).toBe('live');
    }
    const link = (drawnFor: string) =>
      resolveActorOfLink(
        new Request(`${city.runtime.publicUrl}/api/export/stock?${drawnForHeader}=${drawnFor}`, {
          headers: { cookie: other.cookie },
        }),
        city.runtime,
      );
    expect(await link(foreign)).toBeNull();
    expect(await link(own)).toMatchObject({ personId: other.personId });
    expect((await city.post('lock', {}, as(own))).status).toBe(200);
    expect((await readSession(other.cookie, city.runtime)).kind).toBe('locked');
    const locked = await call('session.me', undefined, as(own));
    expect(locked.headers.get('x-xuemai-session')).toBe('locked');
    expect((await call('session.me', undefined, as(foreign))).headers.get('x-xuemai-session')).toBeNull();
    expect((await city.post('sign-out', {}, as(own))).status).toBe(200);
  });
});
