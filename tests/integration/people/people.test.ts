import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRecord } from '@/domain/people/record';
import { readRoles } from '@/domain/people/role-texts';
import type { Role } from '@/domain/permissions';
import { getMessages } from '@/i18n';
import { createAccount } from '@/server/auth/accounts';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { previewImport } from '@/server/kernel/import-file';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { endSessions } from '@/server/modules/people/end-sessions';
import { getPerson } from '@/server/modules/people/get';
import { applyPeopleImport, peopleImporter } from '@/server/modules/people/import';
import { issueBadges } from '@/server/modules/people/issue-badges';
import { leavePerson, returnPerson } from '@/server/modules/people/leave';
import { modifyPerson } from '@/server/modules/people/modify';
import { openAccount } from '@/server/modules/people/open-account';
import { registerPerson } from '@/server/modules/people/register';
import { resetPassword } from '@/server/modules/people/reset-password';
import { openCity, type TrialCity } from '../../support/city';

let city: TrialCity;
let admin: UserActor;
let stranger: UserActor;
let serial = 100;

beforeAll(async () => {
  city = await openCity();
  admin = (await city.enter('H01', '9001', ['hospital_admin'])).actor;
  stranger = (await city.enter('H02', '9001', ['hospital_admin'])).actor;
});
afterAll(() => city?.close());

