import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseRecord } from '@/domain/station-stock/record';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { getRelease } from '@/server/modules/station-stock/get';
import { releaseStock } from '@/server/modules/station-stock/release';
import { makePerson, nextDonation, openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
const clerk = makePerson('S01', 'blood_station', ['station_clerk']);

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

const bag = (change: Record<string, unknown> = {}) => ({
  donation: nextDonation().typed,
  productCode: 'E0336V00',
  abo: 'O',
  rhd: 'negative',
  expiresAt: new Date(Date.now() + 20 * 86_400_000),
  entry: 'hand',
  ...change,
});

const violationsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof AppError) return error.violations;
      throw error;
    },
  );

const stock = async () => {
  const [row] = await city.owner<{ n: number }[]>`select count(*)::int as n from blood_units`;
  return row?.n ?? 0;
};

describe('a release', () => {
  it('brings its bags into the station’s stock under one number', async () => {
    const { id, no } = await execute(releaseStock, city.as(clerk), { lines: [bag(), bag(), bag()] });
    const seen = await runRead(getRelease, city.as(clerk), { id });
    expect(seen).toMatchObject({ no, bagCount: 3, source: 'form' });
    expect(seen.bags).toHaveLength(3);
    expect(seen.bags[0]).toMatchObject({ component: 'rbc-suspended', amount: 200, state: 'available' });
    const [cell] = await city.owner<{ bags: number; amount: number }[]>`
      select available_bags as bags, available_amount::int as amount from stock_cells where org_id = 'S01' and abo = 'O' and rhd = 'negative'`;
    expect(cell).toEqual({ bags: 3, amount: 600 });
  });

  it('with one bag the city knows already brings in none, and names it by its line', async () => {
    const known = bag();
    await execute(releaseStock, city.as(clerk), { lines: [known] });
    const before = await stock();
    const violations = await violationsOf(execute(releaseStock, city.as(clerk), { lines: [bag(), known] }));
    expect(violations).toMatchObject([{ code: 'unit.already_known', path: 'lines.1.donation' }]);
    expect(await stock()).toBe(before);
  });

  it('of a donation that is known with another group brings in nothing; of two desks at once one is refused', async () => {
    const { typed, donationNo } = nextDonation();
    await execute(releaseStock, city.as(clerk), { lines: [bag({ donation: typed })] });
    const before = await stock();
    const half = bag({ donation: typed, productCode: 'E0336VA0', abo: 'A', rhd: 'negative' });
    const violations = await violationsOf(execute(releaseStock, city.as(clerk), { lines: [bag(), half] }));
    expect(violations).toMatchObject([
      { code: 'unit.group_disagrees', path: 'lines.1.group', facts: { donationNo, group: 'A−', other: 'O−' } },
    ]);
    expect(await stock()).toBe(before);
    const raced = nextDonation().typed;
    const results = await Promise.allSettled(
      [{ donation: raced }, { donation: raced, abo: 'AB', productCode: 'E0336VA0' }].map((change) =>
        execute(releaseStock, city.as(clerk), { lines: [bag(change)] }),
      ),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('names every fault of every line at once', async () => {
    const violations = await violationsOf(
      execute(releaseStock, city.as(clerk), {
        lines: [
          bag({
            donation: '=410301602203855',
            entry: 'scan',
            productCode: '=<E5445000',
            expiresAt: new Date('2016-04-22T01:50:00Z'),
          }),
          bag({ donation: '3100026900001Y' }),
        ],
      }),
    );
    expect(violations.map(({ code, path }) => `${path} ${code}`)).toEqual([
      'lines.0.productCode label.product_unknown',
      'lines.0.expiresAt label.expired',
      'lines.1.donation label.check_wrong',
    ]);
  });

  it('raced from two desks is registered once', async () => {
    const lines = [bag(), bag()];
    const results = await Promise.allSettled([1, 2].map(() => execute(releaseStock, city.as(clerk), { lines })));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await city.owner`select * from reconcile_stock()`).toEqual([]);
  });

  it('is the station’s alone', async () => {
    const technician = makePerson('H01', 'hospital', ['technician']);
    await expect(execute(releaseStock, city.as(technician), { lines: [bag()] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const other = makePerson('S01', 'blood_station', ['auditor']);
    await expect(runRead(listOf(releaseRecord), city.as(other), {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('pages there and back without losing or repeating a row', async () => {
    for (let at = 0; at < 7; at++) await execute(releaseStock, city.as(clerk), { lines: [bag()] });
    const all = (await runRead(listOf(releaseRecord), city.as(clerk), { limit: 200 })).rows.map((row) => row.id);
    const seen: string[] = [];
    let after: string | undefined;
    let previous: string | null = null;
    do {
      const page = await runRead(listOf(releaseRecord), city.as(clerk), { limit: 2, ...(after ? { after } : {}) });
      seen.push(...page.rows.map((row) => row.id));
      after = page.next ?? undefined;
      previous = page.previous;
    } while (after);
    expect(seen).toEqual(all);
    const back = await runRead(listOf(releaseRecord), city.as(clerk), { limit: 2, before: previous ?? '' });
    const end = all.length % 2 === 0 ? all.length - 2 : all.length - 1;
    expect(back.rows.map((row) => row.id)).toEqual(all.slice(end - 2, end));
  });
});
