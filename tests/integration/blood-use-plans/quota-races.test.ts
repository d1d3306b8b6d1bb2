import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { modifyOrder } from '@/server/modules/blood-orders/modify';
import { countQuotaDue } from '@/server/modules/blood-orders/settle-strays';
import { submitOrder } from '@/server/modules/blood-orders/submit';
import { approvePlan, reviewPlan } from '@/server/modules/blood-use-plans/answer';
import { readBalance } from '@/server/modules/blood-use-plans/balance';
import { changePlan } from '@/server/modules/blood-use-plans/change';
import { registerPlan } from '@/server/modules/blood-use-plans/draft';
import { getPlan } from '@/server/modules/blood-use-plans/get';
import { approveReview } from '@/server/modules/certificate-reviews/decide';
import { registerReview } from '@/server/modules/certificate-reviews/register';
import { voidReview } from '@/server/modules/certificate-reviews/void';
import { activateShare, returnShare } from '@/server/modules/donor-plans/activate';
import { allocateShare } from '@/server/modules/donor-plans/allocate';
import { expireShares } from '@/server/modules/donor-plans/expire';
import { openCity, type TrialCity } from '../../support/city';
import { type Bag, type House, openHouse, receiveBags, releaseBags, sendOut } from '../../support/city-work';
import { ordersOf, red } from '../../support/orders';
import { approvedPlan, type Offices, openOffices } from '../../support/plans';
import { nextIdentityNo, reviewInput } from '../../support/reviews';

let city: TrialCity;
let clerk: UserActor;
let colleague: UserActor;
let offices: Offices;
let house: House;
beforeAll(async () => {
  city = await openCity({ poolSize: 24 });
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  colleague = (await city.enter('S01', '5002', ['station_clerk'])).actor;
  offices = await openOffices(city);
  house = await openHouse(city, 'H01');
});
afterAll(() => city.close());
const { order, orderInput, accept, deliver } = ordersOf(() => ({ city, technician: house.technician, clerk }));

async function nextYear(amount: number | null) {
  const now = await city.now();
  await city.wait((Date.UTC(now.getUTCFullYear() + 1, 1, 1, 2) - now.getTime()) / 3_600_000);
  return amount === null ? null : approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount }]);
}
const yearNow = async () => (await city.now()).getUTCFullYear();
async function figures(kind: 'plan' | 'donor' | 'overdraft' = 'plan'): Promise<number[]> {
  const { accounts } = await runRead(readBalance, city.as(house.technician), {});
  const account = accounts.find((one) => one.kind === kind && one.measure === 'red_cells');
  return account ? [account.granted, account.pledged, account.used] : [];
}
/** `ok`, the codes of a refusal, or the code of another error. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => {
      if (!(error instanceof AppError)) return String(error);
      return error.code === 'refused' ? error.violations.map(({ code }) => code).join() : error.code;
    },
  );
const share = (validUntil: string, more: object = {}) =>
  execute(allocateShare, city.as(offices.officeReviewer), {
    orgId: 'H01',
    origin: 'group',
    donorGroup: '示范大学',
    measure: 'red_cells',
    amount: 600,
    validUntil,
    ...more,
  } as never);
const activate = (seen: { id: string; version: number }, amount = 600) =>
  execute(activateShare, city.as(house.technician), { id: seen.id, version: seen.version, amount, patientId: null });
const modify = async (id: string, lines: ReturnType<typeof red>[], more: object = {}) =>
  outcome(
    execute(modifyOrder, city.as(house.technician), { ...(await orderInput(lines, more)), id, version: 1 } as never),
  );
const change = (plan: { id: string; version: number }, kind: string, amount: number) =>
  execute(changePlan, city.as(offices.officeReviewer), {
    ...plan,
    measure: 'red_cells',
    kind,
    amount,
    reason: '市级核定',
  } as never);
const seen = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** Somebody holds what this statement locks, until he lets go. */
async function hold(statement: string): Promise<() => Promise<void>> {
  let letGo = () => {};
  let holder: Promise<unknown> = Promise.resolve();
  await new Promise<void>((holding) => {
    holder = city.owner.begin(async (sql) => {
      await sql.unsafe(statement);
      await new Promise<void>((release) => {
        letGo = release;
        holding();
      });
    });
  });
  return async () => {
    letGo();
    await holder;
  };
}
async function waiting(count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await city.owner<{ n: number }[]>`select count(*)::int as n from pg_locks where not granted`;
    if ((row?.n ?? 0) >= count) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('nobody waits');
}

