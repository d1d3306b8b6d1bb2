import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dictionaryNames } from '@/domain/dictionaries/names';
import { termRecord } from '@/domain/dictionaries/record';
import { execute } from '@/server/kernel/command';
import { listRecords } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { getTerm, listTerms, termHistory } from '@/server/modules/dictionaries/get';
import { modifyTerm } from '@/server/modules/dictionaries/modify';
import { registerTerm } from '@/server/modules/dictionaries/register';
import { restoreTerm, retireTerm } from '@/server/modules/dictionaries/retire';
import { openCity, type Person, type TrialCity } from '../../support/city';

let city: TrialCity;
let office: Person;
let district: Person;
let admin: Person;
let stranger: Person;
let technician: Person;

beforeAll(async () => {
  city = await openCity();
  office = await city.enter('O01', '9001', ['city_admin'], { name: '全市管理员甲' });
  await city.owner`
    insert into organisations (id, kind, name, short_name, district) values ('O02', 'blood_office', '徐汇血液管理办公室', '徐汇血办', '徐汇')`;
  district = await city.enter('O02', '9001', ['city_admin']);
  admin = await city.enter('H01', '9001', ['hospital_admin'], { name: '院管理员甲' });
  stranger = await city.enter('H02', '9001', ['hospital_admin']);
  technician = await city.enter('H01', '1001', ['technician']);
});
afterAll(() => city?.close());

const reason = '常用的说法变了';
const term = { dictionary: 'void', nameEn: '', position: 60, validFrom: null, validTo: null } as const;
const register = (by: Person, name: string, more: object = {}, key?: string) =>
  execute(registerTerm, city.as(by.actor), { ...term, name, ...more }, key);
const modify = (by: Person, id: string, version: number, name: string, more: object = {}) => {
  const { dictionary: _, ...fields } = term;
  return execute(modifyTerm, city.as(by.actor), { id, version, reason, ...fields, name, ...more });
};
const retire = (by: Person, id: string, version = 1) => execute(retireTerm, city.as(by.actor), { id, version, reason });
const restore = (by: Person, id: string, version = 2) =>
  execute(restoreTerm, city.as(by.actor), { id, version, reason });
const offered = async (by: Person, dictionary: (typeof dictionaryNames)[number] = 'void') =>
  (await runRead(listTerms, city.as(by.actor), { dictionary })).map(({ name }) => name);
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string; violations?: { code: string }[] }) => error.violations?.[0]?.code ?? error.code,
  );
const dayOf = async (offset: number) => {
  const [row] = await city.owner<{ day: string }[]>`select (city_today() + ${offset}::int)::text as day`;
  return row?.day ?? '';
};

test('a city begins with words in every dictionary, kept by its municipal office and offered in every house', async () => {
  for (const dictionary of dictionaryNames) {
    const words = await offered(technician, dictionary);
    expect(words.length, dictionary).toBeGreaterThan(2);
    expect(await offered(stranger, dictionary)).toEqual(words);
  }
  const keepers = await city.owner`select distinct keeper_org_id as keeper, is_city as "isCity" from dictionary_terms`;
  expect(keepers).toEqual([{ keeper: 'O01', isCity: true }]);
});

describe('whose a term is', () => {
  test('the city’s are offered everywhere, a house’s own in that house only', async () => {
    await register(office, '全市新原因', { position: 5 });
    const { id } = await register(admin, '本院新原因', { position: 5 });
    // Of one place the house's own first.
    expect((await offered(technician)).slice(0, 2)).toEqual(['本院新原因', '全市新原因']);
    expect(await offered(stranger)).toContain('全市新原因');
    expect(await offered(stranger)).not.toContain('本院新原因');
    expect(await offered(office)).not.toContain('本院新原因');
    expect(await outcome(runRead(getTerm, city.as(stranger.actor), { id }))).toBe('not_found');
    expect(await runRead(termHistory, city.as(stranger.actor), { id })).toEqual([]);
  });

  test('nobody changes what another keeps: a house not the city’s, the city not a house’s, a district nothing', async () => {
    const { id: citys } = await register(office, '全市的一条');
    const { id: houses } = await register(admin, '本院的一条');
    for (const [by, id, expected] of [
      [admin, citys, 'forbidden'],
      [district, citys, 'forbidden'],
      [office, houses, 'not_found'],
      [stranger, houses, 'not_found'],
    ] as const) {
      expect(await outcome(modify(by, id, 1, '改了的'))).toBe(expected);
      expect(await outcome(retire(by, id))).toBe(expected);
      expect(await outcome(restore(by, id, 1))).toBe(expected);
    }
    expect(await outcome(register(district, '区里的一条'))).toBe('forbidden');
    expect(await outcome(register(technician, '技师的一条'))).toBe('forbidden');
    const versions = await city.owner`select version from dictionary_terms where id in (${citys}, ${houses})`;
    expect(versions.map(({ version }) => version)).toEqual([1, 1]);
  });

  test('a house may write its own words beside the same ones of the city; twice in one house they are refused, in whatever case of two at once', async () => {
    expect(await outcome(register(admin, '录入错误'))).toBe('done');
    expect(await outcome(register(admin, ' 录入错误 '))).toBe('term.taken');
    const both = await Promise.all([1, 2].map(() => outcome(register(admin, '同时登记'))));
    expect(both.filter((one) => one === 'done')).toHaveLength(1);
    expect(['term.taken', 'already_exists']).toContain(both.find((one) => one !== 'done'));
  });
});

