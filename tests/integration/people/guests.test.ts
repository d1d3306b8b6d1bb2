import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRecord } from '@/domain/people/record';
import type { Role } from '@/domain/permissions';
import { digestOfCovers } from '@/domain/signatures/covers';
import { findPerson, findStaff } from '@/server/auth/badges';
import { resolveActor } from '@/server/auth/session';
import { redeemSignature, sealSignature, verifySignature } from '@/server/auth/signing';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { listAudit } from '@/server/modules/audit/list';
import { listOwners } from '@/server/modules/incidents/get';
import { retireOrganisation } from '@/server/modules/organisations/retire';
import { askIn } from '@/server/modules/people/ask-in';
import { readBadgeSheet } from '@/server/modules/people/badge-sheet';
import { endGuest } from '@/server/modules/people/end-guest';
import { endSessions } from '@/server/modules/people/end-sessions';
import { findElsewhere } from '@/server/modules/people/find-elsewhere';
import { getPerson } from '@/server/modules/people/get';
import { issueBadges } from '@/server/modules/people/issue-badges';
import { leavePerson, returnPerson } from '@/server/modules/people/leave';
import { modifyPerson } from '@/server/modules/people/modify';
import { modifyGuest } from '@/server/modules/people/modify-guest';
import { openAccount } from '@/server/modules/people/open-account';
import { resetPassword } from '@/server/modules/people/reset-password';
import { unlockAccount } from '@/server/modules/people/unlock-account';
import { openCity, type Person, password, type TrialCity } from '../../support/city';

let city: TrialCity;
/** Of the house that asks in, of the one that keeps, of a third one. */
let host: UserActor;
let home: UserActor;
let third: UserActor;
let office: UserActor;
let serial = 100;

beforeAll(async () => {
  city = await openCity();
  host = (await city.enter('H01', '9001', ['hospital_admin'])).actor;
  home = (await city.enter('H02', '9001', ['hospital_admin'])).actor;
  third = (await city.enter('H03', '9001', ['hospital_admin'])).actor;
  office = (await city.enter('O01', '9001', ['city_admin', 'auditor'])).actor;
});
afterAll(() => city?.close());

const post = (department: string, ...roles: Role[]) => ({ department, roles });
const night = post('输血科', 'technician', 'reviewer');
const reason = '夜班支援';
const keep = (roles: readonly Role[] = ['technician'], orgId = 'H02', name = '赵青'): Promise<Person> => {
  serial += 1;
  return city.enter(orgId, `G${serial}`, roles, { name, title: '技师' });
};
const ask = (who: Person, more: object = {}, by = host, key?: string) =>
  execute(
    askIn,
    city.as(by),
    { orgId: who.actor.orgId, staffNo: who.actor.staffNo, posts: [night], reason, ...more },
    key,
  );
const get = (who: Person, by: UserActor = host) => runRead(getPerson, city.as(by), { id: who.actor.personId });
const end = (who: Person, version: number, by: UserActor = host, orgId = 'H01') =>
  execute(endGuest, city.as(by), { id: who.actor.personId, orgId, version, reason: '支援结束' });
const history = (who: Person, by: UserActor = host) =>
  runRead(historyOf(personRecord), city.as(by), { id: who.actor.personId });
