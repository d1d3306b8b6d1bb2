import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CellView, viewMatrix } from '@/domain/stock/matrix';
import { runRead } from '@/server/kernel/read';
import { readCellBags } from '@/server/modules/stock/cell-bags';
import { readMatrix } from '@/server/modules/stock/matrix';
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
beforeAll(async () => {
  city = await openStockCity();
});
afterAll(() => city.close());

const matrixOf = (actor = hospital) => runRead(readMatrix, city.as(actor), {});

function cellOf(cells: readonly CellView[], component: string, abo: string, rhd: string): CellView {
  const found = cells.find(
    (cell) => cell.component.code === component && cell.group.abo === abo && cell.group.rhd === rhd,
  );
  if (!found) throw new Error(`no cell ${component} ${abo} ${rhd}`);
  return found;
}

test('the figures of a hospital: promisable, reserved, quarantined, in transit and expiring, each in its place', async () => {
  const [a, b, c, d, e, f] = await stock(city, hospital, [
    { hours: 30 },
    { hours: 24 * 20, amount: 150 },
    { hours: 24 * 20 },
    { hours: 24 * 20 },
    { component: 'plt-apheresis', amount: 100, hours: 20 },
    { component: 'plt-apheresis', amount: 100, hours: 40 },
  ]);
  expect([a, b, c, d, e, f].every(Boolean)).toBe(true);
  await move(city, hospital, 'reserve', [b ?? '']);
  await move(city, hospital, 'hold', [c ?? '']);
  await ship(city, await release(city, [{ abo: 'A' }]), 'H01');

  const data = await matrixOf();
  const view = viewMatrix(data, data.asOf);
  const cells = view.rows.flatMap((row) => row.cells);
  const red = cellOf(cells, 'rbc-lr', 'O', 'positive');
  expect(red.usable).toEqual({ bags: 2, amount: 400 });
  expect(red.reserved).toEqual({ bags: 1, amount: 150 });
  expect(red.quarantined).toEqual({ bags: 1, amount: 200 });
  expect(red.expiring).toEqual({ bags: 1, amount: 200 });
  expect(cellOf(cells, 'rbc-lr', 'A', 'positive').inTransit).toEqual({ bags: 1, amount: 200 });
  const platelets = cellOf(cells, 'plt-apheresis', 'O', 'positive');
  expect(platelets.usable.bags).toBe(2);
  // 24 h and not 7 days for platelets.
  expect(platelets.expiring).toEqual({ bags: 1, amount: 100 });
});

test('a bag whose time has come leaves the promisable figure before any sweep has taken it', async () => {
  const data = await matrixOf();
  const before = viewMatrix(data, data.asOf);
  const after = viewMatrix(data, new Date(city.now.getTime() + 31 * 3_600_000));
  const usable = (view: typeof before) =>
    cellOf(
      view.rows.flatMap((row) => row.cells),
      'rbc-lr',
      'O',
      'positive',
    ).usable.bags;
  expect(usable(before)).toBe(2);
  expect(usable(after)).toBe(1);
});

test('every row sums to its total, and the totals to the bags themselves', async () => {
  const data = await matrixOf();
  const view = viewMatrix(data, data.asOf);
  for (const row of view.rows) {
    for (const part of ['usable', 'reserved', 'quarantined', 'inTransit', 'expiring'] as const) {
      expect(row.cells.reduce((sum, cell) => sum + cell[part].amount, 0)).toBe(row.total[part].amount);
    }
  }
  const units = await city.owner<{ component: string; state: string; amount: number; bags: number }[]>`
    select component, state, sum(amount)::int as amount, count(*)::int as bags from blood_units
    where holder_org_id = 'H01' and state in ('available', 'reserved', 'quarantined') group by 1, 2`;
  expect(units.length).toBeGreaterThan(3);
  const parts = { available: 'usable', reserved: 'reserved', quarantined: 'quarantined' } as const;
  for (const row of view.rows) {
    for (const [state, part] of Object.entries(parts)) {
      const counted = units.find((unit) => unit.component === row.component.code && unit.state === state);
      expect(row.total[part]).toEqual({ bags: counted?.bags ?? 0, amount: counted?.amount ?? 0 });
    }
  }
});

