import { randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { organisationRecord } from '@/domain/organisations/record';
import { readFront } from '@/server/auth/front';
import { execute } from '@/server/kernel/command';
import { sqlStateOf } from '@/server/kernel/errors';
import { exportRecords } from '@/server/kernel/export';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { readNeedsTwo } from '@/server/modules/certificate-reviews/decide';
import { loadSettings } from '@/server/modules/clinical-issues/load';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { loadMinTrialDays } from '@/server/modules/go-lives/load';
import { readChoices } from '@/server/modules/organisations/choices';
import { getOrganisation } from '@/server/modules/organisations/get';
import { organisationHistory } from '@/server/modules/organisations/history';
import { modifyOrganisation } from '@/server/modules/organisations/modify';
import { registerOrganisation } from '@/server/modules/organisations/register';
import { restoreOrganisation, retireOrganisation } from '@/server/modules/organisations/retire';
import { setSwitches } from '@/server/modules/organisations/set-switches';
import { readCity } from '@/server/modules/overview/city';
import { listHousesToOpen } from '@/server/modules/people/houses';
import { openElsewhere } from '@/server/modules/people/open-elsewhere';
import { readReceivers } from '@/server/modules/shipments/receivers';
import { loadDuty } from '@/server/modules/stock/load-duty';
import { openCity, type Person, type TrialCity } from '../../support/city';
import {
  addPatient,
  type House,
  openHouse,
  receiveBags,
  releaseBags,
  reservationInput,
  shipBags,
} from '../../support/city-work';

let city: TrialCity;
let admin: Person;
let official: Person;
let clerk: Person;
let h01: Person;
let h02: Person;
let station: Person;
let district: Person;
let bench: House;

beforeAll(async () => {
  city = await openCity();
  await city.owner`insert into organisations (id, kind, name, short_name, search, district) values ('O09', 'blood_office', '徐汇血办', '徐汇血办', '', '徐汇')`;
  admin = await city.enter('O01', '9001', ['city_admin'], { name: '全市管理员甲' });
  official = await city.enter('O01', '2001', ['official']);
  clerk = await city.enter('S01', '1001', ['station_clerk']);
  station = await city.enter('S01', '9001', ['hospital_admin']);
  h01 = await city.enter('H01', '9001', ['hospital_admin'], { name: '一院管理员' });
  h02 = await city.enter('H02', '9001', ['hospital_admin']);
  district = await city.enter('O09', '9001', ['city_admin']);
  bench = await openHouse(city, 'H01');
});
afterAll(() => city?.close());

let serial = 0;
const nextCode = () => {
  serial += 1;
  return `N${String(serial).padStart(2, '0')}`;
};
const reason = '按全市名册';
const input = (code: string, more: object = {}) => ({
  code,
  kind: 'hospital' as const,
  name: `新建示范医院${code}`,
  shortName: `新建${code}`,
  district: '徐汇',
  ...more,
});
const register = (code: string, more: object = {}, by: Person = admin, key?: string) =>
  execute(registerOrganisation, city.as(by.actor), input(code, more), key);
const modify = (id: string, version: number, more: object, by: Person = admin, key?: string) =>
  execute(modifyOrganisation, city.as(by.actor), { id, version, ...more }, key);
const flip = (id: string, version: number, more: object, by: Person = admin) =>
  execute(setSwitches, city.as(by.actor), { id, version, reason, ...more });
const retire = (id: string, version: number, by: Person = admin) =>
  execute(retireOrganisation, city.as(by.actor), { id, version, reason });
const restore = (id: string, version: number, by: Person = admin) =>
  execute(restoreOrganisation, city.as(by.actor), { id, version, reason });
const get = (id: string, by: Person = admin) => runRead(getOrganisation, city.as(by.actor), { id });
const history = (id: string, by: Person = admin) => runRead(organisationHistory, city.as(by.actor), { id });
const list = async (by: Person, filters: Record<string, string> = {}) =>
  (await runRead(listOf(organisationRecord), city.as(by.actor), { filters, limit: 200 })).rows;
/** The record of a house that was there before. */
async function known(code: string): Promise<{ id: string; version: number }> {
  const [row] = await city.owner<{ id: string; version: number }[]>`
    select record_id as id, version from organisations where id = ${code}`;
  if (!row) throw new Error(`no ${code}`);
  return row;
}
const told = (work: Promise<unknown>) =>
  work.then(
    () => ['done'],
    (error: { code?: string; violations?: { code: string; path?: string }[] }) =>
      error.violations?.length ? error.violations.map(({ code }) => code) : [error.code],
  );

describe('a house', () => {
  test('is registered by the municipal office, and at once offered wherever houses are offered', async () => {
    await runRead(readCity, city.as(official.actor), {});
    const { id } = await register('N90', {
      institutionCode: '12310000425026273x',
      longitude: 121.4367,
      latitude: 31.1885,
      dutyPhone: '内线 9020',
    });
    expect(await get(id)).toMatchObject({
      code: 'N90',
      kind: 'hospital',
      institutionCode: '12310000425026273X',
      longitude: 121.4367,
      latitude: 31.1885,
      state: 'active',
      version: 1,
      may: 'all',
      use: { bags: 0, accounts: 0, administrators: 0 },
    });
    const front = await readFront(city.runtime, new Headers());
    expect(front.organisations.find((one) => one.id === 'N90')).toMatchObject({ name: '新建示范医院N90' });
    expect((await runRead(readReceivers, city.as(clerk.actor), {})).map((one) => one.id)).toContain('N90');
    expect((await runRead(listHousesToOpen, city.as(admin.actor), {})).map((one) => one.id)).toContain('N90');
    const overview = await runRead(readCity, city.as(official.actor), {});
    expect(overview.organisations.map((one) => one.id)).toContain('N90');
    const [heard] = await city.owner<{ rooms: string[]; orgId: string }[]>`
      select rooms, envelope->>'orgId' as "orgId" from outbox where envelope->>'recordId' = ${id}
      union all select rooms, envelope->>'orgId' from feed where envelope->>'recordId' = ${id}`;
    expect(heard).toEqual({ rooms: ['desks'], orgId: 'city' });
    await execute(openElsewhere, city.as(admin.actor), {
      orgId: 'N90',
      staffNo: '9001',
      name: '首位管理员',
      role: 'hospital_admin',
      reason: '新登记的医院',
    });
    expect(await get(id)).toMatchObject({ use: { administrators: 1, accounts: 0 } });
  });

  test('is found by name, pinyin, initials and code; a campus stands below its hospital', async () => {
    const { id } = await register('N91', {
      name: '嘉定北部示范医院',
      shortName: '嘉定北部',
      district: '嘉定',
      sortOrder: 50,
    });
    await register('N93', { sortOrder: 51 });
    const campus = await register('N92', {
      kind: 'campus',
      parentId: 'N91',
      name: '嘉定北部示范医院安亭院区',
      shortName: '安亭院区',
      district: '嘉定',
    });
    for (const search of ['嘉定', 'jiading', 'jdbb', 'n91']) {
      const rows = await list(h02, { search });
      expect([search, rows.map((row) => row.id)]).toEqual([search, expect.arrayContaining([id])]);
    }
    const order = (await list(admin)).map(({ code }) => code);
    expect(order.slice(order.indexOf('N91'), order.indexOf('N91') + 3)).toEqual(['N91', 'N92', 'N93']);
    expect((await list(admin, { kind: 'campus' })).map((row) => row.id)).toEqual([campus.id]);
    expect((await list(admin, { district: '嘉定' })).map(({ code }) => code)).toEqual(['N91', 'N92']);
    const choices = await runRead(readChoices, city.as(admin.actor), {});
    expect(choices.districts).toContain('嘉定');
    expect(choices.hospitals.map(({ code }) => code)).toContain('N91');
    expect(choices.hospitals.map(({ code }) => code)).not.toContain('N92');
  });

  test('is registered once: of two at the same time one does it, the same request twice does it once', async () => {
    const code = nextCode();
    const outcomes = await Promise.allSettled([register(code), register(code, { name: '另一家' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await told(register(code))).toEqual(['organisation.code_taken']);
    const key = randomUUID();
    const again = nextCode();
    const first = await register(again, {}, admin, key);
    expect(await register(again, {}, admin, key)).toEqual(first);
    const one = '91310000132612172J';
    const both = await Promise.allSettled([
      register(nextCode(), { institutionCode: one }),
      register(nextCode(), { institutionCode: one }),
    ]);
    const lost = both.find((outcome) => outcome.status === 'rejected')?.reason;
    expect(await told(Promise.reject(lost))).toEqual(['organisation.institution_code_taken']);
    expect(await told(register(nextCode(), { institutionCode: one }))).toEqual(['organisation.institution_code_taken']);
  });

  test.each([
    ['a code with a hyphen', { code: 'N-1' }, ['organisation.code_form']],
    ['no telephone number', { dutyPhone: '问总机' }, ['phone_unreadable']],
    ['an institution code of 17', { institutionCode: '1231000042502627X' }, ['organisation.institution_code_form']],
    [
      'half a place and no district',
      { district: '', longitude: 1 },
      ['organisation.district_missing', 'organisation.place_half'],
    ],
    ['a campus of a station', { kind: 'campus', parentId: 'S01' }, ['organisation.parent_unfit']],
    ['a campus of nobody that is there', { kind: 'campus', parentId: 'X99' }, ['organisation.parent_unfit']],
    ['no kind of house', { kind: 'clinic' }, ['invalid.invalid_value']],
    ['a name of nothing', { name: '  ' }, ['invalid.too_small']],
  ])('with %s is refused', async (_, more, expected) => {
    expect(await told(register(nextCode(), more))).toEqual(expected);
  });

  test('is registered, taken out of use and taken back by the municipal office alone', async () => {
    expect(await told(register(nextCode(), {}, district))).toEqual(['organisation.municipal_only']);
    for (const by of [h01, clerk, official, station])
      expect(await told(register(nextCode(), {}, by))).toEqual(['forbidden']);
    const { id } = await register(nextCode());
    expect(await told(retire(id, 1, district))).toEqual(['organisation.municipal_only']);
    expect(await told(retire(id, 1, h01))).toEqual(['forbidden']);
  });
});

describe('a change', () => {
  test('of any field is the municipal office’s, against the version that was seen', async () => {
    const { id } = await register(nextCode());
    expect(await modify(id, 1, { name: '改名医院', shortName: '改名', sortOrder: 7 })).toEqual({ id, version: 2 });
    expect(await told(modify(id, 1, { name: '又改' }))).toEqual(['changed_meanwhile']);
    expect(await told(modify(id, 2, { name: '改名医院' }))).toEqual(['organisation.nothing_changed']);
    expect((await list(admin, { search: 'gaiming' })).map((row) => row.id)).toEqual([id]);
    const outcomes = await Promise.allSettled([
      modify(id, 2, { district: '静安' }),
      modify(id, 2, { district: '浦东' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const key = randomUUID();
    const once = await modify(id, 3, { address: '示范路 1 号' }, admin, key);
    expect(await modify(id, 3, { address: '示范路 1 号' }, admin, key)).toEqual(once);
    const [newest] = await history(id);
    expect(newest).toMatchObject({
      action: 'organisations.modify',
      before: { address: '' },
      after: { address: '示范路 1 号' },
      actor: { name: '全市管理员甲' },
    });
  });

  test('by a house is of its own telephones, address and place, and of its campuses’; of nobody else’s', async () => {
    const { id, version } = await known('H01');
    const campus = await register(nextCode(), { kind: 'campus', parentId: 'H01' });
    const own = {
      dutyPhone: '021-6400 1120',
      nightPhone: '内线 5',
      address: '示范路 2 号',
      longitude: 121.4,
      latitude: 31.2,
    };
    await modify(id, version, own, h01);
    expect(await get(id, h02)).toMatchObject({ ...own, may: 'none', switches: null, use: null });
    await modify(campus.id, 1, { dutyPhone: '内线 6' }, h01);
    for (const more of [
      { name: '自己起的名' },
      { district: '浦东' },
      { sortOrder: 0 },
      { kind: 'reference_lab' as const },
    ])
      expect(await told(modify(id, version + 1, more, h01))).toEqual(['organisation.kept_by_city']);
    expect(await told(modify(id, version + 1, { longitude: null }, h01))).toEqual(['organisation.place_half']);
    const other = await known('H02');
    for (const by of [h01, station, district])
      expect(await told(modify(other.id, other.version, { dutyPhone: '1' }, by))).toEqual(['not_found']);
    const s01 = await known('S01');
    await modify(s01.id, s01.version, { dutyPhone: '内线 6101' }, station);
    const o09 = await known('O09');
    await modify(o09.id, o09.version, { dutyPhone: '内线 6009' }, district);
    // To others a house acts as a house.
    const [seen] = await history(id, h02);
    expect(seen).toMatchObject({ action: 'organisations.modify', actor: { kind: 'organisation', name: '第一医院' } });
    expect((await history(id, h01))[0]).toMatchObject({ actor: { name: '一院管理员' } });
  });

  test('of what a house is stops where people or bags are; of one’s own office always', async () => {
    const { id } = await register(nextCode(), { kind: 'reference_lab' });
    await modify(id, 1, { kind: 'hospital' });
    const h02Record = await known('H02');
    expect(await told(modify(h02Record.id, h02Record.version, { kind: 'blood_station' }))).toEqual([
      'organisation.kind_used',
    ]);
    const o01 = await known('O01');
    expect(await told(modify(o01.id, o01.version, { district: '徐汇' }))).toEqual(['organisation.own']);
    const parent = await register(nextCode());
    const code = nextCode();
    const below = await register(code, { kind: 'campus', parentId: (await get(parent.id)).code });
    expect(await told(modify(parent.id, 1, { kind: 'campus', parentId: 'H01' }))).toEqual([
      'organisation.has_campuses',
    ]);
    expect(await told(modify(below.id, 1, { parentId: code }))).toEqual(['organisation.parent_unfit']);
    await modify(below.id, 1, { kind: 'hospital', parentId: null });
  });
});

describe('a switch', () => {
  const duty = () => inScope(city.as(bench.technician), 'read', loadDuty);
  const settings = () => inScope(city.as(bench.technician), 'read', loadSettings);

  test('holds from the next request on, is told with its default, and by whom it was set', async () => {
    const { id, version } = await known('H01');
    expect(await get(id, h01)).toMatchObject({
      switches: { own: [], reservationHours: 24, singleDuty: { from: '17:00', until: '08:00' }, changes: {} },
    });
    await flip(id, version, { singleDuty: { from: '00:00', until: '23:59' } }, h01);
    expect((await duty()).isSingleAllowed).toBe(true);
    await flip(id, version + 1, { singleDuty: 'never' }, h01);
    expect((await duty()).isSingleAllowed).toBe(false);
    expect((await settings()).isSingleDutyAllowed).toBe(false);
    await flip(id, version + 2, { compatibilityProfile: 'ANZ' });
    expect((await settings()).profile.name).toBe('ANZ');
    const seen = await get(id, h01);
    expect(seen).toMatchObject({
      version: version + 3,
      switches: {
        own: ['singleDuty', 'compatibilityProfile'],
        singleDuty: null,
        changes: { singleDuty: { by: '一院管理员' }, compatibilityProfile: { by: '血液办公室' } },
      },
    });
    await flip(id, version + 3, { singleDuty: null, compatibilityProfile: null }, h01);
    expect(await get(id, h01)).toMatchObject({ switches: { own: [] } });
    expect((await settings()).profile.name).toBe('CN');
  });

  test('of how long a bag is kept binds what is reserved afterwards, and ends nothing that was promised', async () => {
    const { id, version } = await known('H01');
    const bags = await releaseBags(city, clerk.actor, [{}, {}]);
    const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
    await receiveBags(city, bench, shipmentId, bags);
    const patient = await addPatient(city, bench.technician);
    const reserve = async (index: number) => {
      const bag = bags[index];
      if (!bag) throw new Error('no bag');
      await execute(reserveBags, city.as(bench.technician), await reservationInput(city, bench, patient, [bag]));
      const [row] = await city.owner<{ hours: number }[]>`
        select round(extract(epoch from release_at - city_now()) / 3600)::int as hours from reservations where unit_id = ${bag.id} and ended_at is null`;
      return row?.hours;
    };
    expect(await reserve(0)).toBe(24);
    await flip(id, version, { reservationHours: 6 }, h01);
    expect(await reserve(1)).toBe(6);
    const [first] = await city.owner<{ hours: number }[]>`
      select round(extract(epoch from release_at - city_now()) / 3600)::int as hours from reservations where unit_id = ${bags[0]?.id ?? ''} and ended_at is null`;
    expect(first?.hours).toBe(24);
    await flip(id, version + 1, { reservationHours: null }, h01);
  });

  test('is refused of another house, of what is no hospital, without a change, against an old version, out of range', async () => {
    const { id, version } = await known('H01');
    expect(await told(flip(id, version, { reservationHours: 12 }, h02))).toEqual(['not_found']);
    expect(await told(flip(id, version, { reservationHours: 12 }, district))).toEqual(['not_found']);
    expect(await told(flip(id, version, { reservationHours: 12 }, clerk))).toEqual(['forbidden']);
    expect(await told(flip(id, version, {}, h01))).toEqual(['organisation.nothing_changed']);
    expect(await told(flip(id, version - 1, { reservationHours: 12 }, h01))).toEqual(['changed_meanwhile']);
    expect(await told(flip(id, version, { reservationHours: 73 }, h01))).toEqual(['invalid.too_big']);
    const s01 = await known('S01');
    expect(await told(flip(s01.id, s01.version, { reservationHours: 12 }, station))).toEqual([
      'organisation.no_switches',
    ]);
    expect(await told(flip(id, version, { goLiveTrialDays: 3 }, h01))).toEqual(['organisation.no_switches']);
    expect(await told(flip(id, version, { needsTwoReviewers: true }))).toEqual(['organisation.no_switches']);
  });

  test('of an office: its own reviewers, and the city’s days of a trial', async () => {
    const { id, version } = await known('O01');
    expect(await get(id)).toMatchObject({
      switches: { names: ['needsTwoReviewers', 'goLiveTrialDays'], goLiveTrialDays: 7, own: [] },
    });
    await flip(id, version, { goLiveTrialDays: 3, needsTwoReviewers: true });
    expect(await inScope(city.as(h01.actor), 'read', loadMinTrialDays)).toBe(3);
    expect(await inScope(city.as(admin.actor), 'read', readNeedsTwo)).toBe(true);
    expect(await told(flip(id, version + 1, { goLiveTrialDays: 91 }))).toEqual(['invalid.too_big']);
    expect(await told(flip(id, version + 1, { reservationHours: 12 }))).toEqual(['organisation.no_switches']);
    expect(await told(flip(id, version + 1, { goLiveTrialDays: 5 }, h01))).toEqual(['not_found']);
    await flip(id, version + 1, { goLiveTrialDays: null, needsTwoReviewers: null });
    expect(await get(id)).toMatchObject({ switches: { own: [] } });
  });
});

describe('a house that is taken out of use', () => {
  test('is refused while bags, people or campuses are there, each said by its number', async () => {
    const { id, version } = await known('H01');
    await register(nextCode(), { kind: 'campus', parentId: 'H01' });
    const awaited = await releaseBags(city, clerk.actor, [{}]);
    await shipBags(city, clerk.actor, 'H01', awaited);
    const codes = await told(retire(id, version));
    expect(codes).toEqual([
      'organisation.left_bags',
      'organisation.left_arriving',
      'organisation.left_accounts',
      'organisation.left_campuses',
    ]);
    const s01 = await known('S01');
    expect(await told(retire(s01.id, s01.version))).toEqual(['organisation.left_sent', 'organisation.left_accounts']);
    const o01 = await known('O01');
    expect(await told(retire(o01.id, o01.version))).toEqual(['organisation.own']);
    expect(await city.reconcile()).toEqual([]);
  });

  test('is offered nowhere, nobody signs in there, and it comes back as it was', async () => {
    const code = nextCode();
    const { id } = await register(code);
    const boss = await city.enter(code, '9001', ['hospital_admin']);
    expect((await city.call(boss.cookie, 'organisations.list', {}, { kind: 'read' })).code).toBe('ok');
    await retire(id, 1);
    expect((await city.call(boss.cookie, 'organisations.list', {}, { kind: 'read' })).code).toBe('unauthenticated');
    const front = await readFront(city.runtime, new Headers());
    expect(front.organisations.map((one) => one.id)).not.toContain(code);
    expect((await runRead(readReceivers, city.as(clerk.actor), {})).map((one) => one.id)).not.toContain(code);
    const overview = await runRead(readCity, city.as(official.actor), {});
    expect(overview.organisations.map((one) => one.id)).not.toContain(code);
    expect(await told(retire(id, 2))).toEqual(['organisation.retired']);
    expect(await told(modify(id, 2, { dutyPhone: '1' }))).toEqual(['organisation.retired']);
    expect(await told(restore(id, 1))).toEqual(['changed_meanwhile']);
    await restore(id, 2);
    expect(await told(restore(id, 3))).toEqual(['organisation.not_retired']);
    expect((await city.call(boss.cookie, 'organisations.list', {}, { kind: 'read' })).code).toBe('ok');
  });

  test('a campus does not come back without its hospital', async () => {
    const code = nextCode();
    const parent = await register(code);
    const campus = await register(nextCode(), { kind: 'campus', parentId: code });
    await retire(campus.id, 1);
    await retire(parent.id, 1);
    expect(await told(restore(campus.id, 2))).toEqual(['organisation.parent_retired']);
    await restore(parent.id, 2);
    await restore(campus.id, 2);
  });

  test('takes no bag that sets out in the same moment', async () => {
    const code = nextCode();
    const { id } = await register(code);
    const bags = await releaseBags(city, clerk.actor, [{}]);
    // Not yet committed: the one who ships still reads it as in use.
    let ship: Promise<string[] | (string | undefined)[]> | undefined;
    await city.owner.begin(async (tx) => {
      await tx`update organisations set is_active = false where id = ${code}`;
      ship = told(shipBags(city, clerk.actor, code, bags));
      await expect
        .poll(async () => (await city.owner`select 1 from pg_locks where not granted`).length, { timeout: 5_000 })
        .toBeGreaterThan(0);
    });
    expect(await ship).toEqual(['receiver_closed']);
    await city.owner`update organisations set is_active = true where id = ${code}`;
    const outcomes = await Promise.allSettled([shipBags(city, clerk.actor, code, bags), retire(id, 1)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [row] = await city.owner<{ isActive: boolean; awaited: number }[]>`
      select is_active as "isActive", (select count(*)::int from blood_units where expected_org_id = ${code} and state = 'in_transit') as awaited
      from organisations where id = ${code}`;
    expect(row?.isActive).toBe((row?.awaited ?? 0) > 0);
  });
});

describe('the table itself', () => {
  /** Runs as this role for this house, and takes it back. @returns rows, or the state of the error. */
  async function attempt(role: string, orgId: string, text: string): Promise<number | string | undefined> {
    const rolledBack = new Error('rolled back');
    let count = -1;
    try {
      await city.runtime.sql.begin(async (tx) => {
        await tx`select set_config('app.org', ${orgId}, true), set_config('app.district', '', true), set_config('app.actor', '{}', true), set_config('role', ${role}, true)`;
        count = (await tx.unsafe(text)).count;
        throw rolledBack;
      });
    } catch (error) {
      if (error !== rolledBack) return sqlStateOf(error);
    }
    return count;
  }

  test.each([
    [
      'a house changes its own telephone',
      'scope_org',
      'H01',
      `update organisations set duty_phone = '1' where id = 'H01'`,
      1,
    ],
    ['not another’s', 'scope_org', 'H01', `update organisations set duty_phone = '1' where id = 'H02'`, 0],
    ['not its name', 'scope_org', 'H01', `update organisations set name = 'x' where id = 'H01'`, '42501'],
    [
      'not whether it is in use',
      'scope_org',
      'H01',
      `update organisations set is_active = false where id = 'H01'`,
      '42501',
    ],
    [
      'not whose campus it is',
      'scope_org',
      'H01',
      `update organisations set parent_id = 'H02' where id = 'H01'`,
      '42501',
    ],
    [
      'registers none',
      'scope_org',
      'H01',
      `insert into organisations (id, kind, name, short_name) values ('X1', 'hospital', 'x', 'x')`,
      '42501',
    ],
    ['removes none', 'scope_org', 'H01', `delete from organisations where id = 'H01'`, '42501'],
    [
      'an office of a district changes no house',
      'scope_district',
      'O09',
      `update organisations set duty_phone = '1' where id = 'H01'`,
      0,
    ],
    [
      'nor its own district',
      'scope_district',
      'O09',
      `update organisations set district = '' where id = 'O09'`,
      '42501',
    ],
    ['the municipal one changes any', 'scope_city', 'O01', `update organisations set name = name where id = 'H01'`, 1],
    ['and removes none', 'scope_city', 'O01', `delete from organisations where id = 'H01'`, '42501'],
    [
      'what stands in a house is not told to another',
      'scope_org',
      'H02',
      `select * from organisation_use('H01')`,
      '42501',
    ],
  ])('%s', async (_, role, orgId, text, expected) => {
    expect(await attempt(role, orgId, text)).toBe(expected);
  });
});

test('the list is taken away as a workbook, with the filters it was asked by', async () => {
  const { bytes } = await exportRecords(
    city.as(official.actor),
    organisationRecord,
    { filters: { kind: 'blood_station' } },
    'zh-CN',
  );
  const text = JSON.stringify(await readWorkbook(bytes));
  expect(text).toContain('S01');
  expect(text).toContain('血站');
  expect(text).not.toContain('H01');
  expect(await told(exportRecords(city.as(bench.nurse), organisationRecord, {}, 'zh-CN'))).toEqual(['forbidden']);
});
