import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffLines, diffRecords } from '@/components/record/record-diff';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { acceptOrder, rejectOrder } from '@/server/modules/blood-orders/answer';
import { agreeCancel, refuseCancel } from '@/server/modules/blood-orders/answer-cancel';
import { arriveDelivery } from '@/server/modules/blood-orders/arrive';
import { askCancel, cancelOrder } from '@/server/modules/blood-orders/cancel';
import { closeOrderShort } from '@/server/modules/blood-orders/close-short';
import { confirmPhone } from '@/server/modules/blood-orders/confirm-phone';
import { readDesk, readLastSpecial } from '@/server/modules/blood-orders/desk';
import { findBagForOrder } from '@/server/modules/blood-orders/find-bag';
import { modifyOrder } from '@/server/modules/blood-orders/modify';
import { packDelivery } from '@/server/modules/blood-orders/pack';
import { pickBags } from '@/server/modules/blood-orders/pick';
import { readPickSheet } from '@/server/modules/blood-orders/pick-sheet';
import { savePlan } from '@/server/modules/blood-orders/plan';
import { putBackBags } from '@/server/modules/blood-orders/put-back';
import { settleStrayOrders } from '@/server/modules/blood-orders/settle-strays';
import { submitOrder } from '@/server/modules/blood-orders/submit';
import { dropTemplate, listTemplates, saveTemplate } from '@/server/modules/blood-orders/templates';
import { withdrawCancel } from '@/server/modules/blood-orders/withdraw-cancel';
import { voidShipment } from '@/server/modules/shipments/void';
import { expireBags } from '@/server/modules/stock/expire';
import { holdBags } from '@/server/modules/stock/hold';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  enterSheet,
  type House,
  openHouse,
  paperLine,
  receiveBags,
  releaseBags,
  shipBags,
} from '../../support/city-work';
import { ordersOf, red } from '../../support/orders';

let city: TrialCity;
let clerk: UserActor;
let colleague: UserActor;
let house: House;
let elsewhere: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  colleague = (await city.enter('S01', '5002', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  elsewhere = (await city.enter('H02', '1001', ['technician'])).actor;
});
afterAll(() => city.close());

const { inHours, orderInput, order, read, accept, pick, pack, send, deliver } = ordersOf(() => ({
  city,
  technician: house.technician,
  clerk,
}));

const stock = (count: number, more: object = {}): Promise<Bag[]> =>
  releaseBags(
    city,
    clerk,
    Array.from({ length: count }, (_, index) => ({ hours: 240 + index, ...more })),
  );

const putBack = (orderId: string, bags: readonly Bag[]) =>
  execute(putBackBags, city.as(clerk), { orderId, unitIds: bags.map(({ id }) => id) });

async function refused(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.violations.length > 0
    ? error.violations.map(({ code, path }) => (path ? `${path} ${code}` : code))
    : [error.code];
}

const cell = async (orgId: string) => {
  const [row] = await city.owner<{ available: number; reserved: number; inTransit: number }[]>`
    select coalesce(sum(available_bags), 0)::int as available, coalesce(sum(reserved_bags), 0)::int as reserved,
      coalesce(sum(in_transit_bags), 0)::int as "inTransit" from stock_cells where org_id = ${orgId}`;
  return row;
};

