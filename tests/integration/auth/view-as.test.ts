import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnForHeader } from '@/domain/drawn-for';
import type { Role } from '@/domain/permissions';
import { lookMinutes } from '@/domain/view-as';
import { readSession, readSessionOfPage, resolveActor, resolveActorsFromCookies } from '@/server/auth/session';
import { endLapsedLooks } from '@/server/auth/view-as';
import type { UserActor } from '@/server/kernel/actor';
import { saveDraft } from '@/server/kernel/drafts';
import { inScope } from '@/server/kernel/scope';
import { type AuthCity, openAuthCity, rightPassword } from './auth-city';

let city: AuthCity;
let next = 100;
beforeAll(async () => {
  city = await openAuthCity();
  for (const id of ['H01', 'H02']) await city.organisation(id);
  await city.organisation('O01', 'blood_office');
});
afterAll(() => city.close());

/** Somebody of a house, signed in. */
async function enterAs(roles: readonly Role[], orgId = 'H01') {
  next += 1;
  const { personId, membershipId } = await city.person(orgId, String(next), roles);
  const cookie = await city.enter(orgId, String(next));
  return { cookie, personId, membershipId, staffNo: String(next) };
}
const administrator = () => enterAs(['reviewer', 'hospital_admin']);

const begin = (cookie: string, role: string) => city.post('view-as', { role }, { cookie });
const end = (cookie: string) => city.post('view-as-end', {}, { cookie });
async function actorOf(cookie: string): Promise<UserActor> {
  const actor = await resolveActor(new Headers({ cookie }), city.runtime);
  if (actor?.kind !== 'user') throw new Error('nobody');
  return actor;
}
const rolesOf = async (cookie: string) => (await actorOf(cookie)).roles;
const own = ['reviewer', 'hospital_admin'];

interface Line {
  action: string;
  payload: { actor: { name: string }; before: { role?: string } | null; after: { role?: string; why?: string } | null };
}
async function linesAbout(personId: string): Promise<Line[]> {
  const rows = await city.owner<{ action: string; payload: string }[]>`
    select action, payload from audit_log where record_id = ${personId} and action like 'view-as.%' order by seq`;
  return rows.map(({ action, payload }) => ({ action, payload: JSON.parse(payload) }));
}
const told = async (personId: string) =>
  (await linesAbout(personId)).map(({ action, payload }) => [action, payload.after?.role ?? payload.after?.why]);

describe('以此角色查看: a look', () => {
  it('shows the session as that role alone to everything that asks whose it is, until it is ended', async () => {
    const { cookie, personId } = await administrator();
    expect((await begin(cookie, 'technician')).status).toBe(200);
    expect(await actorOf(cookie)).toMatchObject({ personId, roles: ['technician'], look: { role: 'technician' } });
    expect((await resolveActorsFromCookies([cookie], city.runtime)).get(cookie)).toMatchObject({
      roles: ['technician'],
    });
    expect((await end(cookie)).status).toBe(200);
    expect(await actorOf(cookie)).toMatchObject({ roles: own });
    expect((await actorOf(cookie)).look).toBeUndefined();
    // Ended already, by another tab: nothing to complain of, and nothing noted.
    expect((await end(cookie)).status).toBe(200);
    expect(await told(personId)).toEqual([
      ['view-as.begin', 'technician'],
      ['view-as.end', 'asked'],
    ]);
  });

  it('is of one’s own house and of no more rights: other roles, other people and garbage are refused', async () => {
    const plain = await enterAs(['hospital_admin']);
    for (const role of ['technician', 'reviewer', 'nurse', 'station_clerk', 'city_admin', 'wallboard', 'integration']) {
      const answer = await begin(plain.cookie, role);
      expect([role, answer.status, answer.body.violations?.[0]?.code]).toEqual([role, 412, 'view-as.not_offered']);
    }
    expect((await begin(plain.cookie, 'nobody')).status).toBe(400);
    expect((await city.post('view-as', { role: 'auditor', orgId: 'H02' }, { cookie: plain.cookie })).status).toBe(400);
    for (const roles of [['technician'], ['reviewer'], ['auditor'], ['physician']] as const) {
      const { cookie } = await enterAs(roles);
      expect([roles, (await begin(cookie, 'auditor')).status]).toEqual([roles, 403]);
    }
    expect((await begin('', 'auditor')).status).toBe(401);
    const official = await enterAs(['official'], 'O01');
    expect((await begin(official.cookie, 'coordinator')).status).toBe(403);
    expect(await rolesOf(plain.cookie)).toEqual(['hospital_admin']);
    expect(await told(plain.personId)).toEqual([]);
  });

  it('begins once: a second one is refused, and of two at once one holds and leaves its line', async () => {
    const { cookie, personId } = await administrator();
    const both = await Promise.all([begin(cookie, 'nurse'), begin(cookie, 'technician')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await told(personId)).map(([action]) => action)).toEqual(['view-as.begin']);
    const again = await begin(cookie, 'auditor');
    expect([again.status, again.body.error]).toEqual([403, 'viewing_as']);
  });

  it('is another page: what was drawn before it is nobody, and so is its own page after it', async () => {
    const { cookie, membershipId } = await administrator();
    const kindOf = async (drawnFor: string) =>
      (await readSessionOfPage(new Headers({ cookie, [drawnForHeader]: drawnFor }), city.runtime)).kind;
    expect(await kindOf(membershipId)).toBe('live');
    await begin(cookie, 'technician');
    const state = await readSession(cookie, city.runtime);
    expect(state.kind === 'live' && state.session.drawnFor).toBe(`${membershipId}.technician`);
    expect([await kindOf(membershipId), await kindOf(`${membershipId}.technician`)]).toEqual(['none', 'live']);
    expect(await kindOf(`${membershipId}.nurse`)).toBe('none');
    await end(cookie);
    expect([await kindOf(membershipId), await kindOf(`${membershipId}.technician`)]).toEqual(['live', 'none']);
  });
});

