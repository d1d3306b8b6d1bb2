import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintBadgeCode } from '@/server/auth/badges';
import { hashPassword } from '@/server/auth/password-hash';
import { readSession, resolveActor } from '@/server/auth/session';
import { type AuthCity, openAuthCity, rightPassword } from './auth-city';

let city: AuthCity;
beforeAll(async () => {
  city = await openAuthCity();
  for (const id of ['H01', 'H02']) await city.organisation(id);
});
afterAll(() => city.close());

const codeOf = (answer: Awaited<ReturnType<AuthCity['post']>>) => answer.body.violations?.[0]?.code;
const wrong = (orgId: string, staffNo: string, headers?: Record<string, string>) =>
  city.post('sign-in', { orgId, staffNo, password: 'Wrong-guess-9' }, headers ? { headers } : {});
const actorOf = (cookie: string) => resolveActor(new Headers({ cookie }), city.runtime);

describe('signing in', () => {
  it('takes organisation, 工号 in any case and password, and acts in the membership', async () => {
    const { personId } = await city.person('H01', 'a100', ['technician']);
    const answer = await city.post('sign-in', { orgId: 'H01', staffNo: 'A100', password: rightPassword });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^xuemai-session=.+HttpOnly.*SameSite=Strict/i);
    expect(await actorOf(answer.cookie)).toMatchObject({
      kind: 'user',
      personId,
      orgId: 'H01',
      orgKind: 'hospital',
      roles: ['technician'],
      mustChangePassword: false,
    });
    expect(await city.actions('H01')).toEqual(expect.arrayContaining(['account.created', 'session.signed_in']));
  });

  it('keeps equal staff numbers of two hospitals apart', async () => {
    await city.person('H01', '200', ['technician'], { name: '甲某' });
    await city.person('H02', '200', ['reviewer'], { name: '乙某' });
    expect(await actorOf(await city.enter('H01', '200'))).toMatchObject({ orgId: 'H01', name: '甲某' });
    expect(await actorOf(await city.enter('H02', '200'))).toMatchObject({ orgId: 'H02', name: '乙某' });
  });

  it('refuses a second account of the same number', async () => {
    await city.person('H01', '201', ['technician']);
    await expect(city.person('H01', '201', ['technician'])).rejects.toMatchObject({
      violations: [{ code: 'account.exists' }],
    });
    await city.enter('H01', '201');
  });

  it('refuses a role that does not belong in a hospital', async () => {
    await expect(city.person('H01', '202', ['city_admin'])).rejects.toMatchObject({
      violations: [{ code: 'account.role_not_here' }],
    });
  });

  it('a forged or altered cookie is nobody', async () => {
    await city.person('H01', '203', ['technician']);
    const cookie = await city.enter('H01', '203');
    const [name, value = ''] = cookie.split('=');
    const token = decodeURIComponent(value).split('.')[0];
    expect(await actorOf(`${name}=${token}`)).toBeNull();
    expect(await actorOf(`${name}=${token}.${Buffer.alloc(32).toString('base64')}`)).toBeNull();
    expect(await actorOf(`${name}=%E0%A4%A`)).toBeNull();
    expect(await actorOf(cookie)).not.toBeNull();
  });

  it('every sign-in has a token of its own and the fourth ends the first', async () => {
    await city.person('H01', '204', ['technician']);
    const cookies: string[] = [];
    for (let turn = 0; turn < 4; turn++) {
      cookies.push(await city.enter('H01', '204'));
      await city.wait(1);
    }
    expect(new Set(cookies).size).toBe(4);
    const alive = await Promise.all(cookies.map(async (cookie) => (await actorOf(cookie)) !== null));
    expect(alive).toEqual([false, true, true, true]);
  });
});

