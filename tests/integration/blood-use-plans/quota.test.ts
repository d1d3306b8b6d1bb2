import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { rejectOrder } from '@/server/modules/blood-orders/answer';
import { cancelOrder } from '@/server/modules/blood-orders/cancel';
import { closeOrderShort } from '@/server/modules/blood-orders/close-short';
import { getOrder } from '@/server/modules/blood-orders/get';
import { modifyOrder } from '@/server/modules/blood-orders/modify';
import { countQuotaDue } from '@/server/modules/blood-orders/settle-strays';
import { submitOrder } from '@/server/modules/blood-orders/submit';
import { readBalance } from '@/server/modules/blood-use-plans/balance';
import { changePlan } from '@/server/modules/blood-use-plans/change';
import { getPlan } from '@/server/modules/blood-use-plans/get';
import { activateShare, returnShare } from '@/server/modules/donor-plans/activate';
import { allocateShare } from '@/server/modules/donor-plans/allocate';
import { expireShares } from '@/server/modules/donor-plans/expire';
import { getShare } from '@/server/modules/donor-plans/get';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  openHouse,
  receiveBags,
  releaseBags,
  sendOut,
} from '../../support/city-work';
import { ordersOf, red } from '../../support/orders';
import { approvedPlan, type Offices, openOffices } from '../../support/plans';

let city: TrialCity;
let clerk: UserActor;
let colleague: UserActor;
let offices: Offices;
let house: House;
let houses: Record<string, House>;
beforeAll(async () => {
  city = await openCity({ poolSize: 24 });
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  colleague = (await city.enter('S01', '5002', ['station_clerk'])).actor;
  offices = await openOffices(city);
  houses = { H01: await openHouse(city, 'H01'), H02: await openHouse(city, 'H02') };
});
afterAll(() => city.close());

const { order, accept, deliver, pick, orderInput } = ordersOf(() => ({ city, technician: house.technician, clerk }));

/** Each in a year of its own: the plan of the last one binds nobody. */
async function nextYear(orgId: string, amount: number | null): Promise<{ id: string; version: number } | null> {
  const now = await city.now();
  await city.wait((Date.UTC(now.getUTCFullYear() + 1, 1, 1, 2) - now.getTime()) / 3_600_000);
  const opened = houses[orgId];
  if (!opened) throw new Error(`${orgId} is not open`);
  house = opened;
  return amount === null ? null : approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount }]);
}

const stock = (count: number, more: object = {}): Promise<Bag[]> =>
  releaseBags(
    city,
    clerk,
    Array.from({ length: count }, (_, index) => ({ hours: 240 + index, ...more })),
  );

async function figures(kind: 'plan' | 'donor' | 'overdraft' = 'plan'): Promise<number[]> {
  const { accounts } = await runRead(readBalance, city.as(house.technician), {});
  const account = accounts.find((one) => one.kind === kind && one.measure === 'red_cells');
  return account ? [account.granted, account.pledged, account.used] : [];
}

/** Accounts are the sums of their draws, and no bound is broken. */
async function sums(): Promise<unknown[]> {
  const found = await city.owner`
    select a.id from quota_accounts a left join quota_draws d on d.account_id = a.id group by a.id
    having a.pledged <> coalesce(sum(d.pledged), 0) or a.used <> coalesce(sum(d.used), 0) or (a.kind <> 'overdraft' and a.pledged + a.used > a.granted)`;
  return [...found];
}

async function refused(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.violations;
}
const codesOf = async (work: Promise<unknown>) => (await refused(work)).map(({ code }) => code);