const technician = { department: '输血科', roles: ['technician' as Role] };
const register = async (more: object = {}, by: UserActor = admin) => {
  serial += 1;
  const staffNo = `T${serial}`;
  const { id } = await execute(registerPerson, city.as(by), {
    staffNo,
    name: '赵青',
    title: '技师',
    posts: [technician],
    ...more,
  } as never);
  return { id, staffNo };
};
const get = (id: string, by: UserActor = admin) => runRead(getPerson, city.as(by), { id });
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError)
    return error.violations.length ? error.violations.map(({ code }) => code) : [error.code];
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const signIn = async (staffNo: string, password: string) => {
  const response = await fetch(`${city.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xuemai': '1', origin: city.url },
    body: JSON.stringify({ orgId: 'H01', staffNo, password }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  return { status: response.status, body: await response.json(), cookie };
};

describe('somebody of the directory', () => {
  it('is registered, found by name, pinyin and staff number, and told of in the history', async () => {
    const { id, staffNo } = await register();
    expect(await get(id)).toMatchObject({
      staffNo,
      name: '赵青',
      account: 'none',
      hasBadge: false,
      state: 'active',
      posts: [technician],
    });
    for (const search of ['赵青', 'zhaoqing', 'zq', staffNo.toLowerCase()]) {
      const page = await runRead(listOf(personRecord), city.as(admin), { filters: { search } });
      expect(page.rows.map((row) => row.id)).toContain(id);
    }
    const [entry] = await runRead(historyOf(personRecord), city.as(admin), { id });
    expect(entry).toMatchObject({ action: 'people.register', after: { department: '输血科', roles: ['technician'] } });
    expect(await codesOf(register({ staffNo: staffNo.toLowerCase() }))).toEqual(['person.staff_no_taken']);
    // Of another house the same number is somebody else.
    await register({ staffNo }, stranger);
  });

  it('is changed against the version that was seen; a post that is left out ends, and begins again', async () => {
    const { id } = await register();
    const change = (version: number, posts: object[], name = '赵青') =>
      execute(modifyPerson, city.as(admin), { id, version, name, title: '技师', posts } as never);
    await change(1, [technician, { department: '急诊', roles: [] }]);
    expect(await codesOf(change(1, [technician]))).toEqual(['changed_meanwhile']);
    await change(2, [{ department: '急诊', roles: ['nurse'] }]);
    expect((await get(id)).posts).toEqual([{ department: '急诊', roles: ['nurse'] }]);
    await change(3, [technician]);
    expect((await get(id)).posts).toEqual([technician]);
    expect(await codesOf(change(4, [technician]))).toEqual(['person.nothing_changed']);
    expect(await codesOf(change(4, [{ department: '', roles: ['station_clerk'] }]))).toEqual(['account.role_not_here']);
    const [entry] = await runRead(historyOf(personRecord), city.as(admin), { id });
    expect(entry).toMatchObject({
      before: { roles: ['nurse'] },
      after: { roles: ['technician'], department: '输血科' },
    });
  });

  it('of another house is not found', async () => {
    const { id } = await register();
    for (const work of [
      () => get(id, stranger),
      () => execute(modifyPerson, city.as(stranger), { id, version: 1, name: '某', title: '', posts: [technician] }),
      () => execute(leavePerson, city.as(stranger), { id, version: 1, reason: '试试' }),
      () => execute(openAccount, city.as(stranger), { id }),
      () => execute(issueBadges, city.as(stranger), { ids: [id] }),
      () => execute(endSessions, city.as(stranger), { id }),
    ])
      expect(await codesOf(work())).toEqual(['not_found']);
  });

  it('signs in with a first password that is changed at once; a demotion holds at the next request; a new one ends the sessions', async () => {
    const { id, staffNo } = await register();
    const { firstPassword } = await execute(openAccount, city.as(admin), { id });
    expect(await codesOf(execute(openAccount, city.as(admin), { id }))).toEqual(['account.exists']);
    expect((await get(id)).account).toBe('first_password');
    expect((await signIn(staffNo, firstPassword)).body).toMatchObject({ mustChangePassword: true });
    expect((await get(id)).sessions).toHaveLength(1);
    const again = await execute(resetPassword, city.as(admin), { id });
    expect((await get(id)).sessions).toHaveLength(0);
    expect((await signIn(staffNo, firstPassword)).status).not.toBe(200);
    expect((await signIn(staffNo, again.firstPassword)).status).toBe(200);
    expect(await execute(endSessions, city.as(admin), { id })).toMatchObject({ ended: 1 });
  });

  it('whoever changes the own password does not stand in the way of an administrator who has the entry open', async () => {
    const { id, staffNo } = await register();
    const { firstPassword } = await execute(openAccount, city.as(admin), { id });
    const seen = await get(id);
    const { cookie } = await signIn(staffNo, firstPassword);
    const changed = await fetch(`${city.url}/api/auth/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xuemai': '1', origin: city.url, cookie },
      body: JSON.stringify({ current: firstPassword, next: 'Wv4-tarisono-7' }),
    });
    expect(changed.status).toBe(200);
    expect(await get(id)).toMatchObject({ account: 'ready', version: seen.version });
    const [entry] = await runRead(historyOf(personRecord), city.as(admin), { id });
    expect(entry?.action).toBe('people.change-password');
    await execute(leavePerson, city.as(admin), { id, version: seen.version, reason: '调到外院' });
  });

  it('changed or gone since an account was asked for is not brought back by it', async () => {
    const { id, staffNo } = await register();
    const account = {
      orgId: 'H01',
      staffNo,
      name: '旧名',
      title: '',
      department: '别处',
      roles: ['reviewer' as const],
      password: 'Wv4-tarisono-7',
      mustChangePassword: true,
      person: { id, version: 1 },
    };
    await execute(leavePerson, city.as(admin), { id, version: 1, reason: '调到外院' });
    await expect(createAccount(city.runtime, account)).rejects.toMatchObject({ code: 'busy' });
    expect(await get(id)).toMatchObject({ state: 'left', account: 'none', name: '赵青', posts: [technician] });
    await execute(returnPerson, city.as(admin), { id, version: 2, reason: '调回' });
    await createAccount(city.runtime, { ...account, person: { id, version: 3 } });
    // Name and posts are the directory's.
    expect(await get(id)).toMatchObject({ account: 'first_password', name: '赵青', posts: [technician] });
  });

  it('has what was not changed here left as a colleague has set it', async () => {
    const { id } = await register();
    const nurse = { department: '骨科', roles: ['nurse' as const] };
    await execute(modifyPerson, city.as(admin), { id, version: 1, posts: [nurse] });
    await execute(modifyPerson, city.as(admin), { id, version: 2, title: '主管技师' });
    expect(await get(id)).toMatchObject({ title: '主管技师', name: '赵青', posts: [nurse] });
  });

  it('without a role has nothing to sign in for', async () => {
    const { id } = await register({ posts: [{ department: '骨科', roles: [] }] });
    expect(await codesOf(execute(openAccount, city.as(admin), { id }))).toEqual(['person.no_role']);
  });

  it('leaves: out of every session, the badge void, no signature; and returns as before, without a badge', async () => {
    const { id, staffNo } = await register();
    const { firstPassword } = await execute(openAccount, city.as(admin), { id });
    await execute(issueBadges, city.as(admin), { ids: [id] });
    await signIn(staffNo, firstPassword);
    const { version } = await get(id);
    await execute(leavePerson, city.as(admin), { id, version, reason: '调到外院' });
    expect(await get(id)).toMatchObject({ state: 'left', hasBadge: false, sessions: [] });
    expect((await signIn(staffNo, firstPassword)).status).not.toBe(200);
    for (const work of [
      () => execute(issueBadges, city.as(admin), { ids: [id] }),
      () => execute(openAccount, city.as(admin), { id }),
      () =>
        execute(modifyPerson, city.as(admin), { id, version: version + 1, name: '某', title: '', posts: [technician] }),
      () => execute(leavePerson, city.as(admin), { id, version: version + 1, reason: '再走' }),
    ])
      expect(await codesOf(work())).toEqual(['person.has_left']);
    await execute(returnPerson, city.as(admin), { id, version: version + 1, reason: '调回' });
    expect(await get(id)).toMatchObject({ state: 'active', hasBadge: false, posts: [technician] });
    expect((await signIn(staffNo, firstPassword)).status).toBe(200);
    const history = await runRead(historyOf(personRecord), city.as(admin), { id });
    expect(history.slice(0, 2).map(({ action, reason }) => `${action} ${reason}`)).toEqual([
      'people.return 调回',
      'people.leave 调到外院',
    ]);
  });

  it('is not oneself: nobody gives himself roles, a password, or the door', async () => {
    const { version } = await get(admin.personId);
    for (const work of [
      () =>
        execute(modifyPerson, city.as(admin), {
          id: admin.personId,
          version,
          name: '管某',
          title: '',
          posts: [technician],
        }),
      () => execute(leavePerson, city.as(admin), { id: admin.personId, version, reason: '走了' }),
      () => execute(resetPassword, city.as(admin), { id: admin.personId }),
    ])
      expect(await codesOf(work())).toEqual(['account.own']);
    const { posts } = await get(admin.personId);
    await execute(modifyPerson, city.as(admin), {
      id: admin.personId,
      version,
      name: '管某',
      title: '',
      posts: [...posts],
    });
  });

  it('registered by two at once is registered once', async () => {
    const input = { staffNo: 'TWICE', name: '某', title: '', posts: [technician] };
    const both = await Promise.allSettled([1, 2].map(() => execute(registerPerson, city.as(admin), input)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a file of people', () => {
  const preview = (lines: string[], by: UserActor = admin) =>
    previewImport(city.as(by), peopleImporter, { name: '花名册.csv', bytes: Buffer.from(lines.join('\r\n')) });

  it('registers and changes, whole or not at all, and done twice does nothing twice', async () => {
    const { id, staffNo } = await register();
    const lines = [
      '工号,姓名,职称,科室,角色',
      `${staffNo},赵清,主管技师,输血科,登记员、输血科负责人`,
      'F01,钱某,护士长,骨科,护士',
      'F02,孙某,,,',
    ];
    const { importId, digest, problems } = await preview(lines);
    expect(problems).toEqual([]);
    expect(await execute(applyPeopleImport, city.as(admin), { importId, digest })).toEqual({
      registered: 2,
      modified: 1,
      unchanged: 0,
    });
    expect(await get(id)).toMatchObject({
      name: '赵清',
      title: '主管技师',
      posts: [{ department: '输血科', roles: ['technician', 'reviewer'] }],
    });
    // An empty cell takes nothing away.
    const blank = await preview(['工号,姓名,科室,角色', `${staffNo},赵清,,`]);
    expect(
      await codesOf(execute(applyPeopleImport, city.as(admin), { importId: blank.importId, digest: blank.digest })),
    ).toEqual(['person.file_says_nothing']);
    const again = await preview(lines);
    expect(
      await codesOf(execute(applyPeopleImport, city.as(admin), { importId: again.importId, digest: again.digest })),
    ).toEqual(['person.file_says_nothing']);
  });

  it('names every line that it may not', async () => {
    const { staffNo } = await register();
    const { problems, badLines } = await preview([
      '工号,姓名,角色',
      `${staffNo},赵青,院长`,
      'F-9,某,护士',
      'F10,某,官员',
      'F11,,护士',
    ]);
    expect(badLines).toBe(4);
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 person.role_unknown',
      '3 person.staff_no_form',
      '4 account.role_not_here',
      '5 import.required',
    ]);
  });

  it('reads the words for roles that the screens show', () => {
    for (const locale of ['zh-CN', 'en'] as const)
      for (const [role, word] of Object.entries(getMessages(locale).modules.roles))
        if (role !== 'integration' && role !== 'wallboard')
          expect([role, word, readRoles(word)]).toEqual([role, word, [role]]);
  });
});