describe('wrong passwords', () => {
  it('the fifth locks the account for 15 minutes; the right one is refused meanwhile', async () => {
    await city.person('H01', '300', ['technician']);
    for (const remaining of [4, 3, 2, 1]) {
      const answer = await wrong('H01', '300');
      expect(answer.status).toBe(412);
      expect(answer.body.violations).toEqual([{ code: 'session.wrong_password', facts: { remaining } }]);
    }
    expect((await wrong('H01', '300')).body.violations).toEqual([
      { code: 'session.locked_out', facts: { minutes: 15 } },
    ]);
    const right = await city.post('sign-in', { orgId: 'H01', staffNo: '300', password: rightPassword });
    expect(codeOf(right)).toBe('session.locked_out');
    expect(right.cookie).toBe('');
    await city.wait(16);
    await city.enter('H01', '300');
    expect(await city.actions('H01')).toEqual(expect.arrayContaining(['session.sign_in_failed', 'session.locked_out']));
  });

  it('the next lock is twice as long', async () => {
    await city.person('H01', '301', ['technician']);
    for (let turn = 0; turn < 5; turn++) await wrong('H01', '301');
    await city.wait(16);
    for (let turn = 0; turn < 4; turn++) await wrong('H01', '301');
    expect((await wrong('H01', '301')).body.violations?.[0]?.facts).toEqual({ minutes: 30 });
  });

  it('an unknown number is answered, counted and locked like a known one', async () => {
    await city.person('H01', '302', ['technician']);
    for (let turn = 0; turn < 5; turn++) {
      const [known, unknown] = [await wrong('H01', '302'), await wrong('H01', '999302')];
      expect([unknown.status, unknown.body.violations]).toEqual([known.status, known.body.violations]);
    }
  });

  it('an unknown number costs a hash like a known one: no answer comes quicker than that', async () => {
    const timed = async (work: () => Promise<unknown>) => {
      const since = performance.now();
      await work();
      return performance.now() - since;
    };
    for (let turn = 0; turn < 8; turn++) await city.person('H01', `31${turn}`, ['technician']);
    const rounds: { hash: number; known: number; unknown: number }[] = [];
    for (let turn = 0; turn < 8; turn++) {
      rounds.push({
        hash: await timed(() => hashPassword('Wrong-guess-9')),
        unknown: await timed(() => wrong('H01', `99931${turn}`)),
        known: await timed(() => wrong('H01', `31${turn}`)),
      });
    }
    // Load only adds: the quickest of each is what the work itself takes.
    const quickest = (of: 'hash' | 'known' | 'unknown') => Math.min(...rounds.map((round) => round[of]));
    expect(quickest('unknown')).toBeGreaterThan(quickest('hash') * 0.8);
    expect(quickest('known')).toBeGreaterThan(quickest('hash') * 0.8);
  });

  it('thirty guesses at once get five answers', async () => {
    await city.person('H01', '320', ['technician']);
    const answers = await Promise.all(Array.from({ length: 30 }, () => wrong('H01', '320')));
    const tried = answers.filter((answer) => codeOf(answer) === 'session.wrong_password').length;
    expect(tried).toBeLessThanOrEqual(5);
    expect(codeOf(await city.post('sign-in', { orgId: 'H01', staffNo: '320', password: rightPassword }))).toBe(
      'session.locked_out',
    );
  });

  it('one address that tries many accounts is stopped, others are not', async () => {
    const attacker = { 'x-xuemai-ip': '198.51.100.7' };
    await city.person('H01', '330', ['technician']);
    for (let turn = 0; turn < 50; turn++) await wrong('H01', `770${turn}`, attacker);
    const input = { orgId: 'H01', staffNo: '330', password: rightPassword };
    expect(codeOf(await city.post('sign-in', input, { headers: attacker }))).toBe('session.locked_out');
    expect((await city.post('sign-in', input, { headers: { 'x-xuemai-ip': '198.51.100.8' } })).status).toBe(200);
  });

  it("a colleague's badge opens the locked account, audited; the password is still asked", async () => {
    const badge = mintBadgeCode();
    await city.person('H01', '340', ['technician']);
    const colleague = await city.person('H01', '341', ['reviewer'], { badge });
    for (let turn = 0; turn < 5; turn++) await wrong('H01', '340');
    const input = { orgId: 'H01', staffNo: '340', colleagueBadge: badge };
    expect(codeOf(await city.post('sign-in', { ...input, password: 'Wrong-guess-9' }))).toBe('session.wrong_password');
    expect((await city.post('sign-in', { ...input, password: rightPassword })).status).toBe(200);
    const [row] = await city.owner<
      { payload: string }[]
    >`select payload from audit_log where action = 'account.opened_by_colleague'`;
    expect(JSON.parse(row?.payload ?? '{}').after).toMatchObject({ staffNo: '340', openedBy: colleague.personId });
  });

  it("neither one's own badge nor another hospital's opens it", async () => {
    const [own, foreign] = [mintBadgeCode(), mintBadgeCode()];
    await city.person('H01', '350', ['technician'], { badge: own });
    await city.person('H02', '351', ['reviewer'], { badge: foreign });
    for (let turn = 0; turn < 5; turn++) await wrong('H01', '350');
    const input = { orgId: 'H01', staffNo: '350', password: rightPassword };
    expect(codeOf(await city.post('sign-in', { ...input, colleagueBadge: own }))).toBe('session.own_badge');
    expect(codeOf(await city.post('sign-in', { ...input, colleagueBadge: foreign }))).toBe('session.unknown_badge');
    expect(codeOf(await city.post('sign-in', input))).toBe('session.locked_out');
  });
});