it('a bag that comes back while its order is being counted is counted too', async () => {
  await nextYear(1000);
  const id = await order([red(400)]);
  await accept(id);
  const [one, two] = (await releaseBags(city, clerk, [{ hours: 240 }, { hours: 241 }])) as [Bag, Bag];
  await receiveBags(city, house, await deliver(id, [one, two]), [one, two]);
  const back = async (bag: Bag) => (await sendOut(city, house, [bag], { kind: 'return' })).shipmentId ?? '';
  const station = { technician: clerk, reviewer: colleague };
  // The first is with the station again and noted; nobody has counted it yet.
  await receiveBags(city, station, await back(one), [{ ...one, outcome: 'held' }]);
  // The second comes back in a transaction that is not at its end.
  const letGo = await hold(`
    with b as (update blood_order_bags set returned_at = city_now() where unit_id = '${two.id}' returning order_id, org_id)
    insert into quota_due (order_id, org_id) select order_id, org_id from b`);
  // The job waits for its word, or counts the first alone.
  await countQuotaDue(city.runtime);
  expect((await figures())[2]).toBeGreaterThan(0);
  await letGo();
  await countQuotaDue(city.runtime);
  expect(await figures()).toEqual([1000, 0, 0]);
});

describe('an order that asks for nothing more', () => {
  it('of which the share was given back is modified in its remark', async () => {
    await nextYear(100);
    const active = await activate(await share(`${await yearNow()}-12-31`));
    const id = await order([red(300)]);
    await execute(returnShare, city.as(house.reviewer), { ...seen(active), reason: '治疗结束' });
    expect(await modify(id, [red(300)], { remark: '请走东门' })).toBe('ok');
  });
  it('of which the share has ended is modified in its remark', async () => {
    await nextYear(100);
    await activate(await share(new Date((await city.now()).getTime() + 86_400_000).toISOString().slice(0, 10)));
    const id = await order([red(300)]);
    await city.wait(72);
    expect(await modify(id, [red(300)], { remark: '请走东门' })).toBe('ok');
  });
  it('and was there before the plan is made smaller', async () => {
    await nextYear(null);
    const id = await order([red(800)]);
    await approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount: 100 }]);
    expect(await modify(id, [red(600)])).toBe('ok');
  });
  it('keeps what the office granted beside the plan', async () => {
    const plan = await nextYear(100);
    const id = await order([red(500)], { priority: 'urgent' });
    await change(seen(plan as never), 'settle_grant', 400);
    await modify(id, [red(500)], { priority: 'urgent', remark: '请走东门' });
    expect(await figures('overdraft')).toEqual([400, 400, 0]);
  });
});

it('a case with a share is not voided, and the donor’s gift counts once', async () => {
  await nextYear(100);
  const validUntil = `${await yearNow()}-12-31`;
  const identityNo = nextIdentityNo();
  const grant = async () => {
    const sent = await execute(registerReview, city.as(house.technician), reviewInput({ identityNo }) as never);
    const granted = { ...seen(sent), entitledMl: 400, remark: '按证件' };
    const approved = await execute(approveReview, city.as(offices.officeReviewer), granted);
    await activate(
      await share(validUntil, { origin: 'individual', donorGroup: '', reviewId: sent.id, amount: 200 }),
      200,
    );
    return approved;
  };
  const first = await grant();
  expect(await outcome(execute(voidReview, city.as(house.reviewer), { ...seen(first), reason: '重新登记' }))).toBe(
    'review.has_share',
  );
  expect(await figures('donor')).toEqual([200, 0, 0]);
});

describe('when blood is needed', () => {
  it.each([
    ['in a year of five digits', new Date('+020261-12-31T00:00:00Z')],
    ['in a year of six digits', new Date('+275000-01-01T00:00:00Z')],
    ['null', null],
    ['true', true],
  ])('%s is refused on its field', async (_, neededAt) => {
    await nextYear(null);
    await city.owner`
      insert into issue_days (org_id, day, component, abo, rhd, bags, amount)
      select 'H01', city_today() - n, 'rbc-suspended', 'O', 'positive', 10, 2000 from generate_series(1, 28) n on conflict do nothing`;
    const input = { ...(await orderInput([red(200)], { priority: 'life_threatening' })), neededAt };
    expect(await outcome(execute(submitOrder, city.as(house.technician), input as never))).toBe('invalid_input');
  });
});

it('a share of the next year is not said to help this year’s order', async () => {
  await nextYear(100);
  await share(`${(await yearNow()) + 1}-03-31`);
  const error = await order([red(600)]).catch((reason: unknown) => reason);
  expect((error as AppError).violations[0]?.facts).toMatchObject({ short: 5, waiting: 0 });
});

it('an ordinary order that waited for the approval is bound by the plan', async () => {
  const fresh = await openHouse(city, 'H02');
  const before = house;
  house = fresh;
  const lines = [{ measure: 'red_cells' as const, amount: 400 }];
  const plan = { year: await yearNow(), lines, remark: '', isSubmitted: true };
  const sent = await execute(registerPlan, city.as(house.technician), plan);
  const reviewed = await execute(reviewPlan, city.as(offices.officeClerk), { ...seen(sent), lines });
  const letGo = await hold(`select pg_advisory_xact_lock(quota_key('H02'))`);
  const approving = execute(approvePlan, city.as(offices.officeReviewer), { ...seen(reviewed), lines });
  await waiting(1);
  const ordering = outcome(order([red(2000)]));
  await waiting(2);
  await letGo();
  await approving;
  const answer = await ordering;
  house = before;
  expect(answer).toBe('order.beyond_plan');
});

