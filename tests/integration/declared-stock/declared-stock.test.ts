import { randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { viewCity } from '@/domain/overview/view';
import { viewMatrix } from '@/domain/stock/matrix';
import { execute } from '@/server/kernel/command';
import { previewImport } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { agreeReporting } from '@/server/modules/declared-stock/agree';
import { listDays } from '@/server/modules/declared-stock/days';
import { declareStock } from '@/server/modules/declared-stock/declare';
import { declarationWorkbook, exportDeclarations } from '@/server/modules/declared-stock/export';
import { getDeclaration } from '@/server/modules/declared-stock/get';
import { listHouses } from '@/server/modules/declared-stock/houses';
import { declaredImporter } from '@/server/modules/declared-stock/import';
import { openDeclaration } from '@/server/modules/declared-stock/open';
import { readCity } from '@/server/modules/overview/city';
import { readMatrix } from '@/server/modules/stock/matrix';
import { openCity, type Person, type TrialCity } from '../../support/city';

let city: TrialCity;
let admin: Person;
let technician: Person;
let colleague: Person;
let stranger: Person;

beforeAll(async () => {
  city = await openCity();
  admin = await city.enter('O01', '9001', ['city_admin']);
  technician = await city.enter('H01', '1001', ['technician']);
  colleague = await city.enter('H01', '1002', ['technician', 'reviewer']);
  stranger = await city.enter('H02', '1001', ['technician']);
  await agree('H01');
});
afterAll(() => city?.close());

const agree = (orgId: string, more: object = {}) =>
  execute(agreeReporting, city.as(admin.actor), {
    orgId,
    mode: 'declares',
    intervalHours: 24,
    dueHour: 10,
    version: null,
    ...more,
  });
const today = async () => (await city.owner<{ day: string }[]>`select city_today()::text as day`)[0]?.day ?? '';
const cell = (amount: number, more: Partial<DeclaredCell> = {}): DeclaredCell => ({
  component: 'rbc-suspended',
  abo: 'O',
  rhd: 'positive',
  amount,
  ...more,
});
const declare = async (cells: DeclaredCell[], more: object = {}, by: Person = technician, key?: string) =>
  execute(declareStock, city.as(by.actor), { day: await today(), version: null, cells, ...more }, key);
const open = (by: Person = technician, input: object = {}) => runRead(openDeclaration, city.as(by.actor), input);
const codesOf = (error: { violations?: { code: string }[] }) => error.violations?.map(({ code }) => code);
const refused = (work: Promise<unknown>) => work.then(() => ['done'], codesOf);
/** On to the next day of the city, at the same hour. */
const nextDay = () => city.wait(24);

describe('one declaration of a business day', () => {
  test('is made once: of two at the same time one declares, and the other is shown what the first one said', async () => {
    const outcomes = await Promise.allSettled([declare([cell(1200)]), declare([cell(1400)], {}, colleague)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
    expect(lost).toMatchObject({ code: 'conflict', theirs: { version: 1 } });
    const { standing } = await open();
    expect(lost.theirs.cells).toEqual(standing?.cells);
    const rows = await city.owner`select d.id from stock_declarations d where org_id = 'H01'`;
    expect(rows).toHaveLength(1);
  });

  test('is corrected by the next revision with a reason; what stood before stays, and nobody corrects what he has not seen', async () => {
    await nextDay();
    const first = await declare([cell(1200), cell(0, { abo: 'B' })], { areZeroesConfirmed: true });
    expect(first).toMatchObject({ version: 1, cellCount: 2 });
    expect(await refused(declare([cell(1000)], { version: 1 }))).toEqual(['declaration.reason_missing']);
    expect(await refused(declare([cell(1000)], { reason: '重数' }))).toEqual(['changed_meanwhile']);
    expect(await refused(declare([cell(1000)], { version: 7, reason: '重数' }))).toEqual(['changed_meanwhile']);
    const corrected = await declare([cell(1000)], { version: 1, reason: '两袋已报废' });
    expect(corrected).toMatchObject({ id: first.id, version: 2, cellCount: 1 });
    const { revisions } = await runRead(getDeclaration, city.as(technician.actor), { id: first.id });
    expect(
      revisions.map(({ revision, reason, cells }) => [revision, reason, cells.map(({ amount }) => amount)]),
    ).toEqual([
      [2, '两袋已报废', [1000]],
      [1, '', [0, 1200]],
    ]);
    const audit = await city.owner<{ action: string; payload: string }[]>`
      select action, payload from audit_log where record_id = ${first.id} order by seq`;
    expect(audit.map(({ action }) => action)).toEqual(['declared-stock.declare', 'declared-stock.correct']);
    expect(JSON.parse(audit[1]?.payload ?? '{}')).toMatchObject({
      reason: '两袋已报废',
      before: { cells: [{ amount: 0 }, { amount: 1200 }] },
      after: { cells: [{ amount: 1000 }] },
    });
  });

  test('sent twice under one key is one declaration, and the same key with other amounts is refused', async () => {
    await nextDay();
    const key = randomUUID();
    const first = await declare([cell(1200)], {}, technician, key);
    expect(await declare([cell(1200)], {}, technician, key)).toEqual(first);
    await expect(declare([cell(1400)], {}, technician, key)).rejects.toMatchObject({ code: 'key_reused' });
    expect((await open()).standing?.revision).toBe(1);
  });

  test('of yesterday’s page, of a house that works here, without a confirmed zero, leaves nothing behind', async () => {
    await nextDay();
    const before = await city.owner`select count(*)::int as n from stock_declarations`;
    expect(await refused(declare([cell(1200)], { day: '2026-01-01' }))).toEqual(['declaration.day_over']);
    expect(await refused(declare([cell(0)]))).toEqual(['declaration.zeroes_unconfirmed']);
    expect(await refused(declare([]))).toEqual(['declaration.empty']);
    expect(await refused(declare([cell(1200)], {}, stranger))).toEqual(['declaration.not_agreed']);
    expect(
      await refused(
        execute(declareStock, city.as(admin.actor), { day: await today(), version: null, cells: [cell(1)] }),
      ),
    ).toEqual(['forbidden']);
    expect(await city.owner`select count(*)::int as n from stock_declarations`).toEqual(before);
  });

  test('a day that was left out is listed as missing, not as zero', async () => {
    await nextDay();
    await declare([cell(600)]);
    const { days, previous } = await open();
    expect(days.map(({ id, cellCount }) => [id !== null, cellCount])).toEqual([
      [true, 1],
      [false, 0],
      [true, 1],
      [true, 1],
      [true, 1],
    ]);
    expect(previous?.cells).toEqual([cell(1200)]);
  });
});

describe('what is declared', () => {
  test('stands beside the ledger: no cell, no movement, and the books agree', async () => {
    expect(await city.owner`select 1 from stock_cells where org_id = 'H01'`).toHaveLength(0);
    expect(await city.owner`select 1 from stock_movements where to_org = 'H01' or from_org = 'H01'`).toHaveLength(0);
    expect(await city.reconcile()).toEqual([]);
  });

  test('is shown by the city apart, in no amount and no days, with its age', async () => {
    const data = await runRead(readCity, city.as(stranger.actor), {});
    const view = viewCity(data, data.asOf);
    const series = view.series.find(({ series: { key } }) => key === 'red_cells.O.positive');
    expect(series).toMatchObject({ amount: 0, hospital: 0, declared: 600 });
    expect(view.series.find(({ series: { key } }) => key === 'red_cells.A.positive')?.declared).toBeNull();
    expect(view.declaring).toMatchObject({ total: 1, current: 1 });
    const row = view.hospitals.find(({ organisation }) => organisation.id === 'H01');
    expect(row?.declared?.amounts.get('red_cells.O.positive')).toBe(600);
    expect(row).toMatchObject({ isSilent: false, redCellDays: null });
    expect(row?.cells.every(({ amount, level }) => amount === 0 && level === null)).toBe(true);
  });

  test('names the house as silent once the agreed hour has passed; its figures stay and leave the sum', async () => {
    const data = await runRead(readCity, city.as(admin.actor), {});
    const { dueAt } = data.reporting.H01 ?? {};
    if (!dueAt) throw new Error('H01 declares');
    const at = (ms: number) => viewCity(data, new Date(dueAt.getTime() + ms));
    const silent = (view: ReturnType<typeof viewCity>) => view.reporting.silent.map(({ id }) => id);
    expect(silent(at(0))).not.toContain('H01');
    const later = at(1);
    expect(silent(later)).toContain('H01');
    expect(later.reporting.silent.find(({ id }) => id === 'H01')?.heardAt).toEqual(data.reporting.H01?.declaredAt);
    expect(later.series.find(({ series: { key } }) => key === 'red_cells.O.positive')?.declared).toBeNull();
    expect(later.hospitals.find(({ organisation }) => organisation.id === 'H01')?.declared).toMatchObject({
      isOverdue: true,
    });
  });

  test('is in the house’s matrix beside the live cells, for itself and for an office', async () => {
    for (const [by, input] of [
      [technician, {}],
      [admin, { orgId: 'H01' }],
    ] as const) {
      const data = await runRead(readMatrix, city.as(by.actor), input);
      const view = viewMatrix(data, data.asOf);
      const found = view.rows.flatMap(({ cells }) => cells).filter(({ declared }) => declared !== null);
      expect(
        found.map(({ component, group, declared, usable }) => [component.code, group.abo, declared, usable.amount]),
      ).toEqual([['rbc-suspended', 'O', 600, 0]]);
    }
    const { declared } = await runRead(readMatrix, city.as(stranger.actor), {});
    expect(declared).toBeNull();
  });

  test('is another hospital’s to see only as the city’s figures', async () => {
    const { standing } = await open();
    await expect(open(stranger, { orgId: 'H01' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(runRead(getDeclaration, city.as(stranger.actor), { id: standing?.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await open(admin, { orgId: 'H01' })).standing).toEqual(standing);
  });

  test('reaches the screens: the house hears its record, the city that something was declared', async () => {
    const waiting = await city.owner<{ rooms: string[]; action: string; tally: unknown }[]>`
      select rooms, envelope->>'action' as action, envelope->'tally' as tally from (
        select rooms, envelope, 0 as n from outbox union all select rooms, envelope, 1 from feed) all_of_them
      where envelope->>'module' = 'declared-stock'`;
    const said = waiting.filter(({ action }) => action === 'declared-stock.declare');
    expect(said.length).toBeGreaterThan(2);
    for (const { rooms, tally } of said) {
      expect([...rooms].sort()).toEqual(['city', 'org:H01']);
      expect(tally).toEqual({ kind: 'declare', bags: 0 });
    }
    // Every office and wall hears of an agreement too, and no ticker tells of it.
    const agreed = waiting.find(({ action }) => action === 'declared-stock.agree');
    expect([...(agreed?.rooms ?? [])].sort()).toEqual(['city', 'org:H01', 'org:O01']);
    expect(agreed?.tally).toEqual({ kind: 'agree', bags: 0 });
    await city.owner`select from relay_outbox(1000)`;
    const { ticker } = await runRead(readCity, city.as(admin.actor), {});
    expect(new Set(ticker.map(({ tally }) => tally.kind))).toEqual(new Set(['declare']));
  });
});

describe('looking back', () => {
  test('goes a month of the calendar at a time to the first that was ever declared, and says what is missing', async () => {
    const first = (await open()).days.at(-1)?.day ?? '';
    await city.wait(24 * 60);
    const { days, olderBefore } = await open();
    expect(days).toHaveLength(14);
    expect(days.every(({ id }) => id === null)).toBe(true);
    const page = (by: Person, more: object) => runRead(listDays, city.as(by.actor), { before: olderBefore, ...more });
    const one = await page(technician, {});
    expect(one.days).toHaveLength(31);
    const two = await page(technician, { cursor: one.next });
    const all = [...days, ...one.days, ...two.days].map(({ day }) => day);
    expect(new Set(all).size).toBe(all.length);
    expect(two).toMatchObject({ next: null });
    expect(two.days.at(-1)).toMatchObject({ day: first, cellCount: 1 });
    expect(two.days.filter(({ id }) => id !== null).length).toBeGreaterThan(2);
    await expect(page(stranger, { orgId: 'H01' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await page(admin, { orgId: 'H01' })).toEqual(one);
  });

  test('is also a workbook: what stands of each day, a house’s own or for an office every house’s, and in the audit', async () => {
    await declare([cell(1200, { abo: 'B' }), cell(300)]);
    const day = await today();
    const take = (by: Person, input: object) => execute(exportDeclarations, city.as(by.actor), input);
    const { rows } = await take(technician, {});
    expect(rows.slice(0, 2).map(({ abo, amount }) => [abo, amount])).toEqual([
      ['B', 1200],
      ['O', 300],
    ]);
    expect(rows.filter(({ revision }) => revision === 2).map(({ amount, reason }) => [amount, reason])).toEqual([
      [1000, '两袋已报废'],
    ]);
    expect((await take(technician, { filters: { to: '2020-01-01' } })).rows).toEqual([]);
    expect((await take(technician, { filters: { from: day, to: day } })).rows).toHaveLength(2);
    expect((await take(admin, {})).rows).toEqual(rows);
    expect((await take(admin, { orgId: 'H02' })).rows).toEqual([]);
    expect((await take(stranger, {})).rows).toEqual([]);
    await expect(take(stranger, { orgId: 'H01' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(take(technician, { filters: { from: '11-30' } })).rejects.toMatchObject({ code: 'invalid_input' });
    const asked = { filters: { from: day, to: day }, orgId: null };
    const { bytes } = await declarationWorkbook.make(city.as(technician.actor), asked, 'zh-CN');
    const [, , , , head, first] = (await readWorkbook(bytes))[0]?.data ?? [];
    expect(head?.slice(0, 6)).toEqual(['日期', '医院', '品种', '血型', '数量', '单位']);
    expect([first?.[0], ...(first?.slice(2, 6) ?? [])]).toEqual([day, '悬浮红细胞', 'B+', 12, 'U']);
    const [row] = await city.owner<{ payload: string }[]>`
      select payload from audit_log where org_id = 'H01' and action = 'declared-stock.export' order by seq desc limit 1`;
    expect(JSON.parse(row?.payload ?? '{}')).toMatchObject({ after: { ofOrgId: 'H01', rows: 2, isCut: false } });
  });
});

describe('what was agreed', () => {
  test('is the city administrator’s to change, one after the other, and for hospitals alone', async () => {
    expect(await refused(agree('H01'))).toEqual(['changed_meanwhile']);
    await expect(agree('S01')).rejects.toMatchObject({ code: 'not_found' });
    await expect(agree('H99')).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      execute(agreeReporting, city.as(technician.actor), {
        orgId: 'H01',
        mode: 'works_here',
        intervalHours: 24,
        dueHour: 10,
        version: 1,
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const outcomes = await Promise.allSettled([
      agree('H03', { intervalHours: 48 }),
      agree('H03', { intervalHours: 72 }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is told with what stood before it', async () => {
    const back = { mode: 'works_here', intervalHours: 168, dueHour: 8, version: 1 };
    expect(await refused(agree('H03', back))).toEqual(['agreement.reason_missing']);
    await agree('H03', { ...back, reason: '已在此登记' });
    await agree('H03', { intervalHours: 48, version: 2, reason: '接口停用' });
    const said = await city.owner<{ payload: string }[]>`
      select payload from audit_log where action = 'declared-stock.agree' and payload like '%"H03"%' order by seq`;
    expect(said.map(({ payload }) => JSON.parse(payload).reason ?? null)).toEqual([null, '已在此登记', '接口停用']);
    expect(said.map(({ payload }) => JSON.parse(payload).before)).toEqual([
      null,
      expect.objectContaining({ orgId: 'H03', mode: 'declares', dueHour: 10 }),
      { orgId: 'H03', mode: 'works_here', intervalHours: 168, dueHour: 8 },
    ]);
  });

  test('is the same to a hospital’s auditor, who sees no row of another house', async () => {
    const auditor = await city.enter('H02', '1009', ['auditor']);
    const seen = async (by: Person) =>
      (await runRead(listHouses, city.as(by.actor), {})).map(({ orgId, mode, intervalHours, dueHour, isSilent }) => [
        ...[orgId, mode, intervalHours, dueHour, isSilent],
      ]);
    expect(await seen(auditor)).toEqual(await seen(admin));
    expect(await seen(auditor)).toContainEqual(['H01', 'declares', 24, 10, false]);
  });

  test('decides for a house that works here how long it may be quiet', async () => {
    await agree('H02', { mode: 'works_here', intervalHours: 72 });
    await city.owner`
      insert into stock_movements (at, unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      values (city_now() - interval '50 hours', ${randomUUID()}, 'announce', 'supply', 'H02', 'in_transit', 'rbc-suspended', 'O', 'positive', 200, 'x', 'x', 'H02', 'x')`;
    const houses = await runRead(listHouses, city.as(admin.actor), {});
    expect(houses.map(({ orgId, mode, isSilent }) => [orgId, mode, isSilent])).toEqual([
      ['H01', 'declares', false],
      ['H02', 'works_here', false],
      ['H03', 'declares', true],
    ]);
    const data = await runRead(readCity, city.as(admin.actor), {});
    expect(viewCity(data, data.asOf).reporting.silent.map(({ id }) => id)).toEqual(['H03']);
  });
});

test('a file is read line by line, and what it lacks is named with its line', async () => {
  const read = (text: string) =>
    previewImport(city.as(technician.actor), declaredImporter, { name: 'stock.csv', bytes: Buffer.from(text) });
  const good = await read('品种,血型,数量\n悬浮红细胞,O+,12\n新鲜冰冻血浆,AB+,"1,200"\n悬浮红细胞,O−,0\n');
  expect(good.rows.map(({ row }) => row)).toEqual([
    cell(1200),
    cell(120_000, { component: 'ffp', abo: 'AB' }),
    cell(0, { rhd: 'negative' }),
  ]);
  const bad = await read('品种,血型,数量\n红细胞,O+,12\n悬浮红细胞,O,12\n悬浮红细胞,O+,1.3\n悬浮红细胞,O+,2\n');
  expect(bad.problems.map(({ line, column, code, value }) => [line, column, code, value])).toEqual([
    [2, 'component', 'declaration.component_unknown', '红细胞'],
    [3, 'group', 'declaration.rhd_missing', 'O'],
    [4, 'amount', 'declaration.amount_U', '1.3'],
    [5, 'group', 'declaration.cell_twice', 'O+'],
  ]);
  await expect(
    previewImport(city.as(admin.actor), declaredImporter, { name: 'stock.csv', bytes: Buffer.from('x') }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});