describe('a session', () => {
  const state = async (cookie: string) => (await readSession(cookie, city.runtime)).kind;

  it('locks after 15 minutes without a hand, and reading does not prolong it', async () => {
    await city.person('H01', '400', ['technician']);
    const cookie = await city.enter('H01', '400');
    await city.wait(10);
    expect(await actorOf(cookie)).not.toBeNull();
    await city.wait(6);
    expect(await actorOf(cookie)).toBeNull();
    expect(await state(cookie)).toBe('locked');
    expect((await city.post('touch', {}, { cookie })).status).toBe(401);
    expect((await city.post('unlock', { password: 'Wrong-guess-9' }, { cookie })).status).toBe(412);
    expect((await city.post('unlock', { password: rightPassword }, { cookie })).status).toBe(200);
    expect(await state(cookie)).toBe('live');
  });

  it('goes on while hands move, but never beyond twelve hours', async () => {
    await city.person('H01', '401', ['technician']);
    const cookie = await city.enter('H01', '401');
    for (let minutes = 0; minutes < 710; minutes += 10) {
      await city.wait(10);
      expect((await city.post('touch', {}, { cookie })).status).toBe(200);
    }
    await city.wait(11);
    expect(await state(cookie)).toBe('none');
  });

  it('is locked by hand and opened by its own badge alone', async () => {
    const [own, other] = [mintBadgeCode(), mintBadgeCode()];
    await city.person('H01', '402', ['technician'], { badge: own });
    await city.person('H01', '403', ['technician'], { badge: other });
    const cookie = await city.enter('H01', '402');
    await city.post('lock', {}, { cookie });
    expect(await state(cookie)).toBe('locked');
    expect(codeOf(await city.post('unlock', { badge: other }, { cookie }))).toBe('session.other_badge');
    expect((await city.post('unlock', { badge: own }, { cookie })).status).toBe(200);
    expect(await state(cookie)).toBe('live');
  });

  it('ends with signing out', async () => {
    await city.person('H01', '404', ['technician']);
    const cookie = await city.enter('H01', '404');
    expect((await city.post('sign-out', {}, { cookie })).status).toBe(200);
    expect(await state(cookie)).toBe('none');
  });

  it('is bound to this host on https', async () => {
    const secure = await openAuthCity(true);
    try {
      await secure.organisation('H01');
      await secure.person('H01', '1', ['technician']);
      const answer = await secure.post('sign-in', { orgId: 'H01', staffNo: '1', password: rightPassword });
      const [line = ''] = answer.headers.getSetCookie();
      expect(line).toMatch(/^__Host-xuemai-session=/);
      expect(line).toMatch(/; Secure/i);
      expect(line).toMatch(/; Path=\/(;|$)/i);
      expect(line).not.toMatch(/Domain/i);
      expect(await resolveActor(new Headers({ cookie: answer.cookie }), secure.runtime)).not.toBeNull();
    } finally {
      await secure.close();
    }
  });
});