test('the line of the day comes out: start + received − issued − other = now = bags in the house', async () => {
  await city.owner`
    insert into issue_days (org_id, day, component, abo, rhd, bags, amount) values ('H01', city_today() - 10, 'rbc-lr', 'O', 'positive', 280, 56000)`;
  const [bag] = await stock(city, hospital, [{ abo: 'B' }]);
  await move(city, hospital, 'issue', [bag ?? '']);
  const { today } = await matrixOf();
  const [house] = await city.owner<{ n: number }[]>`
    select count(*)::int as n from blood_units where holder_org_id = 'H01' and state in ('available', 'reserved', 'quarantined')`;
  expect(today).toEqual({ start: 0, received: 7, issued: 1, otherOut: 0, processed: 0, now: 6 });
  expect(today.now).toBe(house?.n);
  // The station's own day: what it shipped went out, what it released came in.
  const station1 = (await matrixOf(station)).today;
  expect(station1).toEqual({ start: 0, received: 8, issued: 0, otherOut: 8, processed: 0, now: 0 });
});

test('days of cover divide by the days that have data, and today is not one of them', async () => {
  const data = await matrixOf();
  expect(data.useDays).toBe(10);
  const view = viewMatrix(data, data.asOf);
  const red = cellOf(
    view.rows.flatMap((row) => row.cells),
    'rbc-lr',
    'O',
    'positive',
  );
  expect(red.judgement).toMatchObject({ by: 'days' });
  // 4 U ÷ (560 U ÷ 10 d): nearly nothing left, level 1.
  expect(red.judgement.by === 'days' && red.judgement.days).toBeCloseTo(4 / 56, 6);
  expect(red.level).toBe(1);
});

test('the bags behind a figure stand in expiry groups whose parts add up to the cell', async () => {
  await stock(city, hospital, [{ hours: 24 * 9 }, { hours: 24 * 6, amount: 150 }]);
  const bags = await runRead(readCellBags, city.as(hospital), { component: 'rbc-lr', abo: 'O', rhd: 'positive' });
  const data = await matrixOf();
  const red = cellOf(
    viewMatrix(data, data.asOf).rows.flatMap((row) => row.cells),
    'rbc-lr',
    'O',
    'positive',
  );
  const sumOf = (part: 'availableAmount' | 'reservedAmount' | 'quarantinedAmount') =>
    bags.groups.reduce((sum, group) => sum + group[part], 0);
  expect(sumOf('availableAmount')).toBe(red.usable.amount);
  expect(sumOf('reservedAmount')).toBe(red.reserved.amount);
  expect(sumOf('quarantinedAmount')).toBe(red.quarantined.amount);
  // 效 under the figure is the first group.
  expect(bags.groups[0]?.availableAmount).toBe(red.expiring.amount);
  expect(bags.groups.map((group) => group.rows.length)).toEqual([2, 1, 3]);
  const listed = bags.groups.flatMap((group) => group.rows);
  expect(listed.map((bag) => bag.expiresAt.getTime())).toEqual(
    listed.map((bag) => bag.expiresAt.getTime()).sort((x, y) => x - y),
  );
  expect(listed[0]?.storagePlace).toBe('2-1-01');
});

test('the snapshot names the head of the feed that it contains', async () => {
  await city.relay();
  const [head] = await city.owner<{ seq: string; epoch: string }[]>`select h.seq, c.epoch from feed_head h, city c`;
  const data = await matrixOf();
  expect(data.seq).toBe(Number(head?.seq));
  expect(data.seq).toBeGreaterThan(0);
  expect(data.epoch).toBe(head?.epoch);
});

test('a hospital reads its own stock alone; an office may read any hospital by name', async () => {
  const own = await matrixOf(otherHospital);
  expect(own.cells).toEqual([]);
  await expect(runRead(readMatrix, city.as(otherHospital), { orgId: 'H01' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const seen = await runRead(readMatrix, city.as(office), { orgId: 'H01' });
  expect(seen.cells.length).toBeGreaterThan(0);
  await receive(city, await shippedTo('H02'), otherHospital);
  expect((await matrixOf(otherHospital)).today.now).toBe(1);
});

async function shippedTo(orgId: string): Promise<string[]> {
  const ids = await release(city, [{ abo: 'AB' }]);
  await ship(city, ids, orgId);
  return ids;
}