describe('nothing is written in it', () => {
  it('no password, no draft; and what forgets to ask is refused by the database', async () => {
    const { cookie } = await administrator();
    await begin(cookie, 'technician');
    const change = await city.post('password', { current: rightPassword, next: 'Wv4-tarisono' }, { cookie });
    expect([change.status, change.body.error]).toEqual([403, 'viewing_as']);
    const request = { runtime: city.runtime, actor: await actorOf(cookie), requestId: 'R-1' };
    const draft = { id: randomUUID(), subjectId: null, body: { a: 1 }, version: 0 };
    await expect(saveDraft(request, 'patients', 'patients.register', draft)).rejects.toMatchObject({
      code: 'viewing_as',
    });
    const write = () =>
      inScope(
        request,
        'write',
        ({ q, orgId }) =>
          q`insert into drafts (id, org_id, module, body) values (${randomUUID()}, ${orgId}, 'patients', '{}')`,
      );
    await expect(write()).rejects.toMatchObject({ code: 'viewing_as' });
    await end(cookie);
    const asHimself = { ...request, actor: await actorOf(cookie) };
    await expect(saveDraft(asHimself, 'patients', 'patients.register', draft)).resolves.toMatchObject({ version: 1 });
  });
});

describe('it ends', () => {
  it('by the lock, and does not come back when the screen is unlocked', async () => {
    const { cookie, personId } = await administrator();
    await begin(cookie, 'technician');
    expect((await city.post('lock', {}, { cookie })).status).toBe(200);
    expect(await readSession(cookie, city.runtime)).toMatchObject({ kind: 'locked', actor: { roles: own } });
    expect((await city.post('unlock', { password: rightPassword }, { cookie })).status).toBe(200);
    expect(await rolesOf(cookie)).toEqual(own);
    expect(await told(personId)).toEqual([
      ['view-as.begin', 'technician'],
      ['view-as.end', 'locked'],
    ]);
  });

  it('locks and signs out also from the page of a look that has just ended, or that had not begun', async () => {
    const { cookie, membershipId } = await administrator();
    const from = (drawnFor: string) => ({ cookie, headers: { [drawnForHeader]: drawnFor } });
    const kind = async () => (await readSession(cookie, city.runtime)).kind;
    await begin(cookie, 'technician');
    await end(cookie);
    expect((await city.post('touch', {}, from(`${membershipId}.technician`))).status).toBe(401);
    expect((await city.post('lock', {}, from(`${membershipId}.technician`))).status).toBe(200);
    expect(await kind()).toBe('locked');
    expect((await city.post('unlock', { password: rightPassword }, from(membershipId))).status).toBe(200);
    await begin(cookie, 'nurse');
    expect((await city.post('lock', {}, from(randomUUID()))).status).toBe(401);
    expect((await city.post('sign-out', {}, from(randomUUID()))).status).toBe(401);
    expect((await city.post('lock', {}, from(membershipId))).status).toBe(200);
    expect(await kind()).toBe('locked');
    expect((await city.post('sign-out', {}, from(`${membershipId}.nurse`))).status).toBe(200);
    expect(await kind()).toBe('none');
  });

  it('when the session is ended by a fourth sign-in, with its line', async () => {
    const { cookie, personId, staffNo } = await administrator();
    await begin(cookie, 'technician');
    for (let more = 0; more < 3; more += 1) await city.enter('H01', staffNo);
    expect(await resolveActor(new Headers({ cookie }), city.runtime)).toBeNull();
    expect(await told(personId)).toEqual([
      ['view-as.begin', 'technician'],
      ['view-as.end', 'signed-out'],
    ]);
  });

  it('by signing out', async () => {
    const { cookie, personId } = await administrator();
    await begin(cookie, 'technician');
    expect((await city.post('sign-out', {}, { cookie })).status).toBe(200);
    expect(await told(personId)).toEqual([
      ['view-as.begin', 'technician'],
      ['view-as.end', 'signed-out'],
    ]);
  });

  it('by going to another membership', async () => {
    const { cookie, personId } = await administrator();
    const [other] = await city.owner<{ id: string }[]>`
      insert into memberships (person_id, org_id, department, roles) values (${personId}, 'H02', '', '{hospital_admin}') returning id`;
    await begin(cookie, 'technician');
    const switched = await city.post('switch', { membershipId: other?.id }, { cookie });
    expect(switched.status).toBe(200);
    expect(await actorOf(cookie)).toMatchObject({ orgId: 'H02', roles: ['hospital_admin'] });
    expect((await told(personId)).at(-1)).toEqual(['view-as.end', 'switched']);
    // Noted in the chain of the house that was looked at.
    expect(await city.actions('H01')).toContain('view-as.end');
  });

  it.each([
    ['the administrator’s role is taken', ['reviewer']],
    ['another role is given', ['reviewer', 'hospital_admin', 'auditor']],
  ] as const)('when %s', async (_, roles) => {
    const { cookie, personId } = await administrator();
    await begin(cookie, 'technician');
    await city.owner`update memberships set roles = ${[...roles]} where person_id = ${personId}`;
    // At once, before any job has noted it.
    expect(await rolesOf(cookie)).toEqual(roles);
    await endLapsedLooks(city.runtime);
    expect((await told(personId)).at(-1)).toEqual(['view-as.end', 'rights']);
  });

  it('when the person leaves, with a line that names him', async () => {
    const { cookie, personId } = await administrator();
    await begin(cookie, 'technician');
    await city.owner`update people set is_active = false where id = ${personId}`;
    await endLapsedLooks(city.runtime);
    expect((await told(personId)).at(-1)).toEqual(['view-as.end', 'rights']);
    expect(await resolveActor(new Headers({ cookie }), city.runtime)).toBeNull();
  });

  it('under the idle lock, and after its minutes however busy the hands are', async () => {
    const { cookie, personId } = await administrator();
    await begin(cookie, 'technician');
    await city.wait(16);
    expect(await readSession(cookie, city.runtime)).toMatchObject({ kind: 'locked', actor: { roles: own } });
    await endLapsedLooks(city.runtime);
    expect((await told(personId)).at(-1)).toEqual(['view-as.end', 'locked']);

    const busy = await administrator();
    await begin(busy.cookie, 'technician');
    for (let minutes = 0; minutes < lookMinutes - 2; minutes += 14) {
      expect(await rolesOf(busy.cookie)).toEqual(['technician']);
      await city.wait(14);
      await city.owner`update auth.session set last_human_at = city_now() where membership_id = ${busy.membershipId}`;
    }
    await city.wait(14);
    await city.owner`update auth.session set last_human_at = city_now() where membership_id = ${busy.membershipId}`;
    expect(await rolesOf(busy.cookie)).toEqual(own);
    // Begun anew before a job came by: the one before has its end all the same.
    expect((await begin(busy.cookie, 'nurse')).status).toBe(200);
    expect(await told(busy.personId)).toEqual([
      ['view-as.begin', 'technician'],
      ['view-as.end', 'time'],
      ['view-as.begin', 'nurse'],
    ]);
    await endLapsedLooks(city.runtime);
    expect(await rolesOf(busy.cookie)).toEqual(['nurse']);
  });
});
