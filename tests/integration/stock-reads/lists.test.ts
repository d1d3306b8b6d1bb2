import { randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatDateTime } from '@/i18n/format';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { exportStock } from '@/server/modules/stock/export';
import { exportMovements, movementWorkbook } from '@/server/modules/stock/export-movements';
import { listUnits } from '@/server/modules/stock/list-units';
import { listMovements } from '@/server/modules/stock/movements';
import { post } from '@/server/modules/stock/post';
import { findUnits } from '@/server/modules/units/find';
import {
  hospital,
  move,
  office,
  openStockCity,
  otherHospital,
  receive,
  release,
  type StockCity,
  ship,
  station,
  stock,
} from './stock-city';

let city: StockCity;
let ids: string[];
beforeAll(async () => {
  city = await openStockCity();
  ids = await stock(
    city,
    hospital,
    Array.from({ length: 13 }, (_, index) => ({ hours: 10 + index * 40, abo: index % 2 ? 'A' : 'O' }) as const),
  );
  await move(city, hospital, 'issue', ids.slice(0, 2));
  await stock(city, otherHospital, [{ abo: 'B' }]);
});
afterAll(() => city.close());

const unitsOf = (input: object) => runRead(listUnits, city.as(hospital), input);

test('the shelf is listed by expiry, page by page, forth and back, each bag once', async () => {
  const seen: string[] = [];
  let after: string | undefined;
  let page = await unitsOf({ limit: 4 });
  expect(page.total).toBe(11);
  for (;;) {
    seen.push(...page.rows.map((row) => row.id));
    if (!page.next) break;
    after = page.next;
    page = await unitsOf({ limit: 4, after });
  }
  expect(seen).toEqual(ids.slice(2));
  const back = await unitsOf({ limit: 4, before: page.previous });
  expect(back.rows.map((row) => row.id)).toEqual(ids.slice(6, 10));
});

test('filters: group, component, state, donation number by part, place, near expiry', async () => {
  expect((await unitsOf({ filters: { group: 'A.positive' } })).rows.every((row) => row.group === 'A.positive')).toBe(
    true,
  );
  expect((await unitsOf({ filters: { component: 'ffp' } })).rows).toEqual([]);
  expect((await unitsOf({ filters: { state: 'issued' } })).rows.map((row) => row.id).sort()).toEqual(
    ids.slice(0, 2).sort(),
  );
  const [first] = (await unitsOf({})).rows;
  const tail = first?.donationNo.slice(-6) ?? '';
  // Full width and in groups, as a hurried person types it.
  const wide = [...tail].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
  expect((await unitsOf({ filters: { donationNo: ` ${wide} ` } })).rows.map((row) => row.id)).toEqual([first?.id]);
  expect((await unitsOf({ filters: { storagePlace: '2-1' } })).total).toBe(11);
  expect((await unitsOf({ filters: { storagePlace: '9' } })).total).toBe(0);
  expect((await unitsOf({ filters: { place: '2-1-01' } })).total).toBe(11);
  expect((await unitsOf({ filters: { place: '2-1-0' } })).total).toBe(0);
  const near = await unitsOf({ filters: { expiry: 'warning' } });
  expect(near.rows.map((row) => row.id)).toEqual(ids.slice(2, 4));
});

