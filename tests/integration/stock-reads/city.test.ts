import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '@/domain/change';
import { patchCity } from '@/domain/overview/city';
import { viewCity } from '@/domain/overview/view';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { readCity } from '@/server/modules/overview/city';
import {
  hospital,
  move,
  office,
  openStockCity,
  otherHospital,
  person,
  release,
  type StockCity,
  ship,
  stock,
} from './stock-city';

let city: StockCity;
beforeAll(async () => {
  city = await openStockCity();
  await stock(city, hospital, [{}, {}, { abo: 'O', rhd: 'negative' }, { component: 'ffp', amount: 20_000 }]);
  await stock(city, otherHospital, [{}, { component: 'plt-apheresis', amount: 100 }]);
  await release(city, [{}, {}, {}, { component: 'rbc-frozen', abo: 'O', rhd: 'negative', amount: 200, hours: 9000 }]);
  await ship(city, await release(city, [{ amount: 150 }]), 'H03');
  await city.owner`
    insert into issue_days (org_id, day, component, abo, rhd, bags, amount)
    select o, city_today() - d, 'rbc-lr', 'O', 'positive', 2, 400 from unnest(array['H01', 'H02', 'H03']) o, generate_series(1, 28) d`;
  await city.owner`
    insert into stock_settings (org_id, component, abo, rhd, minimum_amount) values ('O01', 'rbc-lr', 'O', 'negative', 500), ('H03', 'rbc-lr', 'O', 'negative', 400)`;
  await city.relay();
});
afterAll(() => city.close());

const cityFor = (actor = hospital) => runRead(readCity, city.as(actor), {});

test('every city figure is split into station, hospital and in transit, and the split sums to it', async () => {
  const data = await cityFor();
  const view = viewCity(data, data.asOf);
  for (const series of view.series) expect(series.station + series.hospital + series.inTransit).toBe(series.amount);
  const oPositive = view.series.find((one) => one.series.key === 'red_cells.O.positive');
  expect(oPositive).toMatchObject({ station: 600, hospital: 600, inTransit: 150, amount: 1350, dailyUse: 1200 });
  expect(oPositive?.days).toBeCloseTo(1350 / 1200, 6);
  expect(oPositive?.level).toBe(1);
  const [ledger] = await city.owner<{ amount: string }[]>`
    select sum(available_amount + in_transit_amount) as amount from stock_cells where component = 'rbc-lr'`;
  const red = view.series
    .filter((one) => one.series.componentClass === 'red_cells')
    .reduce((sum, one) => sum + one.amount, 0);
  expect(red).toBe(Number(ledger?.amount));
});

test('RhD negative is a count against the city minimum with its frozen reserve, never days', async () => {
  const data = await cityFor(office);
  const negative = viewCity(data, data.asOf).series.find((one) => one.series.key === 'red_cells.O.negative');
  expect(negative).toMatchObject({ amount: 200, days: null, minimumAmount: 500, reserve: 200, level: 2 });
});

test('hospitals stand by days of cover, districts are hospitals only, and silence is named', async () => {
  const data = await cityFor();
  const view = viewCity(data, data.asOf);
  expect(view.hospitals.map((row) => row.organisation.id)).toEqual(['H03', 'H02', 'H01']);
  expect(view.hospitals[0]?.redCellDays).toBe(0);
  expect(view.districts).toMatchObject([
    { district: '徐汇', hospitals: 2, amount: 800 },
    { district: '崇明', hospitals: 1, amount: 0, level: 1 },
  ]);
  expect(view.reporting).toMatchObject({ online: 3, total: 3 });
  const later = viewCity(data, new Date(data.asOf.getTime() + 25 * 3_600_000));
  expect(later.reporting).toMatchObject({ online: 0, total: 3 });
});

test('a hospital reads the city but no bag and no patient of another hospital', async () => {
  const [mine, theirs] = [await cityFor(hospital), await cityFor(office)];
  expect(mine.cells).toEqual(theirs.cells);
  expect(JSON.stringify(mine)).not.toMatch(/3100026|donation|patient|mrn|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  await inScope(city.as(hospital), 'read', async ({ q }) => {
    expect(await q`select id from blood_units where holder_org_id = 'H02'`).toHaveLength(0);
    expect(await q`select org_id from stock_cells where org_id <> 'H01'`).toHaveLength(0);
    expect(await q`select id from stock_movements where from_org = 'H02' or to_org = 'H02'`).toHaveLength(0);
  });
  await inScope(city.as(office), 'read', async ({ q }) => {
    expect((await q`select id from blood_units where holder_org_id = 'H02'`).length).toBeGreaterThan(0);
    await expect(q.savepoint((sp) => sp`select id from patients`)).rejects.toMatchObject({ code: '42501' });
  });
  await expect(cityFor(person('H01', 'hospital', ['physician']))).rejects.toMatchObject({ code: 'forbidden' });
});

test('the ticker tells the last movements without a record of them', async () => {
  const { ticker } = await cityFor();
  expect(ticker.length).toBeGreaterThan(5);
  expect(ticker.map((entry) => entry.seq)).toEqual(ticker.map((entry) => entry.seq).sort((a, b) => b - a));
  expect(Object.keys(ticker[0] ?? {}).sort()).toEqual(['action', 'at', 'orgId', 'partyOrgId', 'seq', 'tally']);
});

test('a kept snapshot is served while the feed stands still, and never after it has moved', async () => {
  const first = await cityFor();
  expect(await cityFor(otherHospital)).toBe(first);
  await stock(city, hospital, [{ abo: 'B' }]);
  await city.relay();
  const next = await cityFor();
  expect(next.seq).toBeGreaterThan(first.seq);
  expect(next.cells.H01?.some(([, abo, , bags]) => abo === 'B' && bags === 1)).toBe(true);
});

test('the envelopes of the feed, laid over an old snapshot, end in exactly the new one; in any order, twice', async () => {
  const old = await cityFor();
  const [bag] = await stock(city, otherHospital, [{ abo: 'A' }, { abo: 'A' }]);
  await move(city, otherHospital, 'issue', [bag ?? '']);
  await city.relay();
  const fresh = await cityFor();
  const rows = await city.owner<{ seq: string; envelope: Envelope }[]>`
    select seq, envelope from feed where seq > ${old.seq} and 'city' = any(rooms) order by seq`;
  const envelopes = rows.map(({ seq, envelope }) => ({ ...envelope, seq: Number(seq) }));
  expect(envelopes.length).toBeGreaterThan(2);
  const patched = [...envelopes, ...[...envelopes].reverse()].reduce(patchCity, old);
  const sorted = (cells: typeof old.cells) =>
    Object.fromEntries(Object.entries(cells).map(([org, list]) => [org, list.map((cell) => cell.join('|')).sort()]));
  expect(sorted(patched.cells)).toEqual(sorted(fresh.cells));
  expect(patched.seq).toBe(fresh.seq);
  expect(patched.ticker.map((entry) => entry.seq)).toEqual(fresh.ticker.map((entry) => entry.seq));
});