const as = <T>(actor: UserActor, work: Parameters<typeof inScope<T>>[2]) => inScope(city.as(actor), 'read', work);
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError)
    return error.violations.length ? error.violations.map(({ code }) => code) : [error.code];
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const call = async (path: string, body: object, cookie?: string) => {
  const response = await fetch(`${city.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xuemai': '1', origin: city.url, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
  const set = response.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  return { status: response.status, body: await response.json(), cookie: set };
};
const membershipIn = async (who: Person, orgId: string) => {
  const [row] = await city.owner<{ id: string }[]>`
    select id from memberships where person_id = ${who.actor.personId} and org_id = ${orgId} and is_active`;
  return row?.id ?? '';
};
/** As he acts in the asking house, in the browser in which he is signed in. */
const actIn = async (who: Person, orgId = 'H01'): Promise<UserActor> => {
  await call('switch', { membershipId: await membershipIn(who, orgId) }, who.cookie);
  const actor = await resolveActor(new Headers({ cookie: who.cookie }), city.runtime);
  if (actor?.kind !== 'user') throw new Error('nobody there');
  return actor;
};

describe('somebody of another house', () => {
  it('is found by exactly his number, as his name and nothing else; each look stands in the chain', async () => {
    const who = await keep();
    const look = { orgId: 'H02', staffNo: who.actor.staffNo.toLowerCase() };
    expect(await execute(findElsewhere, city.as(host), look)).toEqual({
      orgId: 'H02',
      staffNo: who.actor.staffNo,
      name: '赵青',
    });
    const miss = await execute(findElsewhere, city.as(host), { orgId: 'H02', staffNo: 'G10' });
    expect(miss).toEqual({ orgId: 'H02', staffNo: 'G10', name: null });
    expect(await codesOf(execute(findElsewhere, city.as(host), { orgId: 'H01', staffNo: '9001' }))).toEqual([
      'person.own_house',
    ]);
    const { rows } = await runRead(listAudit, city.as(host), { recordId: 'H02/g10' });
    expect(rows.map(({ action }) => action)).toEqual(['people.find-elsewhere']);
    await ask(who);
  });

  it('is not found by trying: the sixth look in a row of which nothing came waits, and whoever was found can still be asked in', async () => {
    const curious = (await city.enter('H03', '9002', ['hospital_admin'])).actor;
    const who = await keep();
    const look = (staffNo: string) => execute(findElsewhere, city.as(curious), { orgId: 'H02', staffNo });
    for (const no of ['1', '2', '3', '4']) await look(no);
    expect((await look(who.actor.staffNo)).name).toBe('赵青');
    expect(await codesOf(look(who.actor.staffNo))).toEqual(['person.searched_enough']);
    // Not by asking in at random either.
    expect(await codesOf(ask(who, { staffNo: '7' }, curious))).toEqual(['person.searched_enough']);
    await ask(who, {}, curious);
    // A colleague is not held up by it.
    expect((await execute(findElsewhere, city.as(third), { orgId: 'H02', staffNo: who.actor.staffNo })).name).toBe(
      '赵青',
    );
  });

  it('asked in works here as this house says, and his house hears of it in its own chain', async () => {
    const who = await keep();
    const { version } = await ask(who);
    expect(await get(who)).toMatchObject({
      staffNo: `H02/${who.actor.staffNo}`,
      name: '赵青',
      state: 'active',
      posts: [night],
      account: 'ready',
      hasBadge: true,
      guest: { homeOrgId: 'H02', reason, ended: null },
      version: 1,
    });
    expect((await get(who, home)).elsewhere).toMatchObject([{ orgId: 'H01', posts: [night], reason, version }]);
    const [here] = await history(who);
    expect(here).toMatchObject({
      action: 'people.ask-in',
      reason,
      actor: { name: '人H019001', staffNo: '9001' },
      after: { homeOrgId: 'H02', department: '输血科' },
    });
    const [there] = await history(who, home);
    expect(there).toMatchObject({
      action: 'people.ask-in',
      reason,
      actor: { name: '第一医院 人H019001', staffNo: 'H01/9001' },
      after: { orgId: 'H01', department: '输血科', roles: ['reviewer', 'technician'] },
    });
    const { rows } = await runRead(listAudit, city.as(home), { recordId: who.actor.personId });
    expect(rows[0]).toMatchObject({ action: 'people.ask-in', who: { staffNo: 'H01/9001' } });
    // To a third house he does not exist.
    expect(await codesOf(get(who, third))).toEqual(['not_found']);
    const seen = await as(third, ({ q }) => q`select 1 from people where id = ${who.actor.personId}`);
    expect(seen).toHaveLength(0);
    expect(await as(third, ({ q }) => q`select 1 from guests`)).toHaveLength(1);
  });

  it('is listed with the house that keeps him, by a filter of its own; badges are printed by his house alone', async () => {
    const who = await keep();
    await ask(who);
    const list = (filters: Record<string, string>, by = host) =>
      runRead(listOf(personRecord), city.as(by), { filters });
    const guests = await list({ kept: 'guest', search: who.actor.staffNo });
    expect(guests.rows).toMatchObject([
      {
        id: who.actor.personId,
        homeOrgId: 'H02',
        staffNo: `H02/${who.actor.staffNo}`,
        roles: ['reviewer', 'technician'],
      },
    ]);
    expect(guests.organisations.H02?.zh).toBe('第二医院');
    expect((await list({ kept: 'own', search: who.actor.staffNo })).rows).toEqual([]);
    expect((await list({ search: who.actor.staffNo }, home)).rows).toMatchObject([{ homeOrgId: null }]);
    const sheet = await runRead(readBadgeSheet, city.as(host), { ids: [who.actor.personId, host.personId] });
    expect(sheet.people.map(({ id }) => id)).toEqual([host.personId]);
    expect(await codesOf(execute(issueBadges, city.as(host), { ids: [who.actor.personId] }))).toEqual(['not_found']);
  });

  it('is refused for roles that this kind of house has not, for one’s own house, for nobody, and twice', async () => {
    const who = await keep();
    expect(await codesOf(ask(who, { posts: [post('供血科', 'station_clerk')] }))).toEqual(['account.role_not_here']);
    expect(await codesOf(ask(who, { posts: [] }))).toEqual(['invalid.too_small']);
    expect(await codesOf(ask(who, { orgId: 'H01', staffNo: '9001' }))).toEqual(['person.own_house']);
    expect(await codesOf(ask(who, { staffNo: 'NOBODY' }))).toEqual(['person.nobody_there']);
    expect(await codesOf(ask(who, { orgId: 'H99' }))).toEqual(['person.nobody_there']);
    expect(await codesOf(ask(who, {}, (await keep(['reviewer'], 'H01')).actor))).toEqual(['forbidden']);
    await ask(who);
    expect(await codesOf(ask(who))).toEqual(['person.is_guest']);
  });

  it('asked in by two at once is asked in once; the same request twice answers the same', async () => {
    const who = await keep();
    const both = await Promise.allSettled([ask(who), ask(who)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const another = await keep();
    const first = await ask(another, {}, host, 'key-of-guest');
    expect(await ask(another, {}, host, 'key-of-guest')).toEqual(first);
    expect((await history(another)).filter(({ action }) => action === 'people.ask-in')).toHaveLength(1);
  });

  it('asked in while he leaves is no guest afterwards', async () => {
    for (let round = 0; round < 4; round++) {
      const who = await keep();
      const { version } = await get(who, home);
      await Promise.allSettled([
        ask(who),
        execute(leavePerson, city.as(home), { id: who.actor.personId, version, reason: '调到外省' }),
      ]);
      expect(await membershipIn(who, 'H01')).toBe('');
      expect(await membershipIn(who, 'H02')).not.toBe('');
    }
  });

  it('is changed against the version that was seen, by the house where he works alone', async () => {
    const who = await keep();
    await ask(who);
    const id = who.actor.personId;
    const change = (version: number, posts: object[], by = host) =>
      execute(modifyGuest, city.as(by), { id, version, posts } as never);
    await change(1, [post('急诊', 'nurse')]);
    expect(await codesOf(change(1, [night]))).toEqual(['changed_meanwhile']);
    expect(await codesOf(change(2, [post('急诊', 'nurse')]))).toEqual(['person.nothing_changed']);
    expect(await codesOf(change(2, [post('', 'official')]))).toEqual(['account.role_not_here']);
    for (const by of [home, third]) expect(await codesOf(change(2, [night], by))).toEqual(['not_found']);
    expect((await actIn(who)).roles).toEqual(['nurse']);
    expect((await history(who, home))[0]).toMatchObject({
      action: 'people.modify-guest',
      before: { roles: ['reviewer', 'technician'] },
      after: { orgId: 'H01', department: '急诊', roles: ['nurse'] },
    });
    // What the house that keeps him changes of him is so everywhere.
    const { version } = await get(who, home);
    await execute(modifyPerson, city.as(home), { id, version, name: '赵清', title: '主管技师' });
    expect(await get(who)).toMatchObject({ name: '赵清', title: '主管技师', version: 2 });
  });

  it('has his account at home alone', async () => {
    const who = await keep();
    await ask(who);
    const id = who.actor.personId;
    for (const work of [
      () => execute(openAccount, city.as(host), { id }),
      () => execute(resetPassword, city.as(host), { id }),
      () => execute(unlockAccount, city.as(host), { id }),
      () => execute(endSessions, city.as(host), { id }),
      () => execute(modifyPerson, city.as(host), { id, version: 1, name: '某' }),
      () => execute(leavePerson, city.as(host), { id, version: 1, reason: '试试' }),
    ])
      expect(await codesOf(work())).toEqual(['not_found']);
  });

  it('is nobody’s to give by the database either: no post, no guest and no third house’s line by hand', async () => {
    const who = await keep();
    const write = (by: UserActor, work: Parameters<typeof inScope<unknown>>[2]) =>
      inScope(city.as(by), 'write', work).then(
        () => 'done',
        (error: { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code,
      );
    const id = who.actor.personId;
    expect(
      await write(
        host,
        ({ q }) => q`insert into memberships (person_id, org_id, roles) values (${id}, 'H01', '{reviewer}')`,
      ),
    ).toBe('42501');
    expect(
      await write(
        home,
        ({ q }) =>
          q`insert into guests (org_id, party_org_id, person_id, posts, reason) values ('H01', 'H02', ${id}, '[]', 'x')`,
      ),
    ).toBe('42501');
    // Without a line in the own chain.
    expect(
      await write(
        host,
        ({ q }) =>
          q`insert into guests (org_id, party_org_id, person_id, posts, reason) values ('H01', 'H02', ${id}, '[]', 'x')`,
      ),
    ).toBe('XM001');
    await ask(who);
    const posts = JSON.stringify([night, post('急诊', 'hospital_admin')]);
    expect(
      await write(home, ({ q }) => q`update guests set posts = ${posts}::text::jsonb where person_id = ${id}`),
    ).toBe('42501');
    expect(await membershipIn(who, 'H01')).not.toBe('');
  });
});

describe('a guest at work', () => {
  it('goes there by the switch or by signing in there, one account and one lockout', async () => {
    const who = await keep();
    await ask(who);
    const actor = await actIn(who);
    expect(actor).toMatchObject({
      orgId: 'H01',
      name: '赵青',
      staffNo: `H02/${who.actor.staffNo}`,
      roles: night.roles,
    });
    const entered = await call('sign-in', { orgId: 'H01', staffNo: `h02/${who.actor.staffNo}`, password });
    expect(entered).toMatchObject({ status: 200 });
    const there = await resolveActor(new Headers({ cookie: entered.cookie }), city.runtime);
    expect(there).toMatchObject({ orgId: 'H01', personId: who.actor.personId });
    // His screen there is opened again by his password and by his badge.
    for (const secret of [{ password }, { badge: who.badge }]) {
      await call('lock', {}, entered.cookie);
      expect(await call('unlock', secret, entered.cookie)).toMatchObject({ status: 200 });
    }
    expect((await get(who)).sessions).toHaveLength(2);
    // Nobody signs in by the bare number in a house that does not keep him.
    expect((await call('sign-in', { orgId: 'H01', staffNo: who.actor.staffNo, password })).status).not.toBe(200);
  });

  it('signs as the second of two by his badge, named with his house; without a post there the badge is unknown', async () => {
    const who = await keep();
    const bench = (await keep(['technician'], 'H01', '钱红')).actor;
    const sign = (by: UserActor, input: object) => as(by, (scope) => verifySignature(scope, input as never));
    const badge = { method: 'badge', badge: who.badge };
    expect(await codesOf(sign(bench, badge))).toEqual(['signature.unknown_badge']);
    await ask(who);
    const signer = await sign(bench, badge);
    expect(signer).toMatchObject({
      personId: who.actor.personId,
      name: '赵青（第二医院）',
      staffNo: `H02/${who.actor.staffNo}`,
      roles: ['reviewer', 'technician'],
    });
    expect(await codesOf(sign(third, badge))).toEqual(['signature.unknown_badge']);
    // At home it is his badge as ever.
    expect(await sign(home, badge)).toMatchObject({ name: '赵青', staffNo: who.actor.staffNo, roles: ['technician'] });
    const covers = digestOfCovers({ bags: ['a'] });
    const token = await as(bench, async (scope) => sealSignature(scope, signer, covers));
    expect(await as(bench, (scope) => redeemSignature(scope, token, covers))).toMatchObject({
      personId: who.actor.personId,
    });
    await end(who, 1);
    expect(await codesOf(as(bench, (scope) => redeemSignature(scope, token, covers)))).toEqual([
      'signature.person_inactive',
    ]);
    expect(await codesOf(sign(bench, badge))).toEqual(['signature.unknown_badge']);
  });

  it('signs by his session, and is written with his house', async () => {
    const who = await keep();
    await ask(who);
    const actor = await actIn(who);
    expect(await as(actor, (scope) => verifySignature(scope, { method: 'session' }))).toMatchObject({
      name: '赵青（第二医院）',
      staffNo: `H02/${who.actor.staffNo}`,
    });
    const { name } = (await runRead(listOwners, city.as(actor), undefined)).find(
      ({ personId }) => personId === who.actor.personId,
    ) ?? { name: '' };
    expect(name).toBe('赵青（第二医院）');
  });

  it('with a number that somebody of the house has too is never meant by it, nor the other way round', async () => {
    const own = await city.enter('H01', '5005', ['technician'], { name: '孙本院' });
    const who = await city.enter('H02', '5005', ['reviewer'], { name: '孙外院' });
    await ask(who);
    const find = (staffNo: string) => as(own.actor, ({ q, orgId }) => findPerson(q, orgId, { staffNo }));
    expect((await find('5005'))?.personId).toBe(own.actor.personId);
    expect((await find('H02/5005'))?.personId).toBe(who.actor.personId);
    expect((await find('Ｈ０２／５００５'))?.personId).toBe(who.actor.personId);
    expect((await find('H01/5005'))?.personId).toBe(own.actor.personId);
    expect(await find('H03/5005')).toBeNull();
    const byNo = await as(own.actor, ({ q, orgId }) => findStaff(q, orgId, ['5005', 'h02/5005', 'H03/5005']));
    expect(new Map(byNo.map(({ typed, personId }) => [typed, personId]))).toEqual(
      new Map([
        ['5005', own.actor.personId],
        ['h02/5005', who.actor.personId],
      ]),
    );
    const sign = (staffNo: string, secret: string) =>
      as(own.actor, (scope) => verifySignature(scope, { method: 'password', staffNo, password: secret }));
    expect((await sign('H02/5005', password)).name).toBe('孙外院（第二医院）');
    expect((await sign('5005', password)).name).toBe('孙本院');
    // Whose number it is at home alone: nothing is tried, and he is told how it is written here.
    const other = await keep(['reviewer'], 'H02', '周某');
    await ask(other);
    const refused = await sign(other.actor.staffNo, 'wrong').catch((error: unknown) => error);
    expect((refused as AppError).violations).toMatchObject([
      { code: 'signature.guest_number', facts: { staffNo: `H02/${other.actor.staffNo}` } },
    ]);
    // Of whoever does not work here no wrong password is counted at home.
    const stranger = await keep();
    for (let tries = 0; tries < 6; tries++) await sign(`H02/${stranger.actor.staffNo}`, 'wrong').catch(() => undefined);
    expect(await call('sign-in', { orgId: 'H02', staffNo: stranger.actor.staffNo, password })).toMatchObject({
      status: 200,
    });
  });

  it('as a colleague at hand opens somebody’s locked account, and not his own', async () => {
    const who = await keep();
    await ask(who);
    const locked = await city.enter('H01', `L${serial}`, ['technician']);
    const wrong = (orgId: string, staffNo: string) => call('sign-in', { orgId, staffNo, password: 'wrong' });
    for (let tries = 0; tries < 5; tries++) await wrong('H01', locked.actor.staffNo);
    const enter = (staffNo: string) => call('sign-in', { orgId: 'H01', staffNo, password, colleagueBadge: who.badge });
    expect((await enter(locked.actor.staffNo)).status).toBe(200);
    for (let tries = 0; tries < 5; tries++) await wrong('H02', who.actor.staffNo);
    expect(JSON.stringify((await enter(`H02/${who.actor.staffNo}`)).body)).toContain('session.own_badge');
  });
});

describe('the time of a guest ends', () => {
  it('by the house where he works: what he has open there is over at once, at home he goes on', async () => {
    const who = await keep();
    await ask(who);
    const atHome = await call('sign-in', { orgId: 'H02', staffNo: who.actor.staffNo, password });
    await actIn(who);
    expect(await codesOf(end(who, 2))).toEqual(['changed_meanwhile']);
    expect(await codesOf(end(who, 1, third))).toEqual(['not_found']);
    await end(who, 1);
    expect(await resolveActor(new Headers({ cookie: who.cookie }), city.runtime)).toBeNull();
    expect(await resolveActor(new Headers({ cookie: atHome.cookie }), city.runtime)).toMatchObject({ orgId: 'H02' });
    expect(await get(who)).toMatchObject({ state: 'left', guest: { ended: 'here' }, name: '赵青', sessions: [] });
    expect((await get(who, home)).elsewhere).toEqual([]);
    expect(await codesOf(end(who, 2))).toEqual(['person.guest_over']);
    expect((await history(who, home))[0]).toMatchObject({ action: 'people.end-guest', reason: '支援结束' });
    expect(await as(host, ({ q }) => q`select 1 from people where id = ${who.actor.personId}`)).toHaveLength(0);
    // And begins anew, as it is asked for then; the session of before does not come back with him.
    await ask(who, { posts: [post('急诊', 'nurse')] });
    expect(await get(who)).toMatchObject({ state: 'active', version: 3, posts: [post('急诊', 'nurse')] });
    expect(await resolveActor(new Headers({ cookie: who.cookie }), city.runtime)).toBeNull();
  });

  it('by the house that keeps him, with its reason', async () => {
    const who = await keep();
    await ask(who);
    await actIn(who);
    await end(who, 1, home);
    expect(await resolveActor(new Headers({ cookie: who.cookie }), city.runtime)).toBeNull();
    expect(await get(who)).toMatchObject({ state: 'left', guest: { ended: 'home' } });
    expect((await history(who))[0]).toMatchObject({
      action: 'people.end-guest',
      reason: '支援结束',
      actor: { name: '第二医院 人H029001' },
      after: { ended: 'home' },
    });
    expect((await get(who, home)).state).toBe('active');
  });

  it('ended by both at once is ended once', async () => {
    const who = await keep();
    await ask(who);
    const both = await Promise.allSettled([end(who, 1), end(who, 1, home)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await history(who)).filter(({ action }) => action === 'people.end-guest')).toHaveLength(1);
  });

  it('when he leaves his house, wherever he is; returned there he is a guest nowhere', async () => {
    const who = await keep();
    await ask(who);
    await ask(who, {}, third);
    await actIn(who);
    const { version } = await get(who, home);
    const id = who.actor.personId;
    await execute(leavePerson, city.as(home), { id, version, reason: '退休' });
    expect(await resolveActor(new Headers({ cookie: who.cookie }), city.runtime)).toBeNull();
    for (const by of [host, third]) {
      expect(await get(who, by)).toMatchObject({ state: 'left', guest: { ended: 'left' } });
      // Why he left is his house's own.
      expect((await history(who, by))[0]).toMatchObject({ action: 'people.end-guest', reason: null });
    }
    expect((await history(who, home))[0]).toMatchObject({
      action: 'people.leave',
      after: { elsewhere: ['H01', 'H03'] },
    });
    await execute(returnPerson, city.as(home), { id, version: version + 1, reason: '返聘' });
    expect(await membershipIn(who, 'H01')).toBe('');
    expect((await get(who)).state).toBe('left');
  });

  it('when his house is taken out of use', async () => {
    await city.owner`insert into organisations (id, kind, name, short_name) values ('H77', 'hospital', '要关的医院', '要关的')`;
    const who = await keep(['hospital_admin'], 'H77');
    await ask(who);
    await ask(who, { posts: [post('', 'auditor')] }, office);
    await actIn(who);
    const [house] = await city.owner<{ id: string; version: number }[]>`
      select record_id as id, version from organisations where id = 'H77'`;
    await execute(retireOrganisation, city.as(office), {
      id: house?.id ?? '',
      version: house?.version ?? 0,
      reason: '并入第一医院',
    });
    expect(await resolveActor(new Headers({ cookie: who.cookie }), city.runtime)).toBeNull();
    expect(await get(who)).toMatchObject({ state: 'left', guest: { ended: 'closed' } });
    expect(await get(who, office)).toMatchObject({ state: 'left', guest: { ended: 'closed' } });
    expect((await history(who, office))[0]).toMatchObject({ action: 'people.end-guest', reason: '并入第一医院' });
  });

  it('leaves every chain whole', async () => {
    const rows = await city.owner<{ orgId: string; faults: number }[]>`
      select org_id as "orgId", count(*) filter (where prev_hash is distinct from before)::int as faults
      from (select org_id, prev_hash, lag(hash) over (partition by org_id order by seq) as before, seq from audit_log) w where before is not null group by 1`;
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ faults }) => faults > 0)).toEqual([]);
  });
});