describe('an order', () => {
  it('goes to the station with the figures of the moment, and both read it', async () => {
    const { id, no } = await execute(
      submitOrder,
      city.as(house.technician),
      await orderInput([red(800), red(400, { abo: 'A' })]),
    );
    expect(no).toMatch(/^\d{8}-\d{4}$/);
    for (const actor of [house.technician, clerk])
      expect(await read(id, actor)).toMatchObject({
        no,
        state: 'submitted',
        lines: [{ lineNo: 1, amount: 800, usableAmount: null }, { lineNo: 2 }],
      });
    const list = await runRead(listOf(bloodOrderRecord), city.as(clerk), { side: 'party' });
    expect(list.waiting.find((row) => row.id === id)).toMatchObject({ redCells: 12, lineCount: 2 });
    expect(await refused(read(id, elsewhere))).toEqual(['not_found']);
  });

  it('stands before the station by urgency, then by when it is needed', async () => {
    const routine = await order([red()], { neededAt: await inHours(1) });
    const urgent = await order([red()], { priority: 'urgent', neededAt: await inHours(3) });
    const sooner = await order([red()], { priority: 'urgent', neededAt: await inHours(2) });
    const dying = await order([red()], { priority: 'life_threatening', neededAt: await inHours(9) });
    const { waiting } = await runRead(listOf(bloodOrderRecord), city.as(clerk), { side: 'party' });
    const ours = waiting.map((row) => row.id).filter((id) => [routine, urgent, sooner, dying].includes(id as string));
    expect(ours).toEqual([dying, sooner, urgent, routine]);
  });

  it('is refused with every fault at once', async () => {
    const faults = await refused(
      execute(
        submitOrder,
        city.as(house.technician),
        await orderInput([red(30), red(30), { ...red(), component: 'blood' }, red(100, { patientId: randomUUID() })], {
          stationId: 'H02',
          neededAt: await inHours(-2),
        }),
      ),
    );
    expect(faults).toEqual([
      'stationId order.station_unknown',
      'lines.0.amount order.amount_uneven',
      'lines.1.amount order.amount_uneven',
      'lines.1.component order.line_twice',
      'lines.2.component order.component_unknown',
      'lines.3.patientId order.patient_unknown',
      'neededAt order.time_past',
    ]);
  });

  it('of the station’s slots takes one that is open; what is urgent needs none', async () => {
    await execute(savePlan, city.as(clerk), {
      version: 0,
      slots: [{ arrivesAt: '11:30', orderBy: '08:30', weekdays: [1, 2, 3, 4, 5, 6, 7] }],
    });
    const desk = await runRead(readDesk, city.as(house.technician), {});
    const slot = desk.stations[0]?.slots[0];
    expect(slot?.orderBy.getTime()).toBeLessThan(slot?.arrivesAt.getTime() ?? 0);
    await order([red()], { deliveryMethod: 'slot', neededAt: slot?.arrivesAt });
    expect(await refused(order([red()], { deliveryMethod: 'slot' }))).toEqual(['neededAt order.slot_closed']);
    await order([red()], { deliveryMethod: 'slot', priority: 'life_threatening' });
    expect(await refused(execute(savePlan, city.as(colleague), { version: 0, slots: [] }))).toEqual([
      'changed_meanwhile',
    ]);
  });

  it('sent twice under one key is one order', async () => {
    const key = randomUUID();
    const input = await orderInput();
    const first = await execute(submitOrder, city.as(house.technician), input, key);
    expect(await execute(submitOrder, city.as(house.technician), input, key)).toEqual(first);
  });

  it('is modified and cancelled until the station answers, and by nobody else', async () => {
    const id = await order();
    const input = { ...(await orderInput([red(1000)])), id, version: 1 };
    expect(await refused(execute(modifyOrder, city.as(elsewhere), input))).toEqual(['not_found']);
    await execute(modifyOrder, city.as(house.reviewer), input);
    expect((await read(id)).lines).toMatchObject([{ amount: 1000 }]);
    const [changed] = await runRead(historyOf(bloodOrderRecord), city.as(clerk), { id });
    expect(changed).toMatchObject({ action: 'blood-orders.modify' });
    expect(diffLines(changed?.before, changed?.after).map(({ before, after }) => [before, after])).toEqual([
      [800, 1000],
    ]);
    expect(diffRecords(bloodOrderRecord, changed?.before, changed?.after).map(({ name }) => name)).toEqual([
      'neededAt',
    ]);
    expect(await refused(execute(modifyOrder, city.as(house.technician), input))).toEqual(['changed_meanwhile']);
    await accept(id);
    expect(await refused(execute(modifyOrder, city.as(house.technician), { ...input, version: 3 }))).toEqual([
      'order.wrong_state',
    ]);
    expect(
      await refused(execute(cancelOrder, city.as(house.technician), { id, version: 3, reason: '不要了' })),
    ).toEqual(['order.wrong_state']);
    const other = await order();
    await execute(cancelOrder, city.as(house.technician), { id: other, version: 1, reason: '重复下单' });
    expect(await read(other)).toMatchObject({ state: 'cancelled', reason: '重复下单' });
  });

  it('for a patient tells the station the need and no name, and remembers it', async () => {
    const patientId = await addPatient(city, house.technician, { mrn: 'ZY0262904', name: '吴秀兰' });
    const id = await order([
      { ...red(200, { abo: 'B' }), component: 'rbc-washed', patientId, words: 'IgA 缺乏', modifiers: ['washed'] },
    ]);
    expect((await read(id, house.technician)).lines[0]?.patient).toMatchObject({ name: '吴秀兰', mrn: 'ZY0262904' });
    expect(JSON.stringify(await read(id))).not.toMatch(/吴秀兰|ZY0262904/);
    expect(JSON.stringify(await runRead(historyOf(bloodOrderRecord), city.as(clerk), { id }))).not.toMatch(
      /吴秀兰|ZY0262904|patientId/,
    );
    expect(await runRead(readLastSpecial, city.as(house.technician), { patientId })).toMatchObject({
      component: 'rbc-washed',
      words: 'IgA 缺乏',
    });
    expect(await runRead(readLastSpecial, city.as(elsewhere), { patientId })).toBeNull();
    const [leak] = await city.owner`select count(*)::int as n from feed where envelope::text ~ '吴秀兰|ZY0262904'`;
    expect(leak).toEqual({ n: 0 });
  });

  it('is telephoned by either side, and says who was told', async () => {
    const id = await order([red()], { priority: 'urgent' });
    await execute(confirmPhone, city.as(house.technician), { id, version: 1, phonedWith: '血站 陈供血' });
    expect(await read(id)).toMatchObject({ phonedWith: '血站 陈供血', version: 2 });
  });

  it('has templates of the house, by name', async () => {
    const lines = [{ component: 'rbc-suspended', abo: 'O' as const, rhd: 'positive' as const, amount: 800 }];
    const { id } = await execute(saveTemplate, city.as(house.technician), { name: '周一', lines });
    expect(
      await execute(saveTemplate, city.as(house.reviewer), {
        name: '周一',
        lines: [...lines, { ...lines[0], abo: 'A' }],
      } as never),
    ).toEqual({ id });
    expect(await runRead(listTemplates, city.as(house.technician), {})).toMatchObject([
      { name: '周一', lines: [{}, {}] },
    ]);
    expect(await runRead(listTemplates, city.as(elsewhere), {})).toEqual([]);
    expect(await refused(execute(dropTemplate, city.as(elsewhere), { id }))).toEqual(['not_found']);
    await execute(dropTemplate, city.as(house.technician), { id });
  });
});