describe('the plan of a year', () => {
  it('binds nobody until one is approved, and then counts what was ordered before', async () => {
    await nextYear('H01', null);
    const first = await order([red(800)]);
    expect(await figures()).toEqual([]);
    await approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount: 2000 }]);
    expect(await figures()).toEqual([2000, 800, 0]);
    await execute(cancelOrder, city.as(house.technician), { id: first, version: 1, reason: '重复下单' });
    expect(await figures()).toEqual([2000, 0, 0]);
    expect(await sums()).toEqual([]);
  });

  it('is pledged by an order, used by what is sent, and has back what is declined, given up and returned', async () => {
    await nextYear('H01', 4000);
    const id = await order([red(1200)]);
    expect(await figures()).toEqual([4000, 1200, 0]);
    await accept(id, { 1: { now: 800, declined: 400 } });
    expect(await figures()).toEqual([4000, 800, 0]);
    const bags = await stock(3);
    const shipmentId = await deliver(id, bags.slice(0, 2));
    expect(await figures()).toEqual([4000, 400, 400]);
    await receiveBags(city, house, shipmentId, bags.slice(0, 2));
    expect(await figures()).toEqual([4000, 400, 400]);
    const { version } = await runRead(getOrder, city.as(house.technician), { id });
    await execute(closeOrderShort, city.as(house.technician), { id, version, reason: '不再需要' });
    expect(await figures()).toEqual([4000, 0, 400]);
    const [sent] = bags;
    if (!sent) throw new Error('bags were released');
    const outbound = await sendOut(city, house, [sent], { kind: 'return' });
    expect(await figures(), 'on its way back it is still the hospital’s').toEqual([4000, 0, 400]);
    const station = { technician: clerk, reviewer: colleague };
    const held = { ...sent, outcome: 'held' as const };
    await receiveBags(city, station, outbound.shipmentId ?? '', [held]);
    await countQuotaDue(city.runtime);
    expect(await figures(), 'with the station again').toEqual([4000, 0, 200]);
    const [receipt] = await city.owner<{ id: string }[]>`
      select id from bag_receipts where shipment_id = ${outbound.shipmentId} and state = 'posted' limit 1`;
    await execute(voidReceipt, city.as(clerk), { id: receipt?.id ?? '', version: 1, reason: '登记错误' });
    await countQuotaDue(city.runtime);
    expect(await figures(), 'on its way once more').toEqual([4000, 0, 400]);
    await receiveBags(city, station, outbound.shipmentId ?? '', [held]);
    await countQuotaDue(city.runtime);
    expect(await figures()).toEqual([4000, 0, 200]);
    expect(await sums()).toEqual([]);
  });

  it('stops an ordinary order at zero, says what is missing and whom to ask, and writes nothing', async () => {
    await nextYear('H01', 1000);
    await order([red(800)]);
    const [violation, ...rest] = await refused(order([red(400)]));
    expect(violation).toMatchObject({
      code: 'order.beyond_plan',
      path: 'lines.0.amount',
      facts: { measure: 'red_cells', line: 1, short: 2, waiting: 0 },
    });
    expect(rest).toEqual([]);
    expect(await figures()).toEqual([1000, 800, 0]);
    await order([red(200)]);
    expect(await figures()).toEqual([1000, 1000, 0]);
  });

  it('never stops what is urgent, threatens a life or is of a rare group: that goes beyond it', async () => {
    await nextYear('H01', 100);
    for (const more of [{ priority: 'urgent' as const }, { priority: 'life_threatening' as const }])
      await order([red(800)], more);
    const id = await order([red(400, { rhd: 'negative' })]);
    expect(await figures()).toEqual([100, 100, 0]);
    expect(await figures('overdraft')).toEqual([0, 1900, 0]);
    const [row] = await city.owner`select over_plan_amount::int as over from blood_orders where id = ${id}`;
    expect(row).toEqual({ over: 400 });
    expect(await sums()).toEqual([]);
  });

  it('is asked again when an order is modified, from urgent to ordinary too', async () => {
    await nextYear('H01', 1000);
    const id = await order([red(800)], { priority: 'urgent' });
    const change = async (lines: ReturnType<typeof red>[], more: object, version: number) =>
      execute(modifyOrder, city.as(house.technician), {
        ...(await orderInput(lines, more)),
        id,
        version,
      } as never);
    expect(await codesOf(change([red(1200)], {}, 1))).toEqual(['order.beyond_plan']);
    await change([red(1200)], { priority: 'urgent' }, 1);
    expect([await figures(), await figures('overdraft')]).toEqual([
      [1000, 1000, 0],
      [0, 200, 0],
    ]);
    await change([red(600)], {}, 2);
    expect([await figures(), await figures('overdraft')]).toEqual([
      [1000, 600, 0],
      [0, 0, 0],
    ]);
  });

  it('a bag larger than what was ordered goes beyond the plan, and is sent all the same', async () => {
    await nextYear('H01', 100);
    const id = await order([red(100)]);
    await accept(id);
    const bags = await stock(1);
    await pick(id, bags);
    expect(await figures()).toEqual([100, 100, 0]);
    await deliverPicked(id, bags);
    expect(await figures()).toEqual([100, 0, 100]);
    expect(await figures('overdraft')).toEqual([0, 0, 100]);
  });
});

async function deliverPicked(id: string, bags: readonly Bag[]) {
  const { pack, send } = ordersOf(() => ({ city, technician: house.technician, clerk }));
  await pack(id, bags);
  await send(id);
}