test('the city’s words outlive the office that registered them', async () => {
  await city.owner`insert into organisations (id, kind, name, short_name) values ('O03', 'blood_office', '试验第二血办', '第二血办')`;
  const second = await city.enter('O03', '9001', ['city_admin']);
  const { id } = await register(office, '谁来维护');
  expect(await outcome(register(second, '谁来维护'))).toBe('term.taken');
  expect((await runRead(getTerm, city.as(second.actor), { id })).isOwn).toBe(true);
  await modify(second, id, 1, '我们来维护');
  const history = await runRead(termHistory, city.as(technician.actor), { id });
  expect(history.map(({ action }) => action)).toEqual(['dictionaries.modify', 'dictionaries.register']);
});

describe('when it is offered', () => {
  test('from its first day to its last', async () => {
    const [yesterday, today, tomorrow] = [await dayOf(-1), await dayOf(0), await dayOf(1)];
    await register(office, '今天起', { validFrom: today });
    await register(office, '到今天', { validTo: today });
    await register(office, '明天起', { validFrom: tomorrow });
    await register(office, '到昨天', { validTo: yesterday });
    const words = await offered(technician);
    expect(words).toEqual(expect.arrayContaining(['今天起', '到今天']));
    expect(words).not.toEqual(expect.arrayContaining(['明天起']));
    expect(words).not.toEqual(expect.arrayContaining(['到昨天']));
    const input = { filters: { name: '天' }, side: 'owner', limit: 50 } as const;
    const { rows } = await inScope(city.as(office.actor), 'read', (scope) => listRecords(scope, termRecord, input));
    expect(Object.fromEntries(rows.map((row) => [row.name, row.state]))).toMatchObject({
      ...{ 今天起: 'active', 到今天: 'active', 明天起: 'upcoming', 到昨天: 'ended' },
    });
    expect(await outcome(register(office, '倒过来', { validFrom: tomorrow, validTo: today }))).toBe('term.ends_before');
  });

  test('not when it is retired, and again when it is restored, unless its words are taken by then', async () => {
    const { id } = await register(office, '停用又恢复');
    await retire(office, id);
    expect(await offered(technician)).not.toContain('停用又恢复');
    expect(await outcome(modify(office, id, 2, '别的'))).toBe('term.retired');
    expect(await outcome(retire(office, id, 2))).toBe('term.retired');
    await restore(office, id);
    expect(await offered(technician)).toContain('停用又恢复');
    expect(await outcome(restore(office, id, 3))).toBe('term.not_retired');
    await retire(office, id, 3);
    await register(office, '停用又恢复');
    expect(await outcome(restore(office, id, 4))).toBe('term.taken');
  });
});

test('a change is a version with its reason: seen by all who are offered it, and a stale one is told what stands', async () => {
  const { id } = await register(office, '改一改');
  await modify(office, id, 1, '改过了', { position: 7 });
  expect(await outcome(modify(office, id, 1, '又改'))).toBe('changed_meanwhile');
  expect(await outcome(modify(office, id, 2, '改过了', { position: 7 }))).toBe('term.nothing_changed');
  const [last, first] = await runRead(termHistory, city.as(technician.actor), { id });
  expect(last).toMatchObject({
    ...{ action: 'dictionaries.modify', version: 2, reason },
    ...{ before: { name: '改一改', position: 60 }, after: { name: '改过了', position: 7 } },
    // To another house the house that acted, and no person.
    actor: { kind: 'organisation' },
  });
  expect(first).toMatchObject({ action: 'dictionaries.register', version: 1 });
  const [own] = await runRead(termHistory, city.as(office.actor), { id });
  expect(own?.actor).toMatchObject({ kind: 'user', name: '全市管理员甲' });
});

test('the same request twice is one term; two changes at once are one change', async () => {
  const key = crypto.randomUUID();
  const answers = await Promise.all([1, 2].map(() => register(office, '一次', {}, key)));
  expect(answers[0]).toEqual(answers[1]);
  const { id } = answers[0] ?? { id: '' };
  const both = await Promise.all(['甲改', '乙改'].map((name) => outcome(modify(office, id, 1, name))));
  expect(both.sort()).toEqual(['changed_meanwhile', 'done']);
});

test('garbage is refused by field', async () => {
  for (const more of [
    { name: '一' },
    { name: 'x'.repeat(61) },
    { position: 0 },
    { position: 1.5 },
    { validFrom: '2026-02-30' },
    { dictionary: 'none' },
    { extra: 1 },
  ])
    expect(await outcome(register(office, '好好的', more)), JSON.stringify(more)).not.toBe('done');
});