describe('the station', () => {
  it('answers each line in full: now, later with a day, or not with a reason', async () => {
    const id = await order([red(800), red(400, { abo: 'A' })]);
    const { lines, version } = await read(id);
    const answer = (now: number, later = 0) => ({
      lineId: lines[0]?.id ?? '',
      now,
      later,
      laterOn: null,
      declined: 0,
      declineCode: null,
    });
    expect(await refused(execute(acceptOrder, city.as(clerk), { id, version, lines: [answer(400, 200)] }))).toEqual([
      'lines.0.now order.answer_uneven',
      'lines.0.laterOn order.later_without_day',
      'lines order.line_unanswered',
      'lines.0.now order.beyond_shelf',
    ]);
    expect(await refused(accept(id, { 1: { declined: 800 }, 2: { declined: 400 } }))).toEqual([
      'lines order.nothing_given',
    ]);
    await accept(id, { 1: { later: 400 }, 2: { declined: 400 } });
    expect(await read(id, house.technician)).toMatchObject({
      state: 'accepted',
      owedLines: 1,
      lines: [
        { acceptedAmount: 400, laterAmount: 400, laterOn: '2099-01-01' },
        { declinedAmount: 400, declineCode: 'out_of_stock' },
      ],
    });
  });

  it('sends an order back with its reason; two who answer at once answer once', async () => {
    const id = await order();
    const both = await Promise.allSettled([
      accept(id),
      execute(rejectOrder, city.as(colleague), { id, version: 1, reason: '今天没有 O 型' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(['accepted', 'rejected']).toContain((await read(id)).state);
    expect(
      await refused(execute(acceptOrder, city.as(house.technician), { id, version: 1, lines: [] } as never)),
    ).toEqual(['forbidden']);
  });

  it('picks what expires first, reserves it at once, and gives no bag to two orders', async () => {
    const bags = await stock(4);
    const [first, second] = [await order(), await order()];
    await accept(first);
    await accept(second);
    const sheet = await runRead(readPickSheet, city.as(clerk), { orderId: first });
    const next = sheet.lines[0]?.next.map(({ expiresAt }) => expiresAt.getTime()) ?? [];
    expect(next).toEqual([...next].sort((left, right) => left - right));
    expect(sheet.lines[0]).toMatchObject({ owed: 800 });
    const both = await Promise.allSettled([
      pick(first, bags.slice(0, 2)),
      pick(second, bags.slice(1, 3), 1, colleague),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [taken] =
      await city.owner`select count(*)::int as n from blood_units where id = any(${bags.map(({ id }) => id)}) and state = 'reserved'`;
    expect(taken).toEqual({ n: 2 });
    expect(await city.reconcile()).toEqual([]);
    // What is picked is nobody else's to send.
    const picked = both[0]?.status === 'fulfilled' ? bags[0] : bags[2];
    expect(await refused(shipBags(city, clerk, 'H02', picked ? [picked] : []))).toEqual([
      'lines.0.unitId unit.not_movable',
    ]);
  });

  it('picks no bag of another group or component, none that is elsewhere or on hold, and not more than is owed', async () => {
    const id = await order([red(200)]);
    await accept(id);
    const [fits, more] = await stock(2);
    const [other] = await stock(1, { abo: 'A' });
    const [plasma] = await stock(1, { product: 'plasma' });
    const [held] = await stock(1);
    await execute(holdBags, city.as(clerk), { unitIds: [held?.id ?? ''], cause: 'appearance', words: '溶血' });
    expect(
      await refused(
        pick(
          id,
          [other, plasma, held, fits, more].flatMap((bag) => (bag ? [bag] : [])),
        ),
      ),
    ).toEqual([
      'unitIds.0 order.group_differs',
      'unitIds.1 order.component_differs',
      'unitIds.2 unit.not_movable',
      'unitIds.4 order.nothing_owed',
    ]);
  });

  it('picks for a special line only what its label says', async () => {
    const id = await order([red(400, { antigensNegative: ['E'], modifiers: ['irradiated'] })]);
    await accept(id);
    const [plain, typed, right] = await stock(3);
    await city.owner`update blood_units set antigens = '{E-}' where id = ${typed?.id ?? ''}`;
    await city.owner`update blood_units set antigens = '{E-}', modifiers = '{irradiated}' where id = ${right?.id ?? ''}`;
    expect(
      await refused(
        pick(
          id,
          [plain, typed].flatMap((bag) => bag ?? []),
        ),
      ),
    ).toEqual(['unitIds.0 order.modifier_missing', 'unitIds.1 order.modifier_missing']);
    await city.owner`update blood_units set modifiers = '{irradiated}' where id = ${plain?.id ?? ''}`;
    expect(await refused(pick(id, plain ? [plain] : []))).toEqual(['unitIds.0 order.antigen_present']);
    await pick(id, right ? [right] : []);
  });

  it('packs every picked bag, right for its temperature, before anything leaves', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    await pick(id, bags);
    expect(await refused(send(id))).toEqual(['order.wrong_state']);
    expect(await refused(pack(id, bags.slice(0, 1)))).toEqual(['lines order.bags_unpacked']);
    expect(await refused(pack(id, bags, 15))).toEqual(['boxes.0.packedAtCelsius box.out_of_range']);
    await pack(id, bags);
    expect(await read(id, house.technician)).toMatchObject({
      state: 'packed',
      deliveries: [{ state: 'packed', bagCount: 2 }],
    });
    // One more bag, or one back, and it is open again.
    await execute(putBackBags, city.as(clerk), { orderId: id, unitIds: [bags[0]?.id ?? ''] });
    expect((await read(id)).state).toBe('picking');
    await execute(putBackBags, city.as(clerk), { orderId: id, unitIds: [bags[1]?.id ?? ''] });
    expect(await read(id)).toMatchObject({ state: 'accepted', deliveries: [] });
    expect(await city.reconcile()).toEqual([]);
  });

  it('promises more than its shelf has only with a reason, and the reason is kept', async () => {
    await stock(1, { abo: 'B' });
    const id = await order([red(600, { abo: 'B' })]);
    const { version, lines } = await read(id);
    const answer = (now: number, beyondShelfReason = '') =>
      execute(acceptOrder, city.as(clerk), {
        id,
        version,
        beyondShelfReason,
        lines: [
          {
            lineId: lines[0]?.id ?? '',
            now,
            later: 600 - now,
            laterOn: now < 600 ? '2099-01-01' : null,
            declined: 0,
            declineCode: null,
          },
        ],
      });
    expect(await refused(answer(600))).toEqual(['lines.0.now order.beyond_shelf']);
    await answer(600, '午后放行');
    const [last] = await runRead(historyOf(bloodOrderRecord), city.as(house.technician), { id });
    expect(last).toMatchObject({
      action: 'blood-orders.accept',
      reason: '午后放行',
      after: { beyond: [{ lineNo: 1, here: 200, promised: 600 }] },
    });
  });

  it('promises nothing twice: what other orders have been promised and lies still unpicked is not there any more', async () => {
    const wish = (amount: number) => red(amount, { component: 'ffp', abo: 'AB' });
    const [first, second, third] = [
      await order([wish(40_000)]),
      await order([wish(40_000)]),
      await order([wish(40_000)]),
    ];
    const bags = await stock(3, { abo: 'AB', product: 'plasma' });
    const answer = async (id: string, now: number, later = 40_000 - now) => {
      const { version, lines } = await read(id);
      return execute(acceptOrder, city.as(clerk), {
        id,
        version,
        lines: [
          {
            lineId: lines[0]?.id ?? '',
            now,
            later,
            laterOn: later > 0 ? '2099-01-01' : null,
            declined: 0,
            declineCode: null,
          },
        ],
      });
    };
    const promisedTo = async (id: string, actor?: UserActor) => (await read(id, actor)).lines[0]?.promisedElsewhere;
    expect(await promisedTo(second)).toBe(0);
    await answer(first, 40_000);
    expect(await promisedTo(second)).toBe(40_000);
    // The hospital hears nothing of others.
    expect(await promisedTo(second, house.technician)).toBe(0);
    expect(await refused(answer(second, 40_000))).toEqual(['lines.0.now order.beyond_shelf']);

    // Three bags on the shelf, two of them promised: of two who answer at once one has the last.
    const both = await Promise.allSettled([answer(second, 20_000), answer(third, 20_000)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = both[0]?.status === 'fulfilled' ? third : second;
    // What is for a later day is promised on that day; what is picked has left the shelf.
    expect(await promisedTo(left)).toBe(60_000);
    await pick(first, bags.slice(0, 1));
    expect(await promisedTo(left)).toBe(40_000);
    await putBack(first, bags.slice(0, 1));
    expect(await promisedTo(left)).toBe(60_000);
  });

  it('closes no box of an ordinary order that is not cooled; what presses leaves with a reason that the hospital reads', async () => {
    const bags = await stock(2);
    const seal = (id: string, bag: Bag | undefined, celsius: number | null, offReason = '') =>
      execute(packDelivery, city.as(clerk), {
        orderId: id,
        boxes: [{ boxNo: 1, temperatureClass: 'red_cells', packedAtCelsius: celsius, offReason }],
        lines: [{ unitId: bag?.id ?? '', boxNo: 1 }],
      });
    const plain = await order([red(200)]);
    const urgent = await order([red(200)], { priority: 'urgent' });
    for (const [index, id] of [plain, urgent].entries()) {
      await accept(id);
      await pick(id, bags.slice(index, index + 1));
    }
    expect(await refused(seal(plain, bags[0], 9, '等不得'))).toEqual(['boxes.0.packedAtCelsius order.box_not_cooled']);
    expect(await refused(seal(plain, bags[0], null))).toEqual(['boxes.0.packedAtCelsius order.box_unmeasured']);
    expect(await refused(seal(urgent, bags[1], 9))).toEqual(['boxes.0.packedAtCelsius order.box_needs_reason']);
    expect(await refused(seal(urgent, bags[1], 12, '抢救'))).toEqual(['boxes.0.packedAtCelsius box.out_of_range']);
    await seal(urgent, bags[1], 9, '抢救，十分钟路程');
    await send(urgent, 1);
    expect((await read(urgent, house.technician)).deliveries).toMatchObject([
      { state: 'on_the_way', boxes: [{ packedAtCelsius: 9, offReason: '抢救，十分钟路程' }] },
    ]);
    await putBack(plain, bags.slice(0, 1));
  });

  it('proposes for today what was promised for now, and takes what is for later on its day or on purpose', async () => {
    const bags = [...(await stock(1, { abo: 'A', hours: 30 })), ...(await stock(1, { abo: 'A', hours: 31 }))];
    const id = await order([red(400, { abo: 'A' })]);
    await accept(id, { 1: { later: 200 } });
    const look = async (early: string[] = []) =>
      (await runRead(readPickSheet, city.as(clerk), { orderId: id, early })).lines[0];
    const first = await look();
    expect(first).toMatchObject({ owed: 400, due: 200, dueToday: 200, next: [{ id: bags[0]?.id }] });
    await pick(id, bags.slice(0, 1));
    expect(await look()).toMatchObject({ owed: 200, due: 0, next: [] });
    const lineId = first?.id ?? '';
    const find = (early: string[] = []) =>
      runRead(findBagForOrder, city.as(clerk), { orderId: id, early, donationNo: bags[1]?.donationNo ?? '' });
    expect(await find()).toMatchObject([{ lineId: null, fault: { code: 'order.not_due' } }]);
    expect(await refused(pick(id, bags.slice(1)))).toEqual(['unitIds.0 order.not_due']);
    expect(await look([lineId])).toMatchObject({ due: 200, isEarly: true, next: [{ id: bags[1]?.id }] });
    expect(await find([lineId])).toMatchObject([{ lineId, fault: null }]);
    await execute(pickBags, city.as(clerk), {
      orderId: id,
      lineId,
      entry: 'scan',
      isEarly: true,
      unitIds: [bags[1]?.id ?? ''],
    });
    expect(await look()).toMatchObject({ owed: 0, due: 0 });
    await putBack(id, bags);
  });

  it('loses a pick that is put on hold meanwhile, and the rest goes', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    await pick(id, bags);
    await execute(holdBags, city.as(colleague), { unitIds: [bags[0]?.id ?? ''], cause: 'appearance', words: '溶血' });
    const sheet = await runRead(readPickSheet, city.as(clerk), { orderId: id });
    expect(sheet).toMatchObject({ picked: [{ unitId: bags[1]?.id }], lines: [{ owed: 200 }] });
    await pack(id, bags.slice(1));
    await send(id);
    expect(await city.reconcile()).toEqual([]);
  });
});

describe('what was chosen from the list', () => {
  it('is reserved, and no box closes before each bag was in somebody’s hand', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    await pick(id, bags, 1, clerk, 'list');
    expect(await refused(pack(id, bags))).toEqual(['lines order.bags_unscanned']);
    const ask = (bag: Bag | undefined) =>
      runRead(findBagForOrder, city.as(clerk), { orderId: id, donationNo: bag?.donationNo ?? '' });
    expect(await ask(bags[0])).toMatchObject([{ isListed: true, lineNo: 1, fault: null }]);
    await pick(id, bags);
    await pack(id, bags);
    expect(await refused(send(id, 3))).toEqual(['order.bags_changed']);
    await send(id);
  });

  it('leaves a bag to whoever asked for one like it, by scan and on the list', async () => {
    const id = await order([red(200, { abo: 'AB' }), red(200, { abo: 'AB', modifiers: ['irradiated'] })]);
    await accept(id);
    const [special] = await stock(1, { abo: 'AB', hours: 24 });
    await city.owner`update blood_units set modifiers = '{irradiated}' where id = ${special?.id ?? ''}`;
    const [plain] = await stock(1, { abo: 'AB', hours: 400 });
    const { lines } = await runRead(readPickSheet, city.as(clerk), { orderId: id });
    expect(lines.map(({ next }) => next.map((bag) => bag.id))).toEqual([[plain?.id], [special?.id]]);
    const found = await runRead(findBagForOrder, city.as(clerk), {
      orderId: id,
      donationNo: special?.donationNo ?? '',
    });
    expect(found).toMatchObject([{ lineNo: 2 }]);
  });
});

describe('an order whose bags go their own way', () => {
  it('opens its boxes when one of them is put on hold, and begins anew when it was the last', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    await pick(id, bags);
    await pack(id, bags);
    const hold = (bag: Bag | undefined) =>
      execute(holdBags, city.as(colleague), { unitIds: [bag?.id ?? ''], cause: 'appearance', words: '溶血' });
    await hold(bags[0]);
    expect(await refused(send(id, 1))).toEqual(['order.not_packed']);
    await hold(bags[1]);
    await settleStrayOrders(city.runtime);
    const left = await read(id);
    expect(left).toMatchObject({ state: 'accepted', owedLines: 1, deliveries: [] });
    await execute(closeOrderShort, city.as(clerk), { id, version: left.version, reason: '没有别的' });
    expect(await city.reconcile()).toEqual([]);
  });

  it('is settled when its note was closed by another house’s paper', async () => {
    const bags = await stock(1);
    const id = await order([red(200)]);
    await accept(id);
    const shipmentId = await deliver(id, bags);
    const other = await openHouse(city, 'H03');
    await enterSheet(
      city,
      other.technician,
      await Promise.all(bags.map((bag) => paperLine(city, bag, { kind: 'received' }))),
    );
    expect((await read(id)).state).toBe('on_the_way');
    expect(shipmentId).toBe((await read(id)).deliveries[0]?.shipmentId);
    expect(await settleStrayOrders(city.runtime)).toBe(1);
    expect(await read(id)).toMatchObject({ state: 'accepted', owedLines: 1, deliveries: [{ state: 'received' }] });
    expect(await settleStrayOrders(city.runtime)).toBe(0);
  });

  it('holds up no other while somebody has it in hand', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 2; i++) {
      const id = await order([red(200)]);
      await accept(id);
      await pick(id, await stock(1, { hours: 2 }));
      ids.push(id);
    }
    await city.wait(3);
    await expireBags(city.runtime);
    const states = () => Promise.all(ids.map(async (id) => (await read(id)).state));
    await city.owner.begin(async (sql) => {
      await sql`select 1 from blood_orders where id = ${ids[0] ?? ''} for update`;
      await settleStrayOrders(city.runtime);
      expect(await states()).toEqual(['picking', 'accepted']);
    });
    await settleStrayOrders(city.runtime);
    expect(await states()).toEqual(['accepted', 'accepted']);
  });

  it('is not called off any more once a bag has left, and its delivery is not taken back from the door', async () => {
    const bags = await stock(2);
    const id = await order([red(800)]);
    await accept(id);
    const shipmentId = await deliver(id, bags.slice(0, 1));
    await execute(arriveDelivery, city.as(house.technician), {
      orderId: id,
      deliveryId: (await read(id)).deliveries[0]?.id ?? '',
    });
    const version = 1;
    expect(await refused(execute(voidShipment, city.as(clerk), { id: shipmentId, version, reason: '装错车' }))).toEqual(
      ['shipment.at_the_door'],
    );
    await receiveBags(city, house, shipmentId, bags.slice(0, 1));
    await pick(id, bags.slice(1));
    const ask = execute(askCancel, city.as(house.technician), {
      id,
      version: (await read(id)).version,
      reason: '手术取消',
    });
    expect(await refused(ask)).toEqual(['order.already_sent']);
  });

  it('keeps fifty clerks apart: each bag goes to one order, none to two', async () => {
    const bags = await stock(10);
    const orders = await Promise.all(Array.from({ length: 10 }, () => order([red(400)])));
    for (const id of orders) await accept(id);
    const taken = await Promise.allSettled(
      orders.flatMap((id) => bags.slice(0, 5).map((bag) => pick(id, [bag], 1, colleague))),
    );
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const [row] = await city.owner<{ bags: number; twice: number }[]>`
      select count(*)::int as bags, count(*)::int - count(distinct unit_id)::int as twice from blood_order_bags
      where unit_id = any(${bags.map(({ id }) => id)}) and state = 'picked'`;
    expect(row).toEqual({ bags: 5, twice: 0 });
    expect(await city.reconcile()).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is on its way, arrives, is received in parts, and what is owed stays owed until it is closed', async () => {
    const bags = await stock(3);
    const id = await order([red(1000)]);
    await accept(id, { 1: { later: 400 } });
    const before = await cell('H01');
    const shipmentId = await deliver(id, bags);
    expect(await cell('H01')).toMatchObject({ inTransit: (before?.inTransit ?? 0) + 3 });
    expect(await read(id, house.technician)).toMatchObject({
      state: 'on_the_way',
      owedLines: 1,
      deliveries: [{ shipmentId, carrier: '吴建国', plate: '沪A·12345' }],
    });
    const deliveryId = (await read(id)).deliveries[0]?.id ?? '';
    await execute(arriveDelivery, city.as(house.technician), { orderId: id, deliveryId });
    expect((await read(id)).state).toBe('arrived');
    await receiveBags(city, house, shipmentId, bags.slice(0, 2));
    expect(await read(id)).toMatchObject({
      state: 'arrived',
      lines: [{ received: 400, sent: 200 }],
      filledPercent: 40,
    });
    await receiveBags(city, house, shipmentId, bags.slice(2));
    expect(await read(id, house.technician)).toMatchObject({
      state: 'partly_received',
      owedLines: 1,
      filledPercent: 60,
    });
    const more = await stock(2);
    // Their day has come.
    await city.owner`update blood_order_lines set later_on = city_today() where order_id = ${id}`;
    await receiveBags(city, house, await deliver(id, more), more);
    expect(await read(id)).toMatchObject({ state: 'completed', owedLines: 0, filledPercent: 100 });
    const steps = (await runRead(historyOf(bloodOrderRecord), city.as(house.technician), { id }))
      .map(({ action }) => action.split('.')[1])
      .reverse();
    expect(steps).toEqual([
      'submit',
      'accept',
      'pick',
      'pack',
      'send',
      'arrive',
      'receive',
      'receive',
      'pick',
      'pack',
      'send',
      'receive',
    ]);
    expect(await city.reconcile()).toEqual([]);
  });

  it('that never came leaves its bags owed; giving them up closes the order short', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    const shipmentId = await deliver(id, bags);
    await receiveBags(city, house, shipmentId, bags.slice(0, 1));
    await execute(closeShort, city.as(house.technician), { shipmentId, reason: '箱里没有' });
    const short = await read(id);
    expect(short).toMatchObject({ state: 'partly_received', owedLines: 1, lines: [{ received: 200, sent: 0 }] });
    await execute(closeOrderShort, city.as(house.technician), { id, version: short.version, reason: '改用别的' });
    expect(await read(id)).toMatchObject({
      state: 'closed_short',
      owedLines: 0,
      filledPercent: 50,
      lines: [{ closedAmount: 200 }],
    });
  });

  it('whose receipt was voided is on its way again; whose shipment was taken back is owed again', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    const shipmentId = await deliver(id, bags);
    const receipt = await receiveBags(city, house, shipmentId, bags);
    expect((await read(id)).state).toBe('completed');
    await execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '点错了' });
    expect(await read(id)).toMatchObject({ state: 'arrived', lines: [{ sent: 400, received: 0 }] });
    const again = await order([red(200)]);
    await accept(again);
    const [bag] = await stock(1);
    const other = await deliver(again, bag ? [bag] : []);
    await execute(voidShipment, city.as(clerk), { id: other, version: 1, reason: '装错车' });
    expect(await read(again)).toMatchObject({ state: 'accepted', owedLines: 1, lines: [{ sent: 0 }] });
    expect(await city.reconcile()).toEqual([]);
  });

  it('two of one order may be on their way at once', async () => {
    const id = await order([red(400)]);
    await accept(id);
    const [one, two] = await stock(2);
    const first = await deliver(id, one ? [one] : []);
    await deliver(id, two ? [two] : []);
    await receiveBags(city, house, first, one ? [one] : []);
    expect(await read(id)).toMatchObject({
      state: 'on_the_way',
      owedLines: 0,
      deliveries: [{ state: 'received' }, { state: 'on_the_way' }],
    });
  });

  it('hears the no to a cancelling with its reason until it ends or asks again; a wish can be taken back', async () => {
    const id = await order([red(200)]);
    await accept(id);
    const at = async () => {
      const { version, cancelAskedAt, cancelRefusal } = await read(id, house.technician);
      return { version, isAsked: cancelAskedAt !== null, refusal: cancelRefusal?.reason ?? null };
    };
    const ask = async () =>
      execute(askCancel, city.as(house.technician), { id, version: (await at()).version, reason: '手术取消' });
    const withdraw = async (who: UserActor, version?: number, key?: string) =>
      execute(withdrawCancel, city.as(who), { id, version: version ?? (await at()).version }, key);
    expect(await refused(withdraw(house.technician))).toEqual(['order.no_cancel_asked']);
    await ask();
    expect(await refused(withdraw(clerk))).toEqual(['forbidden']);
    expect(await refused(withdraw(elsewhere, (await at()).version))).toEqual(['not_found']);
    expect(await refused(withdraw(house.technician, 1))).toEqual(['changed_meanwhile']);
    const [key, { version }] = [randomUUID(), await at()];
    const first = await withdraw(house.technician, version, key);
    expect(await withdraw(house.technician, version, key)).toEqual(first);
    expect(await at()).toMatchObject({ isAsked: false, refusal: null });
    await ask();
    const both = await Promise.allSettled([
      withdraw(house.technician, (await at()).version),
      execute(refuseCancel, city.as(clerk), { id, version: (await at()).version, reason: '已装车' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    if (both[0]?.status === 'fulfilled') await ask();
    if (both[0]?.status === 'fulfilled')
      await execute(refuseCancel, city.as(clerk), { id, version: (await at()).version, reason: '已装车' });
    expect(await at()).toMatchObject({ isAsked: false, refusal: '已装车' });
    await ask();
    expect(await at()).toMatchObject({ isAsked: true, refusal: null });
    await execute(refuseCancel, city.as(clerk), { id, version: (await at()).version, reason: '已装车' });
    await execute(closeOrderShort, city.as(clerk), { id, version: (await at()).version, reason: '不再需要' });
    expect(await at()).toMatchObject({ refusal: null });
  });

  it('waits for the answer to a wish to cancel; agreed, its bags are back on the shelf', async () => {
    const bags = await stock(2);
    const id = await order([red(400)]);
    await accept(id);
    await pick(id, bags);
    await pack(id, bags);
    const ask = async () =>
      execute(askCancel, city.as(house.technician), { id, version: (await read(id)).version, reason: '手术取消' });
    await ask();
    expect(await refused(send(id))).toEqual(['order.cancel_unanswered']);
    expect(await refused(execute(agreeCancel, city.as(house.technician), { id, version: 6 }))).toEqual(['forbidden']);
    await execute(refuseCancel, city.as(clerk), { id, version: (await read(id)).version, reason: '已装车' });
    expect(await read(id)).toMatchObject({ state: 'packed', cancelAskedAt: null });
    await ask();
    await execute(agreeCancel, city.as(clerk), { id, version: (await read(id)).version });
    expect(await read(id)).toMatchObject({ state: 'cancelled', reason: '手术取消', deliveries: [] });
    const states =
      await city.owner`select distinct state from blood_units where id = any(${bags.map((bag) => bag.id)})`;
    expect([...states]).toEqual([{ state: 'available' }]);
    expect(await city.reconcile()).toEqual([]);
  });
});