describe('whoever does not ask for more', () => {
  it('waits for no account: what the station does, and an emergency, go on and are counted afterwards', async () => {
    await nextYear('H01', 1000);
    const id = await order([red(400)]);
    let letGo = () => {};
    let holder: Promise<unknown> = Promise.resolve();
    await new Promise<void>((holding) => {
      holder = city.owner.begin(async (sql) => {
        await sql`select pg_advisory_xact_lock(quota_key('H01'))`;
        await new Promise<void>((release) => {
          letGo = release;
          holding();
        });
      });
    });
    await accept(id);
    await deliver(id, await stock(2));
    const urgent = await order([red(800)], { priority: 'life_threatening' });
    expect(await figures()).toEqual([1000, 400, 0]);
    letGo();
    await holder;
    expect(await countQuotaDue(city.runtime)).toBe(2);
    expect(await figures()).toEqual([1000, 600, 400]);
    expect(await figures('overdraft')).toEqual([0, 200, 0]);
    const [row] = await city.owner`select over_plan_amount::int as over from blood_orders where id = ${urgent}`;
    expect(row).toEqual({ over: 200 });
    expect(await sums()).toEqual([]);
  });

  it('a receipt that is voided has used what it used', async () => {
    await nextYear('H01', 400);
    const id = await order([red(400)]);
    await accept(id);
    const bags = await stock(2);
    const shipmentId = await deliver(id, bags);
    await receiveBags(city, house, shipmentId, bags);
    const [receipt] = await city.owner<{ id: string }[]>`
      select id from bag_receipts where shipment_id = ${shipmentId} and state = 'posted' limit 1`;
    await execute(voidReceipt, city.as(house.reviewer), { id: receipt?.id ?? '', version: 1, reason: '登记错误' });
    await countQuotaDue(city.runtime);
    expect(await figures()).toEqual([400, 0, 400]);
  });
});

describe('two hundred orders at once', () => {
  it('take the plan to the unit, and twenty emergencies among them all pass', async () => {
    await nextYear('H02', 20_000);
    const input = await orderInput([red(200)]);
    const urgent = { ...input, priority: 'life_threatening' as const };
    // As every client does: what was told to come again comes again.
    const submit = async (wish: typeof input | typeof urgent): Promise<unknown> => {
      for (;;)
        try {
          return await execute(submitOrder, city.as(house.technician), wish as never);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'busy' || wish !== input) throw error;
        }
    };
    const results = await Promise.allSettled(
      Array.from({ length: 220 }, (_, index) => submit(index % 11 === 0 ? urgent : input)),
    );
    const of = (isUrgent: boolean) => results.filter((_, index) => (index % 11 === 0) === isUrgent);
    expect(of(true).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'fulfilled'));
    const failed = of(false).flatMap((one) => (one.status === 'rejected' ? [one.reason as AppError] : []));
    for (const error of failed) expect(error.violations.map(({ code }) => code)).toEqual(['order.beyond_plan']);
    await countQuotaDue(city.runtime);
    const passed = of(false).length - failed.length;
    const [plan, over] = [await figures(), await figures('overdraft')];
    expect(plan).toEqual([20_000, 20_000, 0]);
    expect((plan[1] ?? 0) + (over[1] ?? 0)).toBe((passed + 20) * 200);
    expect(await sums()).toEqual([]);
  });
});