test('a forged cursor is refused in words, not with a stack', async () => {
  await expect(unitsOf({ after: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(unitsOf({ filters: { holder: 'H02' } })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('the ledger of a hospital: newest first, in and out named, pages without loss among rows of one instant', async () => {
  const all = await runRead(listMovements, city.as(hospital), { limit: 200 });
  // 13 shipped here, 13 received, 2 issued.
  expect(all.rows).toHaveLength(28);
  expect(all.rows.filter((row) => row.direction === 'out').map((row) => row.kind)).toEqual(['issue', 'issue']);
  const received = await runRead(listMovements, city.as(hospital), { way: 'in', kind: 'receive' });
  expect(received.rows).toHaveLength(13);
  const paged: number[] = [];
  let after: string | undefined;
  do {
    const page: Awaited<
      ReturnType<typeof runRead<typeof listMovements.input, Awaited<ReturnType<typeof listMovements.run>>>>
    > = await runRead(listMovements, city.as(hospital), { limit: 5, ...(after ? { cursor: after } : {}) });
    paged.push(...page.rows.map((row) => row.id));
    after = page.next ?? undefined;
  } while (after);
  expect(paged).toEqual(all.rows.map((row) => row.id));
  const one = await runRead(listMovements, city.as(hospital), { donationNo: all.rows[0]?.donationNo ?? '' });
  expect(one.rows.map((row) => row.kind)).toEqual(['issue', 'receive', 'ship']);
});

test('an export answers with the filtered bags and leaves an audit row that says who took how many', async () => {
  const answer = await execute(exportStock, city.as(hospital), { filters: { group: 'O.positive' } });
  expect(answer.rows).toHaveLength(6);
  expect(answer.orgName).toBe('试验第一医院');
  const [row] = await city.owner<{ payload: string }[]>`
    select payload from audit_log where org_id = 'H01' and action = 'stock.export' order by seq desc limit 1`;
  expect(JSON.parse(row?.payload ?? '{}')).toMatchObject({
    action: 'stock.export',
    after: { ofOrgId: 'H01', filters: { group: 'O.positive' }, rows: 6 },
  });
});

test('the ledger as a workbook has the lines of the list under its filters, with when it happened where it was entered later', async () => {
  const [onPaper = ''] = ids.slice(12);
  const occurredAt = new Date(city.now.getTime() - 3 * 3_600_000);
  const sheet = { module: 'downtime-forms', recordId: randomUUID(), isFact: true, occurredAt };
  await city.act(hospital, (scope) => post(scope, { ...sheet, kind: 'discard_fact', unitIds: [onPaper] }));
  const filters = { way: 'out' } as const;
  const listed = await runRead(listMovements, city.as(hospital), filters);
  const { bytes } = await movementWorkbook.make(city.as(hospital), { filters, orgId: null }, 'zh-CN');
  const [title, , asked, head, ...rows] = (await readWorkbook(bytes))[0]?.data ?? [];
  expect(title?.[0]).toBe('试验第一医院 流水');
  expect(asked?.[0]).toBe('条件：方向＝出');
  expect(head?.slice(0, 5)).toEqual(['时间', '补录发生于', '方向', '事由', '献血码']);
  expect(rows.map((row) => row[4])).toEqual(listed.rows.map(({ donationNo }) => donationNo));
  expect(rows.map((row) => [row[1], row[2], row[3]])).toEqual([
    [formatDateTime(occurredAt), '出', '补录报废'],
    [null, '出', '临床发血'],
    [null, '出', '临床发血'],
  ]);
  const [row] = await city.owner<{ payload: string }[]>`
    select payload from audit_log where org_id = 'H01' and action = 'stock.export-movements' order by seq desc limit 1`;
  expect(JSON.parse(row?.payload ?? '{}')).toMatchObject({ after: { ofOrgId: 'H01', filters, rows: 3, isCut: false } });
});

test('the ledger of another hospital is nobody’s to take away but an office’s', async () => {
  const take = (actor: typeof hospital) => execute(exportMovements, city.as(actor), { orgId: 'H01' });
  await expect(take(otherHospital)).rejects.toMatchObject({ code: 'not_found' });
  expect((await take(office)).rows).toHaveLength(29);
  const nurse = { ...hospital, roles: ['nurse'] as const };
  await expect(execute(exportMovements, city.as(nurse), {})).rejects.toMatchObject({ code: 'forbidden' });
  const day = { at: '2020-01-01T00:00:00.000Z..2020-01-02T00:00:00.000Z' };
  expect((await execute(exportMovements, city.as(hospital), { filters: day })).rows).toEqual([]);
  await expect(execute(exportMovements, city.as(hospital), { filters: { at: 'yesterday..' } })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('a bag is found by its scanned label, by its number in groups, by its last characters, and by a label it bore before', async () => {
  const [row] = (await unitsOf({})).rows;
  const no = row?.donationNo ?? '';
  const found = async (text: string, actor = hospital) =>
    (await runRead(findUnits, city.as(actor), { text })).map((unit) => unit.id);
  expect(await found(`=${no}00`)).toEqual([row?.id]);
  expect(await found(`${no.slice(0, 5)} ${no.slice(5, 7)} ${no.slice(7)}`)).toEqual([row?.id]);
  expect(await found(no.slice(-6))).toEqual([row?.id]);
  await city.owner`insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) values (${row?.id ?? ''}, 'codabar', 'S01', 'OLD0001', 'X', 'S01')`;
  expect(await found('old0001')).toEqual([row?.id]);
  // The other hospital holds none of them; the station released it and still sees where it is.
  expect(await found(no, otherHospital)).toEqual([]);
  expect(await found(no, station)).toEqual([row?.id]);
});

test('what is on its way stands under its own filter', async () => {
  const onTheWay = await release(city, [{ abo: 'AB' }]);
  await ship(city, onTheWay, 'H01');
  expect((await unitsOf({ filters: { state: 'in_transit' } })).rows.map((row) => row.id)).toEqual(onTheWay);
  await receive(city, onTheWay, hospital);
  expect((await unitsOf({ filters: { state: 'in_transit' } })).rows).toEqual([]);
});