it('shares of other houses end while one house is ordering', async () => {
  await nextYear(100);
  const now = (await city.now()).getTime();
  const on = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 10);
  await share(on(1));
  const other = await share(on(2), { orgId: 'H02' });
  await city.wait(24 * 5);
  const letGo = await hold(`select pg_advisory_xact_lock(quota_key('H01'))`);
  const ended = await expireShares(city.runtime);
  await letGo();
  expect(ended).toBe(1);
  const [row] = await city.owner`select state from donor_plans where id = ${other.id}`;
  expect(row?.state).toBe('expired');
});

it('what was carried away is gone from last year’s plan in the list too', async () => {
  const last = await nextYear(700);
  const plan = await nextYear(300);
  await change(seen(plan as never), 'carry', 500);
  const { redCellAmount } = await runRead(getPlan, city.as(house.technician), { id: last?.id ?? '' });
  expect(redCellAmount).toBe(200);
});

it('an emergency waits for no share that somebody has in hand', async () => {
  await nextYear(100);
  const { id } = await activate(await share(`${await yearNow()}-12-31`));
  const letGo = await hold(`select 1 from donor_plans where id = '${id}' for update`);
  const answer = await outcome(order([red(300)], { priority: 'life_threatening' }));
  await letGo();
  expect(answer).toBe('ok');
});

describe('the plan of a house that has ordered for months', () => {
  it('is approved at once: what was ordered earliest is covered, the rest stands beside the plan, what was sent is used', async () => {
    await nextYear(null);
    const before = await activate(await share(`${await yearNow()}-12-31`, { amount: 200 }), 200);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await order([red(200)]));
    const [first = ''] = ids;
    await accept(first);
    const bags = await releaseBags(city, clerk, [{ hours: 240 }]);
    await receiveBags(city, house, await deliver(first, bags), bags);
    await approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount: 500 }]);
    await countQuotaDue(city.runtime);
    // 2 U used and 3 U pledged of the plan, 2 U of the share, 3 U of 10 beside it.
    expect(await figures()).toEqual([500, 300, 200]);
    expect(await figures('donor')).toEqual([200, 200, 0]);
    expect(await figures('overdraft')).toEqual([0, 300, 0]);
    const over = await city.owner<{ over: number }[]>`
      select over_plan_amount::int as over from blood_orders where id = any(${ids}) order by created_at, id`;
    expect(over.map((row) => row.over)).toEqual([0, 0, 0, 100, 200]);
    const [share2] =
      await city.owner`select used_amount::int as used, pledged_amount::int as pledged from donor_plans where id = ${before.id}`;
    expect(share2).toEqual({ used: 0, pledged: 200 });
    expect(await city.owner`select 1 from quota_due`).toHaveLength(0);
    // Nothing more in the ordinary way.
    expect(await outcome(order([red(50)]))).toBe('order.beyond_plan');
  });

  it('is approved in a moment after three thousand orders', async () => {
    await nextYear(null);
    const sample = await order([red(200)]);
    await city.owner.begin(async (sql) => {
      await sql`alter table blood_orders disable trigger user`;
      await sql`alter table blood_order_lines disable trigger user`;
      await sql`
        create temporary table copies on commit drop as
        select gen_random_uuid() as id, n from generate_series(1, 3000) n`;
      await sql`
        insert into blood_orders select (jsonb_populate_record(o, jsonb_build_object('id', c.id, 'no', o.no || '-' || c.n))).*
        from blood_orders o cross join copies c where o.id = ${sample}`;
      await sql`
        insert into blood_order_lines select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'order_id', c.id))).*
        from blood_order_lines l cross join copies c where l.order_id = ${sample}`;
      await sql`alter table blood_order_lines enable trigger user`;
      await sql`alter table blood_orders enable trigger user`;
    });
    await approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount: 400_000 }]);
    expect(await figures()).toEqual([400_000, 400_000, 0]);
    expect(await figures('overdraft')).toEqual([0, 200_200, 0]);
  }, 60_000);
});

it('an order of which lines are written otherwise, or for another group, keeps what it holds; more is refused', async () => {
  await nextYear(null);
  const id = await order([red(800)]);
  await approvedPlan(city, house.technician, offices, [{ measure: 'red_cells', amount: 100 }]);
  expect(await modify(id, [red(800, { words: '请给新鲜的' })])).toBe('ok');
  const again = (version: number, lines: ReturnType<typeof red>[]) =>
    orderInput(lines).then((input) =>
      outcome(execute(modifyOrder, city.as(house.technician), { ...input, id, version } as never)),
    );
  expect(await again(2, [red(800, { abo: 'A' })])).toBe('ok');
  expect(await again(3, [red(500, { abo: 'A' }), red(400, { abo: 'B' })])).toBe('order.beyond_plan');
  expect(await again(3, [red(500, { abo: 'A' }), red(300, { abo: 'B' })])).toBe('ok');
  expect(await figures()).toEqual([100, 100, 0]);
  expect(await figures('overdraft')).toEqual([0, 700, 0]);
});