describe('a share of donors', () => {
  const share = async (amount: number, more: object = {}) =>
    execute(allocateShare, city.as(offices.officeReviewer), {
      orgId: 'H01',
      origin: 'group' as const,
      donorGroup: '示范大学',
      measure: 'red_cells' as const,
      amount,
      validUntil: `${(await city.now()).getUTCFullYear()}-12-31`,
      ...more,
    });
  const activate = (seen: { id: string; version: number }, amount: number, patientId: string | null = null) =>
    execute(activateShare, city.as(house.technician), { id: seen.id, version: seen.version, amount, patientId });

  it('adds what is activated, in part too, to what the plan has; after the plan is used', async () => {
    await nextYear('H01', 400);
    const made = await share(600);
    const [violation] = await refused(order([red(600)]));
    expect(violation?.facts).toMatchObject({ short: 2, waiting: 6 });
    const { version } = await activate(made, 200);
    await order([red(600)]);
    expect([await figures(), await figures('donor')]).toEqual([
      [400, 400, 0],
      [200, 200, 0],
    ]);
    expect(await codesOf(activate({ id: made.id, version }, 500))).toEqual(['donor_plan.more_than_left']);
    await activate({ id: made.id, version }, 400);
    expect(await runRead(getShare, city.as(house.technician), { id: made.id })).toMatchObject({
      state: 'activated',
      activatedAmount: 600,
      pledgedAmount: 200,
      draws: [{ pledged: 200 }],
    });
  });

  it('is used before the plan for its patient’s orders, and follows them to used up', async () => {
    await nextYear('H01', 1000);
    const patientId = await addPatient(city, house.technician, { mrn: `ZY${Date.now()}`, name: '吴秀兰' });
    const made = await share(200, { origin: 'individual', donorGroup: '' });
    await activate(made, 200, patientId);
    const own = await order([red(400, { patientId })]);
    expect([await figures(), await figures('donor')]).toEqual([
      [1000, 200, 0],
      [200, 200, 0],
    ]);
    await accept(own);
    await deliver(own, await stock(2));
    expect(await runRead(getShare, city.as(offices.officeClerk), { id: made.id })).toMatchObject({
      state: 'used_up',
      usedAmount: 200,
      patient: null,
    });
    expect(await figures()).toEqual([1000, 0, 200]);
  });

  it('is given back as far as it is unused; what is ordered stays, and nothing more is drawn', async () => {
    await nextYear('H01', 100);
    const made = await share(600);
    const active = await activate(made, 600);
    const id = await order([red(300)]);
    const { version } = await execute(returnShare, city.as(house.reviewer), {
      id: active.id,
      version: active.version,
      reason: '治疗结束',
    });
    expect(await figures('donor')).toEqual([200, 200, 0]);
    const untouched = await share(300);
    const all = await activate(untouched, 300);
    await execute(returnShare, city.as(house.reviewer), { id: all.id, version: all.version, reason: '不用了' });
    expect(await figures('donor')).toEqual([200, 200, 0]);
    expect(await codesOf(order([red(100)]))).toEqual(['order.beyond_plan']);
    await execute(rejectOrder, city.as(clerk), { id, version: 1, reason: '没有库存' });
    expect(await codesOf(order([red(200)]))).toEqual(['order.beyond_plan']);
    expect(await codesOf(activate({ id: made.id, version }, 50))).toEqual(['donor_plan.not_open']);
  });

  it('of one group serves that group only', async () => {
    await nextYear('H01', 100);
    await activate(await share(400, { abo: 'A', rhd: 'positive' }), 400);
    expect(await codesOf(order([red(300)]))).toEqual(['order.beyond_plan']);
    await order([red(300, { abo: 'A' })]);
  });

  it('ends with its last day, by itself and by the job', async () => {
    await nextYear('H01', 100);
    const day = new Date((await city.now()).getTime() + 86_400_000).toISOString().slice(0, 10);
    const made = await share(400, { validUntil: day });
    await activate(made, 400);
    await city.wait(72);
    expect(await codesOf(order([red(300)]))).toEqual(['order.beyond_plan']);
    expect(await expireShares(city.runtime)).toBeGreaterThan(0);
    expect(await runRead(getShare, city.as(house.technician), { id: made.id })).toMatchObject({ state: 'expired' });
  });

  it('by ten at once is activated to the unit', async () => {
    await nextYear('H01', 100);
    const made = await share(400);
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => activate(made, 400)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await figures('donor')).toEqual([400, 0, 0]);
  });
});

describe('what went beyond the plan', () => {
  const change = (plan: { id: string; version: number }, kind: string, amount: number) =>
    execute(changePlan, city.as(offices.officeReviewer), {
      id: plan.id,
      version: plan.version,
      measure: 'red_cells',
      kind,
      amount,
      reason: '市级核定',
    } as never);

  it('is settled from the plan once there is room, or beside it, and no more than there is', async () => {
    const plan = await nextYear('H01', 100);
    if (!plan) throw new Error('a plan was asked for');
    await order([red(500)], { priority: 'urgent' });
    expect(await codesOf(change(plan, 'settle_move', 100))).toEqual(['use_plan.no_room']);
    expect(await codesOf(change(plan, 'settle_grant', 500))).toEqual(['use_plan.settle_too_much']);
    let { version } = await change(plan, 'adjust', 300);
    ({ version } = await change({ ...plan, version }, 'settle_move', 300));
    expect([await figures(), await figures('overdraft')]).toEqual([
      [400, 400, 0],
      [0, 100, 0],
    ]);
    ({ version } = await change({ ...plan, version }, 'settle_grant', 100));
    expect(await figures('overdraft')).toEqual([100, 100, 0]);
    expect(await codesOf(change({ ...plan, version }, 'adjust', -100))).toEqual(['use_plan.below_used']);
    expect(await runRead(getPlan, city.as(house.technician), { id: plan.id })).toMatchObject({
      redCellAmount: 400,
      changes: [{ kind: 'settle_grant' }, { kind: 'settle_move' }, { kind: 'adjust' }],
    });
    expect(await sums()).toEqual([]);
  });

  it('leaves the rest of a year to the next by the office’s hand', async () => {
    await nextYear('H01', 700);
    await order([red(200)]);
    const plan = await nextYear('H01', 300);
    if (!plan) throw new Error('a plan was asked for');
    expect(await codesOf(change(plan, 'carry', 600))).toEqual(['use_plan.carry_too_much']);
    await change(plan, 'carry', 500);
    expect(await figures()).toEqual([800, 0, 0]);
  });
});
