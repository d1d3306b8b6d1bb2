import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { endSessionsOf, setPassword } from '@/server/auth/accounts';
import { mirrorAtWork, mirrorHouse } from '@/server/auth/mirror';
import { createSetupLink } from '@/server/auth/setup';
import { installRuntime, type Runtime } from '@/server/runtime';
import { openPractice } from '@/server/start/database';
import { practiceRuntime } from '@/server/start/practice';
import { createTestDatabase } from '../../support/database';
import { openTwoCities, rightPassword, type TwoCities } from './two-cities';

let cities: TwoCities;
beforeAll(async () => {
  cities = await openTwoCities();
}, 120_000);
afterAll(() => cities.close());

const releaseOf = (donationNo: string) => ({
  lines: [
    {
      ...{ donation: encodeDonationNumber(donationNo), productCode: 'E0336V00', abo: 'A', rhd: 'positive' },
      ...{ expiresAt: new Date(Date.now() + 20 * 86_400_000), entry: 'scan' },
    },
  ],
});
const badgeOf = (text: string) => `XB-${text.padEnd(26, 'A')}`;

/** Row counts of every table of the real city, and what its chains end in. */
async function stateOf(owner: TwoCities['owner']): Promise<Record<string, string>> {
  const tables = await owner<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'auth') order by 1`;
  const counts: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await owner.unsafe<{ digest: string }[]>(
      `select count(*)::text || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`,
    );
    counts[name] = row?.digest ?? '';
  }
  return counts;
}

describe('signing in to the city for practising', () => {
  it('takes the password of the real account and begins a session there alone', async () => {
    await cities.person('H01', '1001', ['technician'], { name: '林小雨', badge: badgeOf('LIN') });
    const cookie = await cities.practise('H01', '1001');
    expect(cookie).toMatch(/^xuemai-practice=/);
    const session = await cities.session(cookie);
    expect(session).toMatchObject({ kind: 'live', name: '林小雨', orgId: 'H01', isPractice: true });
    expect(session.drawnFor).toMatch(/^practice-/);
    expect((await cities.owner`select 1 from auth.session`).length).toBe(0);
    expect((await cities.practiceOwner`select 1 from auth.session`).length).toBe(1);
  });

  it('leaves one line in the real chain, of a right password as of a wrong one, and its own in that city', async () => {
    const lines = async () =>
      (await cities.owner<{ action: string }[]>`select action from audit_log where org_id = 'H01' order by seq`).map(
        ({ action }) => action,
      );
    const before = await lines();
    await cities.practise('H01', '1001');
    const wrong = await cities.post('sign-in', {
      orgId: 'H01',
      staffNo: '1001',
      password: 'wrong-Pass-1',
      isPractice: true,
    });
    expect(wrong.status).toBe(412);
    expect(wrong.body.violations?.[0]).toMatchObject({ code: 'session.wrong_password', facts: { remaining: 4 } });
    expect((await lines()).slice(before.length)).toEqual(['session.signed_in_practice', 'session.sign_in_failed']);
    expect(
      (await cities.practiceOwner`select 1 from audit_log where action = 'session.signed_in'`).length,
    ).toBeGreaterThan(0);
    expect((await cities.practiceOwner`select 1 from auth.login_attempts`).length).toBe(0);
  });

  it('is locked with the real account', async () => {
    await cities.person('H01', '1009', ['technician']);
    for (let n = 0; n < 5; n++)
      await cities.post('sign-in', {
        orgId: 'H01',
        staffNo: '1009',
        password: 'wrong-Pass-1',
        isPractice: n % 2 === 0,
      });
    const answer = await cities.post('sign-in', {
      orgId: 'H01',
      staffNo: '1009',
      password: rightPassword,
      isPractice: true,
    });
    expect(answer.body.violations?.[0]?.code).toBe('session.locked_out');
    expect(answer.setCookies).toEqual([]);
  });

  it.each([
    ['an unknown account', { orgId: 'H01', staffNo: '7777', password: rightPassword }, 412, 'session.wrong_password'],
    ['an unknown house', { orgId: 'H77', staffNo: '1001', password: rightPassword }, 412, 'session.wrong_password'],
    ['garbage', { orgId: 'h', staffNo: '', password: '' }, 400, ''],
  ])('refuses %s', async (_, input, status, code) => {
    const answer = await cities.post('sign-in', { ...input, isPractice: true });
    expect(answer.status).toBe(status);
    if (code) expect(answer.body.violations?.[0]?.code).toBe(code);
    expect(answer.setCookies).toEqual([]);
  });

  it('sends whoever has to change the password to the real city first', async () => {
    await cities.person('H01', '1010', ['technician'], { mustChangePassword: true });
    const answer = await cities.post('sign-in', {
      orgId: 'H01',
      staffNo: '1010',
      password: rightPassword,
      isPractice: true,
    });
    expect(answer.body.violations?.[0]?.code).toBe('practice.password_first');
  });
});

describe('the mirror', () => {
  it('brings every house, the product table, words and the people of the one house with posts, accounts and badges', async () => {
    await cities.person('H02', '2001', ['technician']);
    await mirrorHouse(cities.city, cities.practice, 'H01');
    const houses = await cities.practiceOwner<
      { id: string; phone: string }[]
    >`select id, duty_phone as phone from organisations order by id`;
    expect(houses.map(({ id }) => id)).toEqual(['H01', 'H02', 'O01', 'S01']);
    // A telephone of a real house does not ring for what is practised.
    expect(houses.map(({ phone }) => phone).join('')).toBe('');
    expect((await cities.practiceOwner`select duty_phone from city`)[0]?.duty_phone).toBe('');
    expect(await cities.practiceOwner`select product_code from products`).toHaveLength(1);
    const words = (sql: TwoCities['owner']) => sql`select id, dictionary, name from dictionary_terms order by id`;
    expect([...(await words(cities.practiceOwner))]).toEqual([...(await words(cities.owner))]);
    const people = (sql: TwoCities['owner']) =>
      sql`select id, staff_no, name, auth_user_id, encode(badge_hash, 'hex') as badge, is_active from people where org_id = 'H01' order by id`;
    expect([...(await people(cities.practiceOwner))]).toEqual([...(await people(cities.owner))]);
    expect(await cities.practiceOwner`select 1 from people where org_id = 'H02'`).toHaveLength(0);
  });

  it('run again changes nothing', async () => {
    await mirrorHouse(cities.city, cities.practice, 'H01');
    const before = await stateOf(cities.practiceOwner);
    await mirrorHouse(cities.city, cities.practice, 'H01');
    expect(await stateOf(cities.practiceOwner)).toEqual(before);
  });

  it('does not write the real city', async () => {
    const before = await stateOf(cities.owner);
    await mirrorHouse(cities.city, cities.practice, 'H01');
    expect(await stateOf(cities.owner)).toEqual(before);
  });

  it('of many at once leaves one house, and lets everybody in', async () => {
    for (let n = 0; n < 8; n++) await cities.person('S01', `30${n}0`, ['station_clerk']);
    const cookies = await Promise.all(Array.from({ length: 8 }, (_, n) => cities.practise('S01', `30${n}0`)));
    expect(new Set(cookies).size).toBe(8);
    expect(await cities.practiceOwner`select 1 from people where org_id = 'S01'`).toHaveLength(8);
  });

  it('brings over a role taken away, at work too, and somebody who has left', async () => {
    const { personId, membershipId } = await cities.person('H01', '1002', ['technician', 'hospital_admin']);
    const cookie = await cities.practise('H01', '1002');
    const { drawnFor } = (await cities.session(cookie)) as { drawnFor: string };
    await cities.owner`update memberships set roles = '{technician}' where id = ${membershipId}`;
    await mirrorAtWork(cities.city, cities.practice);
    const me = await cities.call('session.me', undefined, { cookie, drawnFor });
    expect(me.data).toMatchObject({ roles: ['technician'] });
    await cities.owner`update people set is_active = false where id = ${personId}`;
    await mirrorAtWork(cities.city, cities.practice);
    expect((await cities.session(cookie)).kind).toBe('none');
  });

  it('brings over a new password and ends the sessions of the old one', async () => {
    const { userId } = await cities.person('H01', '1003', ['technician']);
    const cookie = await cities.practise('H01', '1003');
    const [other] = await cities.owner<{ password: string }[]>`
      select a.password from auth.account a join auth."user" u on u.id = a.user_id where u.username = 'h01.1001'`;
    await cities.owner`update auth.account set password = ${`${other?.password ?? ''}`} where user_id = ${userId}`;
    await mirrorHouse(cities.city, cities.practice, 'H01');
    expect((await cities.session(cookie)).kind).toBe('none');
  });

  it('is ended where sessions are ended in the real city, and where a password is set', async () => {
    const { userId, personId } = await cities.person('H01', '1021', ['technician']);
    const ended = await cities.practise('H01', '1021');
    await endSessionsOf(cities.city, userId);
    expect((await cities.session(ended)).kind).toBe('none');
    const set = await cities.practise('H01', '1021');
    await setPassword(cities.city, { personId, orgId: 'H01', password: 'Vx3-tramontana' });
    expect((await cities.session(set)).kind).toBe('none');
    // It has to be changed, which is the real city's affair.
    await mirrorHouse(cities.city, cities.practice, 'H01');
    const [person] = await cities.practiceOwner`select must_change_password as must from people where id = ${personId}`;
    expect(person?.must).toBe(false);
  });

  it('of one house that cannot be mirrored goes on with the others', async () => {
    await cities.person('H02', '2030', ['technician']);
    const { membershipId } = await cities.person('S01', '5030', ['station_clerk', 'hospital_admin']);
    await cities.practise('H02', '2030');
    await cities.practise('S01', '5030');
    await cities.owner`update memberships set roles = '{station_clerk}' where id = ${membershipId}`;
    await cities.practiceOwner`
      create function break_mirror() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`;
    await cities.practiceOwner`
      create trigger break_mirror before insert or update on people for each row when (new.org_id = 'H02') execute function break_mirror()`;
    await cities.owner`update people set title = '主管' where org_id = 'H02'`;
    try {
      await mirrorAtWork(cities.city, cities.practice);
    } finally {
      await cities.practiceOwner`drop function break_mirror() cascade`;
    }
    const [post] = await cities.practiceOwner`select roles from memberships where id = ${membershipId}`;
    expect(post?.roles).toEqual(['station_clerk']);
    expect(await cities.practiceOwner`select 1 from people where org_id = 'H02' and title = '主管'`).toHaveLength(0);
  });

  it('survives numbers that two have changed with each other, and a real city that was made anew', async () => {
    const one = await cities.person('H02', '2101', ['technician'], { badge: badgeOf('ONE') });
    const two = await cities.person('H02', '2102', ['technician'], { badge: badgeOf('TWO') });
    await cities.practise('H02', '2101');
    await cities.owner`update people set staff_no = 'Z9' where id = ${one.personId}`;
    await cities.owner`update people set staff_no = '2101' where id = ${two.personId}`;
    await cities.owner`update people set staff_no = '2102' where id = ${one.personId}`;
    await mirrorHouse(cities.city, cities.practice, 'H02');
    const [swapped] = await cities.practiceOwner`select staff_no, is_active from people where id = ${one.personId}`;
    expect(swapped).toMatchObject({ staff_no: '2102', is_active: true });
    // The same people under other ids.
    await cities.practiceOwner.begin(async (tx) => {
      await tx`update people set id = gen_random_uuid(), auth_user_id = 'old' where org_id = 'H02' and not exists (select 1 from memberships m where m.person_id = people.id)`;
      await tx`delete from memberships where org_id = 'H02'`;
      await tx`update people set id = gen_random_uuid() where org_id = 'H02'`;
    });
    await mirrorHouse(cities.city, cities.practice, 'H02');
    const active = await cities.practiceOwner`select id from people where org_id = 'H02' and is_active order by id`;
    const real = await cities.owner`select id from people where org_id = 'H02' and is_active order by id`;
    expect([...active]).toEqual([...real]);
  });

  it('leaves people that the city for practising has made itself, with post and badge', async () => {
    const [made] = await cities.practiceOwner<{ id: string }[]>`
      insert into people (org_id, staff_no, name, badge_hash) values ('H01', 'LX1', '练习同伴', '\\x01') returning id`;
    await cities.practiceOwner`insert into memberships (person_id, org_id, roles) values (${made?.id ?? ''}, 'H01', '{reviewer}')`;
    await mirrorHouse(cities.city, cities.practice, 'H01');
    const [still] = await cities.practiceOwner`
      select p.staff_no, p.is_active, p.badge_hash is not null as badge, m.roles from people p join memberships m on m.person_id = p.id where p.id = ${made?.id ?? ''}`;
    expect(still).toMatchObject({ staff_no: 'LX1', is_active: true, badge: true, roles: ['reviewer'] });
  });

  it('brings a guest with her posts, told to nobody there; she practises in either house, and signs there by her badge', async () => {
    const badge = badgeOf('GUEST');
    const who = await cities.person('H02', '2201', ['technician'], { name: '客人', badge });
    await cities.person('H01', '9201', ['hospital_admin']);
    const admin = await cities.enter('H01', '9201');
    const asked = {
      orgId: 'H02',
      staffNo: '2201',
      posts: [{ department: '夜班', roles: ['reviewer'] }],
      reason: '支援',
    };
    const call = (path: string, data: unknown) => cities.call(path, data, { cookie: admin, kind: 'command' });
    expect((await call('people.askIn', asked)).code).toBe('ok');
    const cookie = await cities.practise('H01', 'H02/2201');
    expect(await cities.session(cookie)).toMatchObject({ kind: 'live', name: '客人', orgId: 'H01', isPractice: true });
    const guests = () =>
      cities.practiceOwner`select org_id, party_org_id, state, staff_no from guests where person_id = ${who.personId}`;
    expect([...(await guests())]).toEqual([{ org_id: 'H01', party_org_id: 'H02', state: 'active', staff_no: '2201' }]);
    const told =
      await cities.practiceOwner`select 1 from audit_log where record_id = ${who.personId} and module = 'people'`;
    expect(told).toHaveLength(0);
    await cities.post('lock', {}, { cookie });
    expect((await cities.post('unlock', { badge }, { cookie })).status).toBe(200);
    // Ended in the real house: over there at once, and at the next mirroring she is no guest.
    expect((await call('people.endGuest', { id: who.personId, orgId: 'H01', version: 1, reason: '结束' })).code).toBe(
      'ok',
    );
    expect(await cities.session(cookie)).toMatchObject({ kind: 'none' });
    await mirrorHouse(cities.city, cities.practice, 'H01');
    expect([...(await guests())]).toMatchObject([{ state: 'left' }]);
    expect(
      await cities.practiceOwner`select 1 from memberships where person_id = ${who.personId} and org_id = 'H01' and is_active`,
    ).toHaveLength(0);
  });

  it('refuses to write a city that is none for practising', async () => {
    for (const text of ["select mirror_house('H01', '{}')", "select mirror_accounts('[]')"])
      await expect(cities.owner.unsafe(text)).rejects.toMatchObject({ code: 'XM007' });
    await expect(mirrorHouse(cities.practice, cities.city, 'H01')).rejects.toBeDefined();
  });
});

describe('two cities in one browser', () => {
  it('signing in to one takes away the cookie of the other, and its session', async () => {
    await cities.person('H01', '1004', ['technician']);
    const real = await cities.enter('H01', '1004');
    expect(real).toMatch(/^xuemai-session=/);
    const practising = await cities.practise('H01', '1004', real);
    expect(practising).toMatch(/^xuemai-practice=[^;]+$/);
    expect((await cities.session(real)).kind).toBe('none');
    const again = await cities.enter('H01', '1004', practising);
    expect(again).toMatch(/^xuemai-session=[^;]+$/);
    expect((await cities.session(practising)).kind).toBe('none');
    expect(await cities.session(again)).toMatchObject({ kind: 'live', isPractice: false });
  });

  it('a cookie of one under the name of the other is nobody', async () => {
    const practising = await cities.practise('H01', '1004');
    const renamed = practising.replace('xuemai-practice', 'xuemai-session');
    expect((await cities.session(renamed)).kind).toBe('none');
    const real = (await cities.enter('H01', '1004')).replace('xuemai-session', 'xuemai-practice');
    expect((await cities.session(real)).kind).toBe('none');
  });

  it('a page of one neither reads, writes, locks nor signs in the other, whoever came in beside it', async () => {
    const real = await cities.enter('H01', '1004');
    const ofReal = String((await cities.session(real)).drawnFor);
    const practising = await cities.practise('H01', '1004', real);
    const ofPractice = String((await cities.session(practising)).drawnFor);
    expect(ofPractice).toBe(`practice-${ofReal}`);
    const patient = { mrn: 'A1', name: '王芳', sex: 'female', birthDate: null, abo: 'A', rhd: 'positive' };
    for (const [cookie, drawnFor] of [
      [practising, ofReal],
      [await cities.enter('H01', '1004'), ofPractice],
    ] as const) {
      expect((await cities.call('session.me', undefined, { cookie, drawnFor })).code).toBe('unauthenticated');
      const write = await cities.call('patients.register', patient, { cookie, drawnFor, kind: 'command' });
      expect(write.code).toBe('unauthenticated');
      for (const path of ['touch', 'lock', 'sign-out'])
        expect((await cities.post(path, {}, { cookie, drawnFor })).body.error).toBe('unauthenticated');
      expect((await cities.post('unlock', { password: rightPassword }, { cookie, drawnFor })).body.error).toBe(
        'unauthenticated',
      );
      expect((await cities.session(cookie)).kind).toBe('live');
    }
  });

  it('signs out of the city for practising alone', async () => {
    const practising = await cities.practise('H01', '1004');
    const out = await cities.post('sign-out', {}, { cookie: practising });
    expect(out.status).toBe(200);
    expect((await cities.session(practising)).kind).toBe('none');
  });
});

describe('a city for practising that does not answer', () => {
  const gone = 'xuemai-practice=;';
  const takesAway = (setCookies: readonly string[]) =>
    setCookies.some((line) => line.startsWith(gone) && /Max-Age=0\b/.test(line));
  const drawnForOf = async (cookie: string) => String((await cities.session(cookie)).drawnFor);
  async function withPractice<T>(practice: Runtime | null, act: () => Promise<T>): Promise<T> {
    installRuntime(cities.city, practice);
    try {
      return await act();
    } finally {
      installRuntime(cities.city, cities.practice);
    }
  }
  async function closedPractice(): Promise<Runtime> {
    const pools = [
      openPool(cities.practiceDatabase.appUrl, { max: 1 }),
      openPool(cities.practiceDatabase.authUrl, { max: 1 }),
    ] as const;
    await Promise.all(pools.map((pool) => pool.end()));
    return practiceRuntime(cities.city, { sql: pools[0], authSql: pools[1] });
  }

  it('keeps nobody out of the real one, whose sign-in takes away its cookie', async () => {
    await cities.person('H01', '1020', ['technician']);
    const practising = await cities.practise('H01', '1020');
    const input = { orgId: 'H01', staffNo: '1020', password: rightPassword };
    for (const practice of [await closedPractice(), null]) {
      const answer = await withPractice(practice, () => cities.post('sign-in', input, { cookie: practising }));
      expect(answer.status).toBe(200);
      expect(takesAway(answer.setCookies)).toBe(true);
      expect(answer.cookie).toMatch(/^xuemai-session=[^;]+$/);
      expect(await cities.session(answer.cookie)).toMatchObject({ kind: 'live', isPractice: false });
    }
  });

  it('is waited for no longer than a moment', async () => {
    const practising = await cities.practise('H01', '1020');
    const drawnFor = await drawnForOf(practising);
    const blocked = await cities.practiceOwner.reserve();
    try {
      await blocked`begin`;
      await blocked`lock table auth.session in access exclusive mode`;
      const since = performance.now();
      const answer = await cities.post(
        'sign-in',
        { orgId: 'H01', staffNo: '1020', password: rightPassword },
        { cookie: practising },
      );
      const out = await cities.post('sign-out', {}, { cookie: practising, drawnFor });
      expect(performance.now() - since).toBeLessThan(5_000);
      expect([answer.status, takesAway(answer.setCookies)]).toEqual([200, true]);
      expect([out.status, takesAway(out.setCookies)]).toEqual([200, true]);
    } finally {
      await blocked`rollback`;
      blocked.release();
    }
  });

  it('is left all the same', async () => {
    const practising = await cities.practise('H01', '1020');
    const drawnFor = await drawnForOf(practising);
    for (const practice of [await closedPractice(), null]) {
      const out = await withPractice(practice, () => cities.post('sign-out', {}, { cookie: practising, drawnFor }));
      expect([out.status, takesAway(out.setCookies)]).toEqual([200, true]);
    }
  });

  it('of two cookies in one browser each page has its own', async () => {
    const real = await cities.enter('H01', '1020');
    const practising = await cities.practise('H01', '1020');
    const cookie = `${practising}; ${real}`;
    for (const drawnFor of [await drawnForOf(real), await drawnForOf(practising)])
      expect((await cities.call('session.me', undefined, { cookie, drawnFor })).code).toBe('ok');
    const out = await cities.post('sign-out', {}, { cookie, drawnFor: await drawnForOf(real) });
    expect(out.status).toBe(200);
    expect(await cities.session(out.cookie)).toMatchObject({ kind: 'live', isPractice: true });
    expect((await cities.session(real)).kind).toBe('none');
  });
});

describe('what is done there', () => {
  it('leaves the real database as it was, to the last row', async () => {
    await cities.person('H01', '1005', ['technician', 'reviewer', 'hospital_admin'], { badge: badgeOf('FIVE') });
    await cities.person('S01', '5002', ['station_clerk']);
    const clerk = await cities.practise('S01', '5002');
    const cookie = await cities.practise('H01', '1005');
    const before = await stateOf(cities.owner);
    const write = async (path: string, input: unknown, who = cookie) => {
      const answer = await cities.call(path, input, { cookie: who, kind: 'command' });
      expect(answer.code, `${path} ${JSON.stringify(answer.data)}`).toBe('ok');
    };
    await write('stationStock.release', releaseOf('LX00026000025'), clerk);
    await write('downtimeForms.print', { count: 2 });
    await write('patients.register', {
      ...{ mrn: 'ZY001', name: '王芳', sex: 'female', birthDate: null, abo: 'A', rhd: 'positive' },
      ...{ groupDeterminations: 1, antibodies: [], requirements: [], isUnidentified: false },
    });
    for (const path of ['stock.matrix', 'overview.city', 'people.list', 'audit.list'])
      expect((await cities.call(path, {}, { cookie })).code, path).toBe('ok');
    const covers = 'a'.repeat(64);
    await write('signatures.verify', {
      coversDigest: covers,
      signature: { method: 'password', staffNo: '1005', password: rightPassword },
    });
    const wrong = { coversDigest: covers, signature: { method: 'password', staffNo: '1005', password: 'wrong' } };
    expect((await cities.call('signatures.verify', wrong, { cookie, kind: 'command' })).code).toBe('refused');
    // It is the real password: tried there, it counts into the real lockout, until a right one.
    expect(await cities.owner`select 1 from auth.login_attempts where key = 'account:h01.1005'`).toHaveLength(1);
    expect(await cities.practiceOwner`select 1 from auth.login_attempts`).toHaveLength(0);
    expect((await cities.practiceOwner`select 1 from stock_movements`).length).toBeGreaterThan(0);
    await cities.post('touch', {}, { cookie });
    await cities.post('lock', {}, { cookie });
    await cities.post('unlock', { password: rightPassword }, { cookie });
    await cities.post('sign-out', {}, { cookie });
    expect(await stateOf(cities.owner)).toEqual(before);
    expect(
      (await cities.practiceOwner`select 1 from audit_log where action in ('session.unlocked', 'session.signed_out')`)
        .length,
    ).toBeGreaterThan(1);
  });

  it('refuses what is the real city’s alone', async () => {
    const cookie = await cities.practise('H01', '1005');
    const [other] = await cities.practiceOwner<
      { id: string; version: number }[]
    >`select id, version from people where staff_no = '1001' and org_id = 'H01'`;
    const reset = await cities.call(
      'people.resetPassword',
      { id: other?.id, version: other?.version, reason: '忘记了' },
      { cookie, kind: 'command' },
    );
    expect(reset.code).toBe('real_city_only');
    const password = await cities.post('password', { current: rightPassword, next: 'Qw8-lanterna' }, { cookie });
    expect(password.body.error).toBe('real_city_only');
  });

  it('draws numbers with a mark, and the real city without', async () => {
    const draw = (sql: TwoCities['owner']) => sql<{ no: string }[]>`select draw_number('H01', 'incidents') as no`;
    expect((await draw(cities.practiceOwner))[0]?.no).toMatch(/^LX\d{8}-\d{4}$/);
    expect((await draw(cities.owner))[0]?.no).toMatch(/^\d{8}-\d{4}$/);
  });
});

describe('a database says what it is', () => {
  const urls = ({ appUrl, authUrl, ownerUrl }: { appUrl: string; authUrl: string; ownerUrl: string }) => ({
    appUrl,
    authUrl,
    ownerUrl,
  });

  it('an empty one becomes the city for practising, and is that at the next start', async () => {
    const database = await createTestDatabase();
    for (let n = 0; n < 2; n++) await (await openPractice(urls(database), cities.city.sql)).close();
    const owner = postgres(database.ownerUrl, { max: 1 });
    expect((await owner`select kind from city`)[0]?.kind).toBe('practice');
    await owner.end();
    await database.drop();
  });

  it('becomes what it is once, of two processes at the first start', async () => {
    const database = await createTestDatabase();
    const opened = await Promise.all([1, 2].map(() => openPractice(urls(database), cities.city.sql)));
    await Promise.all(opened.map((one) => one.close()));
    await database.drop();
  });

  it('one that waits for its first administrator is refused, and one for practising waits for none', async () => {
    const database = await createTestDatabase();
    const [owner, authSql] = [postgres(database.ownerUrl, { max: 1 }), openPool(database.authUrl, { max: 1 })];
    expect(await createSetupLink({ ...cities.city, authSql })).not.toBeNull();
    await expect(openPractice(urls(database), cities.city.sql)).rejects.toThrow(/PRACTICE_DATABASE_URL/);
    expect((await owner`select kind from city`)[0]?.kind).toBe('production');
    await owner`delete from auth.verification`;
    await (await openPractice(urls(database), cities.city.sql)).close();
    expect(await createSetupLink({ ...cities.city, authSql })).toBeNull();
    await Promise.all([owner.end(), authSql.end()]);
    await database.drop();
  });

  it('stays what it is, but by the owner’s hand', async () => {
    const set = (sql: TwoCities['owner'], kind: string) =>
      sql.begin(async (tx) => {
        await tx`select set_config('role', 'scope_system', true)`;
        await tx`update city set kind = ${kind}`;
      });
    await expect(set(cities.city.sql, 'practice')).rejects.toMatchObject({ code: '42501' });
    await expect(set(cities.practice.sql, 'production')).rejects.toMatchObject({ code: '42501' });
    await set(cities.city.sql, 'test');
  });

  it('wrong settings are refused before anything is migrated', async () => {
    const [one, other] = [await createTestDatabase(), await createTestDatabase()];
    const owner = postgres(one.ownerUrl, { max: 1, onnotice: () => {} });
    await owner`insert into organisations (id, kind, name, short_name) values ('H01', 'hospital', '真实医院', '真实')`;
    await owner`create table untouched as select max(version) as version from schema_migrations`;
    await owner`delete from schema_migrations where version = (select max(version) from schema_migrations)`;
    for (const wrong of [
      { ...urls(other), ownerUrl: one.ownerUrl },
      { ...urls(other), authUrl: one.authUrl },
      urls(one),
      { ...urls(other), ownerUrl: cities.database.ownerUrl },
    ])
      await expect(openPractice(wrong, cities.city.sql)).rejects.toThrow(/PRACTICE_DATABASE/);
    const [left] =
      await owner`select max(version) < (select version from untouched) as "isBefore" from schema_migrations`;
    expect(left?.isBefore).toBe(true);
    await owner.end();
    await Promise.all([one.drop(), other.drop()]);
  });

  it('one in which a city works is refused, and left as it was', async () => {
    const database = await createTestDatabase();
    const owner = postgres(database.ownerUrl, { max: 1 });
    await owner`insert into organisations (id, kind, name, short_name) values ('H01', 'hospital', '真实医院', '真实')`;
    await expect(openPractice(urls(database), cities.city.sql)).rejects.toThrow(/PRACTICE_DATABASE/);
    expect((await owner`select kind from city`)[0]?.kind).toBe('production');
    await owner.end();
    await database.drop();
  });

  it('the city’s own is refused, by whatever address', async () => {
    const database = await createTestDatabase();
    const city = openPool(database.appUrl.replace('127.0.0.1', 'localhost'), { max: 1 });
    await expect(openPractice(urls(database), city)).rejects.toThrow(/DATABASE_URL/);
    const owner = postgres(database.ownerUrl, { max: 1 });
    expect((await owner`select kind from city`)[0]?.kind).toBe('production');
    await Promise.all([owner.end(), city.end()]);
    await database.drop();
  });
});

describe('a bag of practice', () => {
  const bag = (sql: TwoCities['owner']) => sql`
    insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
    values ('isbt128', 'LX000', 'LX00026000017', 'E0336V00', 'rbc-suspended', 'A', 'positive', 200, city_now() + interval '9 days', 'S01', 'S01', 'available', 'release')`;

  it('enters no city but that for practising, by whatever door', async () => {
    await expect(bag(cities.owner)).rejects.toMatchObject({ code: 'XM008' });
    // There the ledger alone stands in the way: a bag without its movement.
    await expect(bag(cities.practiceOwner)).rejects.toMatchObject({ code: 'XM004' });
  });

  it('is the only one there: a bag in the hand that is real is taken in by nothing that is practised', async () => {
    await cities.person('S01', '5003', ['station_clerk']);
    const release = (cookie: string) =>
      cities.call('stationStock.release', releaseOf('A500126000017'), { cookie, kind: 'command' });
    const refused = await release(await cities.practise('S01', '5003'));
    expect(refused.data).toMatchObject({
      violations: [{ code: 'unit.of_real_city', facts: { donationNo: 'A500126000017' } }],
    });
    expect(await cities.practiceOwner`select 1 from blood_units where donation_no not like 'LX000%'`).toHaveLength(0);
    expect((await release(await cities.enter('S01', '5003'))).code).toBe('ok');
  });

  it('is refused by the command, by its number', async () => {
    await cities.person('S01', '5001', ['station_clerk']);
    const release = (cookie: string) =>
      cities.call('stationStock.release', releaseOf('LX00026000017'), { cookie, kind: 'command' });
    const refused = await release(await cities.enter('S01', '5001'));
    expect(refused.data).toMatchObject({
      violations: [{ code: 'unit.of_practice', facts: { donationNo: 'LX00026000017' } }],
    });
    expect((await release(await cities.practise('S01', '5001'))).code).toBe('ok');
  });
});
