import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { outboundRecord } from '@/domain/other-outbounds/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { recheckRecord } from '@/server/modules/bag-receipts/recheck';
import { listRechecks } from '@/server/modules/bag-receipts/waiting';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { findLeavingBags, readLeavingShelf } from '@/server/modules/other-outbounds/find-bags';
import { getOutbound } from '@/server/modules/other-outbounds/get';
import { modifyOutbound } from '@/server/modules/other-outbounds/modify';
import { registerOutbound } from '@/server/modules/other-outbounds/register';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { expireBags } from '@/server/modules/stock/expire';
import { holdBags } from '@/server/modules/stock/hold';
import { loadMatrix } from '@/server/modules/stock/matrix';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type BagWish,
  enterSheet,
  type House,
  type OutboundWish,
  openHouse,
  outboundInput,
  paperLine,
  releaseHeld,
  reservationInput,
  resolve,
  sendOut,
  signIn,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

const shelf = (count: number, wish: BagWish = {}) =>
  stockBags(
    city,
    clerk,
    house,
    Array.from({ length: count }, () => wish),
  );
const stateOf = async (bag: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag.id}`;
  return [row?.state, row?.holdReason ?? null];
};
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const codesOf = async (work: Promise<unknown>) => (await failureOf(work)).violations.map(({ code }) => code);
const register = (input: unknown, by: UserActor = house.technician, key?: string) =>
  execute(registerOutbound, city.as(by), input as never, key);
const reason = '核对后更正';

describe('bags that end here', () => {
  it.each<[OutboundWish['kind'], string, string]>([
    ['discard', 'discarded', 'undiscard'],
    ['research', 'discarded', 'undiscard'],
    ['other', 'discarded', 'undiscard'],
    ['loss', 'lost', 'find'],
  ])('by %s leave the stock by two people, and come back on hold when it was a mistake', async (kind, state, undo) => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const { id, no } = await sendOut(city, house, [bag], { kind });
    expect(no).toMatch(/^\d{8}-\d{4}$/);
    expect(await stateOf(bag)).toEqual([state, null]);
    const seen = await runRead(getOutbound, city.as(house.technician), { id });
    expect(seen).toMatchObject({ kind, state: 'registered', dutyMode: 'two_person', approvedBy: house.reviewer.name });
    expect(seen.lines).toMatchObject([{ donationNo: bag.donationNo, stateBefore: 'available', received: null }]);
    expect(seen.signatures.map(({ meaning }) => meaning).sort()).toEqual(['outbound_registered', 'outbound_second']);

    expect(await codesOf(execute(voidOutbound, city.as(house.technician), { id, version: 1, reason }))).toEqual([
      'forbidden',
    ]);
    await execute(voidOutbound, city.as(house.reviewer), { id, version: 1, reason });
    expect(await stateOf(bag)).toEqual(['quarantined', 'outbound_voided']);
    const [movement] =
      await city.owner`select kind, from_org, from_bucket from stock_movements where unit_id = ${bag.id} order by id desc limit 1`;
    expect(movement).toEqual({ kind: undo, from_org: null, from_bucket: state });
    expect(await codesOf(execute(voidOutbound, city.as(house.reviewer), { id, version: 2, reason }))).toEqual([
      'outbound.already_void',
    ]);
    const history = await runRead(historyOf(outboundRecord), city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toEqual(['other-outbounds.void', 'other-outbounds.register']);
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], { custody: { minutesOut: 5, place: '冰箱' } });
    expect((await stateOf(bag))[0]).toBe('available');
  });

  it('needs another person of the house, over exactly this', async () => {
    const bags = await shelf(2);
    const [bag] = bags;
    if (!bag) throw new Error('two bags');
    const input = await outboundInput(city, house, [bag], { kind: 'discard' });
    expect(await codesOf(register({ ...input, second: undefined }))).toEqual(['signature.second_missing']);
    expect(await codesOf(register({ ...input, words: '又一句' }))).toEqual(['signature.covers_other_content']);
    expect(await codesOf(register({ ...input, unitIds: bags.map(({ id }) => id) }))).toEqual([
      'signature.covers_other_content',
    ]);
    const own = await signIn(city, house.technician, house.technician, outboundCovers(input));
    expect(await codesOf(register({ ...input, second: { by: 'token', token: own } }))).toEqual([
      'signature.same_person',
    ]);
    const at = await city.now();
    expect(await codesOf(register({ ...input, second: { by: 'phone', staffNo: house.nurse.staffNo, at } }))).toContain(
      'signature.not_entitled',
    );
    expect(await stateOf(bag)).toEqual(['available', null]);
  });

  it('may be agreed to by telephone where one is on duty, and is checked again in the morning', async () => {
    const [bag, mistaken] = await shelf(2);
    if (!bag || !mistaken) throw new Error('two bags');
    await city.owner`update organisations set settings = settings || jsonb_build_object('singleDutyFrom', to_char(city_now() at time zone (select time_zone from city) - interval '1 hour', 'HH24:MI'),
      'singleDutyUntil', to_char(city_now() at time zone (select time_zone from city) + interval '1 hour', 'HH24:MI')) where id = 'H01'`;
    const alone = async ({ id }: Bag) =>
      register({
        kind: 'discard',
        reasonCode: 'clots',
        unitIds: [id],
        second: { by: 'phone', staffNo: house.reviewer.staffNo, at: await city.now() },
      });
    const { id, no } = await alone(bag);
    const [task] = (await runRead(listRechecks, city.as(house.reviewer), {})).filter(({ recordId }) => recordId === id);
    expect(task).toMatchObject({ module: 'other-outbounds', no, bags: 1, doneBy: house.technician.name });
    const covers = recheckCovers({ taskId: task?.id ?? '', recordId: id });
    const signature = await signIn(city, house.reviewer, house.reviewer, covers);
    await execute(recheckRecord, city.as(house.reviewer), { taskId: task?.id ?? '', note: '袋已看过', signature });
    const seen = await runRead(getOutbound, city.as(house.technician), { id });
    expect(seen).toMatchObject({ dutyMode: 'single', version: 2 });
    expect(seen.signatures.map(({ meaning }) => meaning)).toContain('rechecked');
    const history = await runRead(historyOf(outboundRecord), city.as(house.technician), { id });
    expect(history[0]).toMatchObject({ action: 'bag-receipts.recheck', reason: '袋已看过' });

    const entry = await alone(mistaken);
    await execute(voidOutbound, city.as(house.reviewer), { id: entry.id, version: 1, reason });
    expect(await city.owner`select 1 from tasks where record_id = ${entry.id} and done_at is null`).toHaveLength(0);
    await city.owner`update organisations set settings = settings - 'singleDutyFrom' - 'singleDutyUntil' where id = 'H01'`;
  });

  it('expired ones are discarded, from the shelf and from quarantine, and never transferred', async () => {
    const [late, swept] = await shelf(2, { hours: 6 });
    if (!late || !swept) throw new Error('two bags');
    await city.wait(8);
    const transfer = await outboundInput(city, house, [late], { kind: 'transfer' });
    expect(await codesOf(register(transfer))).toEqual(['unit.expired']);
    await sendOut(city, house, [late], { kind: 'discard', reasonCode: 'expired' });
    await expireBags(city.runtime);
    expect(await stateOf(swept)).toEqual(['quarantined', 'expired']);
    const { id } = await sendOut(city, house, [swept], { kind: 'discard', reasonCode: 'expired' });
    await execute(voidOutbound, city.as(house.reviewer), { id, version: 1, reason });
    // It was held before, and is held for the same again.
    expect(await stateOf(swept)).toEqual(['quarantined', 'expired']);
  });

  it('a bag kept for a patient is not discarded; lost it is, and its reservation ends', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const patientId = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [bag]));
    expect(await codesOf(register(await outboundInput(city, house, [bag], { kind: 'discard' })))).toEqual([
      'outbound.reserved',
    ]);
    await sendOut(city, house, [bag], { kind: 'loss' });
    expect(await stateOf(bag)).toEqual(['lost', null]);
    expect(await city.owner`select end_reason from reservations where unit_id = ${bag.id}`).toEqual([
      { end_reason: 'held' },
    ]);
  });

  it('a recalled bag is refused for research, another hospital’s does not exist, and a bag listed twice is named', async () => {
    const [recalled, twice] = await shelf(2);
    const [theirs] = await stockBags(city, clerk, stranger, [{}]);
    if (!recalled || !twice || !theirs) throw new Error('three bags');
    await execute(holdBags, city.as(house.technician), { unitIds: [recalled.id], cause: 'appearance' });
    await city.owner`update blood_units set hold_reason = 'recall' where id = ${recalled.id}`;
    expect(
      await codesOf(register(await outboundInput(city, house, [recalled, theirs, twice, twice], { kind: 'research' }))),
    ).toEqual(['outbound.recalled', 'unit.unknown', 'unit.listed_twice']);
    expect(await stateOf(theirs)).toEqual(['available', null]);
    const found = await runRead(findLeavingBags, city.as(house.technician), { donationNo: theirs.donationNo });
    expect(found).toEqual([]);
    const listed = await runRead(readLeavingShelf, city.as(house.technician), { kind: 'research' });
    expect(listed.bags.some(({ id }) => id === recalled.id)).toBe(false);
    expect(listed.bags.some(({ id }) => id === twice.id)).toBe(true);
  });
});

describe('an entry', () => {
  it('the same key twice is one; two at once on one bag are one and a refusal', async () => {
    const [bag, wanted] = await shelf(2);
    if (!bag || !wanted) throw new Error('two bags');
    const input = await outboundInput(city, house, [bag], { kind: 'discard' });
    const key = randomUUID();
    const first = await register(input, house.technician, key);
    expect(await register(input, house.technician, key)).toEqual(first);
    expect(await city.owner`select 1 from stock_movements where unit_id = ${bag.id} and kind = 'discard'`).toHaveLength(
      1,
    );

    const rivals = [
      register(await outboundInput(city, house, [wanted], { kind: 'discard' })),
      register(await outboundInput(city, house, [wanted], { kind: 'transfer' })),
      register(await outboundInput(city, house, [wanted], { kind: 'return' })),
    ];
    const settled = await Promise.allSettled(rivals);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      await city.owner`select 1 from stock_movements where unit_id = ${wanted.id} and kind in ('discard', 'ship', 'give_back') and from_org = 'H01'`,
    ).toHaveLength(1);
  });

  it('is modified with a reason, keeps what stood before, and shows a colleague’s change', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const { id } = await sendOut(city, house, [bag], { kind: 'discard', reasonCode: 'clots' });
    const destroyedAt = await city.now();
    const modify = (version: number, fields: object) =>
      execute(modifyOutbound, city.as(house.technician), { id, version, reason, fields } as never);
    await modify(1, { reasonCode: 'haemolysis', destroyedAt, destroyMethod: '高压灭菌' });
    const seen = await runRead(getOutbound, city.as(house.technician), { id });
    expect(seen).toMatchObject({ reasonCode: 'haemolysis', destroyedAt, destroyMethod: '高压灭菌', version: 2 });
    const [latest] = await runRead(historyOf(outboundRecord), city.as(house.technician), { id });
    expect(latest).toMatchObject({ reason, before: { reasonCode: 'clots' }, after: { reasonCode: 'haemolysis' } });
    expect(await failureOf(modify(1, { words: '晚了一步' }))).toMatchObject({
      code: 'conflict',
      theirs: { reasonCode: 'haemolysis', version: 2 },
    });
    expect(await codesOf(modify(2, { reasonCode: 'haemolysis' }))).toEqual(['outbound.nothing_changed']);
    expect(await codesOf(modify(2, { reasonCode: 'shortage' }))).toEqual(['outbound.reason_of_another_kind']);
    const tomorrow = new Date(destroyedAt.getTime() + 86_400_000);
    expect(await codesOf(modify(2, { destroyedAt: tomorrow }))).toEqual(['outbound.destroyed_in_future']);
  });

  it('is its own hospital’s alone', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const { id } = await sendOut(city, house, [bag], { kind: 'discard' });
    const theirs = city.as(stranger.reviewer);
    for (const work of [
      () => runRead(getOutbound, theirs, { id }),
      () => execute(voidOutbound, theirs, { id, version: 1, reason }),
      () => execute(modifyOutbound, theirs, { id, version: 1, reason, fields: { words: '别家' } }),
    ])
      expect((await failureOf(work())).code).toBe('not_found');
    const list = await runRead(listOf(outboundRecord), theirs, {});
    expect([...list.rows, ...list.waiting]).toEqual([]);
    expect((await failureOf(register({}, house.nurse))).code).toBe('forbidden');
  });

  it('counts in the day’s other outbounds, and no more once it is undone', async () => {
    const today = () =>
      inScope(city.as(house.technician), 'read', async (scope) => (await loadMatrix(scope, 'H01')).today);
    const before = await today();
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const { id } = await sendOut(city, house, [bag], { kind: 'discard' });
    expect((await today()).otherOut).toBe(before.otherOut + 1);
    await execute(voidOutbound, city.as(house.reviewer), { id, version: 1, reason });
    const after = await today();
    expect([after.otherOut, after.received]).toEqual([before.otherOut, before.received + 1]);
  });
});

describe('an entry whose bag has moved since', () => {
  const onPaper = async (bag: Bag, kind: 'received' | 'discarded', by = house.technician) => {
    await city.wait(1);
    return enterSheet(city, by, [await paperLine(city, bag, { kind })]);
  };
  const undo = (id: string) => execute(voidOutbound, city.as(house.reviewer), { id, version: 1, reason });

  it.each(['loss', 'discard'] as const)(
    'by %s, is not undone once a sheet says that it was thrown away',
    async (kind) => {
      const [bag, other] = await shelf(2);
      if (!bag || !other) throw new Error('two bags');
      const { id, no } = await sendOut(city, house, [bag, other], { kind });
      const sheet = await onPaper(bag, 'discarded');
      const failure = await failureOf(undo(id));
      expect(failure.violations).toEqual([
        {
          code: 'outbound.moved_since',
          facts: { no, unitId: bag.id, donationNo: bag.donationNo, state: 'discarded' },
        },
      ]);
      expect([await stateOf(bag), (await stateOf(other))[1]]).toEqual([['discarded', null], null]);
      // What the sheet told is undone by its own entry, and only there.
      const [told] = await city.owner<
        { id: string }[]
      >`select id from other_outbounds where downtime_form_no = ${sheet.no}`;
      await undo(told?.id ?? '');
      expect((await stateOf(bag))[0]).toBe('quarantined');
      expect(await codesOf(undo(id))).toEqual(['outbound.moved_since']);
    },
  );

  it('and that nobody may release now, comes back by the last one, on hold for that', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const earlier = await sendOut(city, house, [bag], { kind: 'discard' });
    const { incidents } = await onPaper(bag, 'received');
    for (const incident of incidents) await resolve(city, house, incident, 'discard');
    expect(await stateOf(bag)).toEqual(['quarantined', 'to_discard']);
    const later = await sendOut(city, house, [bag], { kind: 'discard' });
    expect(await codesOf(undo(earlier.id))).toEqual(['outbound.moved_since']);
    expect(await stateOf(bag)).toEqual(['discarded', null]);
    await undo(later.id);
    expect(await stateOf(bag)).toEqual(['quarantined', 'to_discard']);
  });

  it('and stands in another house by its sheet, is that house’s', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const { id, no } = await sendOut(city, house, [bag], { kind: 'loss' });
    await onPaper(bag, 'received', stranger.technician);
    expect((await failureOf(undo(id))).violations).toMatchObject([
      { code: 'outbound.moved_since', facts: { no, donationNo: bag.donationNo, state: 'elsewhere' } },
    ]);
  });
});
