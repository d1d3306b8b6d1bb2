import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { rejectOrder } from '@/server/modules/blood-orders/answer';
import { cancelOrder } from '@/server/modules/blood-orders/cancel';
import { closeOrderShort } from '@/server/modules/blood-orders/close-short';
import { orderStatistics } from '@/server/modules/blood-orders/statistics';
import { openCity, type TrialCity } from '../../support/city';
import { type Bag, type House, openHouse, receiveBags, releaseBags } from '../../support/city-work';
import { ordersOf, red } from '../../support/orders';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let other: House;
let official: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  other = await openHouse(city, 'H02');
  official = (await city.enter('O01', '2001', ['official'])).actor;
  // Noon of a day far from the ends of a month.
  const [{ hours } = { hours: 0 }] = await city.owner<{ hours: number }[]>`
    select extract(epoch from date_trunc('month', city_now() + interval '1 month') + interval '9 days 4 hours' - city_now()) / 3600 as hours`;
  await city.wait(hours);
});
afterAll(() => city.close());

const of = (technician: () => UserActor) => ordersOf(() => ({ city, technician: technician(), clerk }));
const { order, accept, deliver, read } = of(() => house.technician);
const elsewhere = of(() => other.technician);
const stock = (count: number): Promise<Bag[]> => releaseBags(city, clerk, Array(count).fill({ hours: 400 }));

async function figures(actor: UserActor, change: { since?: string; until?: string } = {}) {
  const [{ month } = { month: '' }] = await city.owner<
    { month: string }[]
  >`select to_char(city_today(), 'YYYY-MM') as month`;
  const { rows, total } = await runRead(orderStatistics, city.as(actor), {
    since: `${month}-01`,
    until: `${month}-28`,
    ...change,
  });
  return { rows: rows.map(({ nameZh: _, nameEn: __, ...row }) => row), total, month };
}

const nothing = {
  placed: 0,
  urgent: 0,
  rejected: 0,
  closedShort: 0,
  answerMinutes: null,
  urgentSentMinutes: null,
  leadMinutes: null,
  onTimePercent: null,
  filledPercent: null,
};

describe('figures of orders', () => {
  it('are of nobody before anything is ordered', async () =>
    expect(await figures(house.technician)).toMatchObject({ rows: [], total: nothing }));

  it('count from the order: to its answer, to the first box of an urgent one, to the last box received', async () => {
    // Answered after 1 h, received after 3 h and in time.
    const whole = await order([red(400)]);
    await city.wait(1);
    await accept(whole);
    const bags = await stock(2);
    await city.wait(1);
    const shipment = await deliver(whole, bags);
    await city.wait(1);
    await receiveBags(city, house, shipment, bags);
    // Urgent, sent after 2 h; received after 6 h, when it was asked for within 4; one bag of two never came.
    const late = await order([red(400)], { priority: 'urgent' });
    await accept(late);
    const pair = await stock(2);
    await city.wait(2);
    const box = await deliver(late, pair);
    await city.wait(4);
    await receiveBags(city, house, box, pair.slice(0, 1));
    await execute(closeShort, city.as(house.technician), { shipmentId: box, reason: '箱里没有' });
    const { version } = await read(late);
    await execute(closeOrderShort, city.as(house.technician), { id: late, version, reason: '改用别的' });
    // Declined; called off; and one that still waits.
    const declined = await order([red(200)]);
    await execute(rejectOrder, city.as(clerk), { id: declined, version: 1, reason: '血站没有' });
    const off = await order([red(200)]);
    await execute(cancelOrder, city.as(house.technician), { id: off, version: 1, reason: '手术取消' });
    await order([red(200)]);

    const { rows, total, month } = await figures(house.technician);
    const own = {
      placed: 4,
      urgent: 1,
      rejected: 1,
      closedShort: 1,
      // 60, 0 and 0 minutes.
      answerMinutes: 0,
      urgentSentMinutes: 120,
      // 180 and 360.
      leadMinutes: 270,
      onTimePercent: 50,
      // 100, 50 and nothing.
      filledPercent: 50,
    };
    expect(rows).toEqual([{ orgId: 'H01', month, ...own }]);
    expect(total).toEqual(own);
  });

  it('are for a hospital its own, for the station and the office those of all, over all reckoned anew', async () => {
    const id = await elsewhere.order([red(200)]);
    await city.wait(3);
    await elsewhere.accept(id);
    expect((await figures(other.technician)).rows).toEqual([
      expect.objectContaining({ orgId: 'H02', placed: 1, answerMinutes: 180, leadMinutes: null, filledPercent: null }),
    ]);
    for (const actor of [clerk, official]) {
      const { rows, total } = await figures(actor);
      expect(rows.map(({ orgId, placed }) => [orgId, placed])).toEqual([
        ['H01', 4],
        ['H02', 1],
      ]);
      // 0, 0, 60 and 180 minutes.
      expect(total).toMatchObject({ placed: 5, answerMinutes: 30, filledPercent: 50 });
    }
  });

  it('are of the days that are asked for', async () =>
    expect(await figures(house.technician, { since: '2020-01-01', until: '2020-12-31' })).toMatchObject({
      rows: [],
      total: nothing,
    }));
});
