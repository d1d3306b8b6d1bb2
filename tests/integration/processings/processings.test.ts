import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { processingRecord } from '@/domain/processings/record';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { recheckRecord } from '@/server/modules/bag-receipts/recheck';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { readLeavingShelf } from '@/server/modules/other-outbounds/find-bags';
import { cancelProcessing } from '@/server/modules/processings/cancel';
import { endProcessing } from '@/server/modules/processings/end';
import { findProcessableBags } from '@/server/modules/processings/find-bags';
import { getProcessing } from '@/server/modules/processings/get';
import { readLabels } from '@/server/modules/processings/labels';
import { printLabels } from '@/server/modules/processings/print-labels';
import { startProcessing } from '@/server/modules/processings/start';
import { listThawed } from '@/server/modules/processings/thawed';
import { voidProcessing } from '@/server/modules/processings/void';
import { expireBags } from '@/server/modules/stock/expire';
import { holdBags } from '@/server/modules/stock/hold';
import { loadMatrix } from '@/server/modules/stock/matrix';
import { findScannedBags } from '@/server/modules/storage-places/find-bags';
import { moveBags } from '@/server/modules/storage-places/move';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  type BagWish,
  endingOf,
  endingOfStarted,
  type House,
  issueBags,
  labelRead,
  openHouse,
  outboundInput,
  type ProcessingWish,
  processBags,
  processingInput,
  receiveBags,
  releaseHeld,
  reservationInput,
  sendOut,
  signIn,
  stockBags,
} from '../../support/city-work';

const hourMs = 3_600_000;
const reason = '核对后更正';
let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;

let opened: Promise<House> | undefined;
/** Of whoever needs one that nobody else works in. */
function thirdHouse(): Promise<House> {
  opened ??= openHouse(city, 'H03');
  return opened;
}
beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  await city.owner`insert into products (product_code, component, amount, name) values
    ('E0501V00', 'rbc-washed', 200, '洗涤红细胞 2U'), ('E0500', 'rbc-washed', 100, '洗涤红细胞 1U'), ('E2801V00', 'plt-pooled', 200, '混合浓缩血小板')`;
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
const plasma = (count: number) => shelf(count, { product: 'plasma', hours: 24 * 300 });
async function one(wish: BagWish = {}): Promise<Bag> {
  const [bag] = await shelf(1, wish);
  if (!bag) throw new Error('one bag');
  return bag;
}
interface Stand {
  state: string;
  holdReason: string | null;
  expiresAt: Date;
  amount: number;
  component: string;
  productCode: string;
  modifiers: string[];
  processedAs: string[];
  donationNo: string;
}
async function standOf(id: string): Promise<Stand> {
  const [row] = await city.owner<Stand[]>`
    select state, hold_reason as "holdReason", expires_at as "expiresAt", amount, component, product_code as "productCode", modifiers, processed_as as "processedAs",
      donation_no as "donationNo" from blood_units where id = ${id}`;
  if (!row) throw new Error(`no bag ${id}`);
  return row;
}
const kindsOf = async (id: string) =>
  (await city.owner<{ kind: string }[]>`select kind from stock_movements where unit_id = ${id} order by id`).map(
    ({ kind }) => kind,
  );
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const codesOf = async (work: Promise<unknown>) => (await failureOf(work)).violations.map(({ code }) => code);
const start = (bags: readonly Pick<Bag, 'id'>[], kind: ProcessingWish['kind'], by: UserActor = house.technician) =>
  execute(startProcessing, city.as(by), {
    kind,
    device: '1 号水浴箱',
    isOpenSystem: false,
    unitIds: bags.map(({ id }) => id),
  });
const end = async (id: string, bags: readonly Pick<Bag, 'id'>[], wish: ProcessingWish, version = 1) =>
  execute(endProcessing, city.as(house.technician), {
    id,
    version,
    ...(await endingOfStarted(city, house, id, bags, wish)),
  });
async function reserved(bags: readonly Bag[]): Promise<string> {
  const patientId = await addPatient(city, house.technician);
  await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, bags));
  return patientId;
}
const patientOf = async (id: string) =>
  (
    await city.owner<{ patient: string; crossmatch: unknown }[]>`
    select patient_id as patient, crossmatch from reservations where unit_id = ${id} and ended_at is null`
  )[0];

describe('the same bag goes on', () => {
  it('ten bags thawed in one bath: nobody else has them, then each has 24 hours from the start', async () => {
    const bags = await plasma(10);
    const { id, no } = await start(bags, 'thaw');
    expect(no).toMatch(/^\d{8}-\d{4}$/);
    const [first] = bags;
    if (!first) throw new Error('ten bags');
    expect(await standOf(first.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing' });
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [first.id]))).toEqual([
      'hold.in_processing',
    ]);
    expect(
      await codesOf(execute(holdBags, city.as(house.technician), { unitIds: [first.id], cause: 'appearance' })),
    ).toEqual(['unit.not_movable']);
    for (const kind of ['discard', 'return', 'loss'] as const)
      expect(await codesOf(sendOut(city, house, [first], { kind }))).toEqual(['outbound.in_processing']);
    const listed = await runRead(readLeavingShelf, city.as(house.technician), { kind: 'discard' });
    expect(listed.bags.some((bag) => bag.id === first.id)).toBe(false);
    expect(await codesOf(start([first], 'open'))).toEqual(['processing.busy']);

    await end(id, bags, { kind: 'thaw' });
    const seen = await runRead(getProcessing, city.as(house.technician), { id });
    expect(seen).toMatchObject({
      state: 'ended',
      bagCount: 10,
      outputCount: 10,
      heldCount: 0,
      checkedBy: house.reviewer.name,
      dutyMode: 'two_person',
    });
    expect(seen.signatures.map(({ meaning }) => meaning).sort()).toEqual([
      'processing_checked',
      'processing_ended',
      'processing_started',
    ]);
    for (const line of seen.bags) {
      const { expiresAt, processedAs, state } = await standOf(line.unitId);
      expect([state, processedAs, line.outcome]).toEqual(['available', ['thawed'], 'done']);
      expect(line.expiresAfter).toEqual(expiresAt);
      expect(line.expiresBefore.getTime()).toBeGreaterThan(expiresAt.getTime());
      const left = expiresAt.getTime() - seen.startedAt.getTime();
      expect(left).toBeLessThanOrEqual(24 * hourMs);
      expect(left).toBeGreaterThan(24 * hourMs - 60_000);
    }
    expect((await kindsOf(first.id)).slice(-2)).toEqual(['process_start', 'process_end']);
    const thawed = await runRead(listThawed, city.as(house.technician), {});
    expect(bags.every((bag) => thawed.bags.some(({ unitId }) => unitId === bag.id))).toBe(true);
    expect((await runRead(listThawed, city.as(stranger.technician), {})).bags).toEqual([]);
    expect(await codesOf(start([first], 'thaw'))).toEqual(['processing.done_already']);
    const history = await runRead(historyOf(processingRecord), city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toEqual(['processings.end', 'processings.start']);
  });

  it('start and end posted at once, irradiated for its patient: it stays reserved, and the bag is irradiated from now on', async () => {
    const bag = await one();
    const patientId = await reserved([bag]);
    const { id } = await processBags(city, house, [bag], { kind: 'irradiate', device: '辐照仪' });
    expect(await standOf(bag.id)).toMatchObject({
      state: 'reserved',
      modifiers: ['irradiated'],
      processedAs: ['irradiated'],
    });
    expect((await patientOf(bag.id))?.patient).toBe(patientId);
    expect(await findDrift(city.owner)).toEqual([]);
    expect(await codesOf(execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason }))).toEqual([
      'processing.bag_reserved',
    ]);
    await issueBags(city, house, patientId, [bag]);
    expect(await standOf(bag.id)).toMatchObject({ state: 'issued' });
    expect(await codesOf(execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason }))).toEqual([
      'processing.bag_gone',
    ]);
  });

  it('irradiated in time and posted late, it was in time', async () => {
    const bag = await one();
    const now = await city.now();
    await city.owner`update blood_units set collected_at = ${new Date(now.getTime() - (14 * 24 + 2) * hourMs)} where id = ${bag.id}`;
    expect(await codesOf(start([bag], 'irradiate'))).toEqual(['processing.too_late']);
    const startedAt = new Date(now.getTime() - 3 * hourMs);
    await processBags(city, house, [bag], { kind: 'irradiate', startedAt });
    expect(await standOf(bag.id)).toMatchObject({ state: 'available', modifiers: ['irradiated'] });
  });

  it('a reservation outlives the bath, and is no drift meanwhile; its clock is looked at when the bag is back', async () => {
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    const patientId = await reserved([bag]);
    const { id } = await start([bag], 'thaw');
    expect(await findDrift(city.owner)).toEqual([]);
    // Time is made to pass for this reservation alone; the trail has nothing to say of it.
    await city.owner`alter table reservations disable trigger reservations_audited`;
    await city.owner`update reservations set release_at = city_now() - interval '1 minute' where unit_id = ${bag.id}`;
    await city.owner`alter table reservations enable trigger reservations_audited`;
    await lapseReservations(city.runtime);
    expect((await patientOf(bag.id))?.patient).toBe(patientId);
    await end(id, [bag], { kind: 'thaw' });
    expect((await standOf(bag.id)).state).toBe('reserved');
    await lapseReservations(city.runtime);
    expect((await standOf(bag.id)).state).toBe('available');
  });

  it('a spoiled bag goes on hold, ends its reservation, is never released, and is discarded', async () => {
    const bags = await plasma(2);
    const [good, broken] = bags;
    if (!good || !broken) throw new Error('two bags');
    await reserved([broken]);
    const { id } = await start(bags, 'thaw');
    await end(id, bags, { kind: 'thaw', spoiled: [broken.id] });
    expect(await standOf(good.id)).toMatchObject({ state: 'available' });
    expect(await standOf(broken.id)).toMatchObject({
      state: 'quarantined',
      holdReason: 'processing_failed',
      processedAs: [],
    });
    expect(await patientOf(broken.id)).toBeUndefined();
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [broken.id]))).toEqual(['hold.spoiled']);
    await sendOut(city, house, [broken], { kind: 'discard', reasonCode: 'broken_bag' });
    expect(await standOf(broken.id)).toMatchObject({ state: 'discarded' });
  });

  it('what is posted too late to be in date is held as expired', async () => {
    const bag = await one({ product: 'plasma', hours: 3 });
    const { id } = await start([bag], 'thaw');
    await city.owner`update blood_units set expires_at = city_now() - interval '1 minute' where id = ${bag.id}`;
    expect(await expireBags(city.runtime)).toBe(0);
    await end(id, [bag], { kind: 'thaw' });
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'expired' });
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 2, reason });
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_voided' });
  });

  it('is voided: the old expiry is back, on hold until the label has been read again', async () => {
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    const before = await standOf(bag.id);
    const { id } = await processBags(city, house, [bag], { kind: 'thaw' });
    expect((await failureOf(execute(voidProcessing, city.as(house.technician), { id, version: 1, reason }))).code).toBe(
      'forbidden',
    );
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason });
    expect(await standOf(bag.id)).toMatchObject({
      state: 'quarantined',
      holdReason: 'processing_voided',
      expiresAt: before.expiresAt,
      processedAs: [],
    });
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    expect((await standOf(bag.id)).state).toBe('available');
    expect(await codesOf(execute(voidProcessing, city.as(house.reviewer), { id, version: 2, reason }))).toEqual([
      'processing.not_ended',
    ]);
  });

  it('is cancelled: untouched bags are back as they were, a spoiled one waits on hold', async () => {
    const bags = await shelf(3);
    const [kept, plain, opened] = bags;
    if (!kept || !plain || !opened) throw new Error('three bags');
    const patientId = await reserved([kept]);
    const before = await standOf(plain.id);
    const { id } = await start(bags, 'irradiate');
    expect(
      await codesOf(
        execute(cancelProcessing, city.as(house.technician), {
          id,
          version: 1,
          reason,
          spoiledUnitIds: [randomUUID()],
        }),
      ),
    ).toEqual(['processing.not_its_bag']);
    await execute(cancelProcessing, city.as(house.technician), { id, version: 1, reason, spoiledUnitIds: [opened.id] });
    expect(await standOf(plain.id)).toMatchObject({ state: 'available', expiresAt: before.expiresAt, processedAs: [] });
    expect(await standOf(kept.id)).toMatchObject({ state: 'reserved' });
    expect((await patientOf(kept.id))?.patient).toBe(patientId);
    expect(await standOf(opened.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_failed' });
    expect(await codesOf(end(id, bags, { kind: 'irradiate' }, 2))).toEqual(['processing.not_started']);
    const seen = await runRead(getProcessing, city.as(house.technician), { id });
    expect(seen).toMatchObject({ state: 'cancelled', reason, heldCount: 1 });
  });
});

describe('bags end, and bags begin', () => {
  it('a bag of one newborn is divided: siblings A0, B0, C0, all kept for it with the crossmatch, amounts conserved', async () => {
    const bag = await one();
    const patientId = await reserved([bag]);
    const wish = { kind: 'split', device: '', parts: [80, 60, 50], loss: 10 } as const;
    expect(await codesOf(processBags(city, house, [bag], { ...wish, loss: 9 }))).toEqual(['processing.parts_differ']);
    expect((await standOf(bag.id)).state).toBe('reserved');
    const { id, outputs } = await processBags(city, house, [bag], wish);
    expect(await standOf(bag.id)).toMatchObject({ state: 'processed' });
    expect(outputs.map(({ donationNo, productCode }) => [donationNo, productCode])).toEqual([
      [bag.donationNo, 'E0336VA0'],
      [bag.donationNo, 'E0336VB0'],
      [bag.donationNo, 'E0336VC0'],
    ]);
    const children = await Promise.all(outputs.map(({ unitId }) => standOf(unitId)));
    expect(children.map(({ state, amount }) => [state, amount])).toEqual([
      ['reserved', 80],
      ['reserved', 60],
      ['reserved', 50],
    ]);
    for (const { unitId } of outputs) {
      expect(await patientOf(unitId)).toMatchObject({ patient: patientId, crossmatch: { method: 'gel_card' } });
      expect(await kindsOf(unitId)).toEqual(['produce', 'reserve']);
    }
    expect(await kindsOf(bag.id)).toEqual(expect.arrayContaining(['process_start', 'process']));
    const [sum] = await city.owner<
      { parts: number }[]
    >`select sum(amount)::int as parts from unit_parents where parent_id = ${bag.id}`;
    const [line] = await city.owner<
      { loss: number; amount: number }[]
    >`select loss, amount from processing_bags where unit_id = ${bag.id}`;
    expect((sum?.parts ?? 0) + (line?.loss ?? 0)).toBe(line?.amount);
    expect(await findDrift(city.owner)).toEqual([]);

    const [a, ...others] = outputs.map(({ unitId }) => ({ id: unitId, product: 'red' as const }));
    if (!a) throw new Error('three children');
    await issueBags(city, house, patientId, [a]);
    expect(await codesOf(start([{ id: others[0]?.id ?? '' }], 'split'))).toEqual(['processing.done_already']);
    expect(await codesOf(execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason }))).toEqual([
      'processing.bag_gone',
      'processing.bag_reserved',
      'processing.bag_reserved',
    ]);
  });

  it('a division is voided while its children are here: they end, and the bag is here again, on hold', async () => {
    const bag = await one();
    const patientId = await reserved([bag]);
    const { id, outputs } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    await execute(unreserveBags, city.as(house.technician), { unitIds: outputs.map(({ unitId }) => unitId), reason });
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason });
    for (const { unitId } of outputs) expect((await standOf(unitId)).state).toBe('processed');
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_voided', amount: 200 });
    // Its labels are in the world: the next division of this bag bears the letters after them.
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const again = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    expect(again.outputs.map(({ productCode }) => productCode)).toEqual(['E0336VC0', 'E0336VD0']);
    expect(patientId).toBeTruthy();
  });

  it('a division stands when another house has one of its children, though this house sees that one no more', async () => {
    const bag = await one();
    const { id, outputs } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const [child, sibling] = outputs;
    if (!child || !sibling) throw new Error('two children');
    const moved = { id: child.unitId, product: 'red' } as const;
    const { shipmentId } = await sendOut(city, house, [moved], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, shipmentId ?? '', [moved]);
    const failure = await failureOf(execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason }));
    expect(failure.violations).toMatchObject([
      { code: 'processing.bag_gone', facts: { donationNo: bag.donationNo, state: '' } },
    ]);
    expect(await standOf(bag.id)).toMatchObject({ state: 'processed' });
    expect(await standOf(sibling.unitId)).toMatchObject({ state: 'available' });
  });

  it('divided and made whole in one house, and divided in another: no two bags of one label', async () => {
    const bag = await one();
    const { id } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason });
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const { shipmentId } = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, shipmentId ?? '', [bag]);
    const again = await processBags(city, stranger, [bag], { kind: 'split', parts: [100, 100] });
    expect(again.outputs.map(({ productCode }) => productCode)).toEqual(['E0336VC0', 'E0336VD0']);
  });

  it('washed and made whole in one house, and washed in another: the same washed bag, which is the other house’s now', async () => {
    const bag = await one();
    const first = await processBags(city, house, [bag], { kind: 'wash' });
    await execute(voidProcessing, city.as(house.reviewer), { id: first.id, version: 1, reason });
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const { shipmentId } = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, shipmentId ?? '', [bag]);
    const again = await processBags(city, stranger, [bag], { kind: 'wash' });
    expect(again.outputs).toMatchObject([{ unitId: first.outputs[0]?.unitId, productCode: 'E0501V00' }]);
    expect(await standOf(again.outputs[0]?.unitId ?? '')).toMatchObject({ state: 'available', modifiers: ['washed'] });
    expect(await findDrift(city.owner)).toEqual([]);
  });

  it('washed red cells are another product of the same donation, for 24 hours', async () => {
    const bag = await one();
    const { outputs } = await processBags(city, house, [bag], { kind: 'wash', device: '洗涤机' });
    expect(outputs).toHaveLength(1);
    expect(await standOf(outputs[0]?.unitId ?? '')).toMatchObject({
      component: 'rbc-washed',
      productCode: 'E0501V00',
      amount: 200,
      donationNo: bag.donationNo,
      modifiers: ['washed'],
      state: 'available',
    });
    expect(await standOf(bag.id)).toMatchObject({ state: 'processed' });
  });

  it('washed again after a void is the same washed bag, and its parents are told once', async () => {
    const bag = await one();
    const first = await processBags(city, house, [bag], { kind: 'wash' });
    await execute(voidProcessing, city.as(house.reviewer), { id: first.id, version: 1, reason });
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const second = await processBags(city, house, [bag], { kind: 'wash', loss: 20 });
    expect(second.outputs).toEqual(first.outputs);
    expect(await standOf(second.outputs[0]?.unitId ?? '')).toMatchObject({ state: 'available', amount: 180 });
    expect(await findDrift(city.owner)).toEqual([]);
    await execute(voidProcessing, city.as(house.reviewer), { id: second.id, version: 1, reason });
  });

  it('washed yesterday and posted today it is washed all the same, on hold as expired, and can be voided', async () => {
    const bag = await one();
    await reserved([bag]);
    const startedAt = new Date((await city.now()).getTime() - 23.9 * hourMs);
    const begun = await execute(startProcessing, city.as(house.technician), {
      kind: 'wash',
      device: '1 号水浴箱',
      unitIds: [bag.id],
      startedAt,
    });
    await city.owner`alter table processings disable trigger processings_audited`;
    await city.owner`update processings set started_at = started_at - interval '1 hour' where id = ${begun.id}`;
    await city.owner`alter table processings enable trigger processings_audited`;
    const { outputs } = await end(begun.id, [bag], { kind: 'wash' });
    expect(await standOf(outputs[0]?.unitId ?? '')).toMatchObject({ state: 'quarantined', holdReason: 'expired' });
    expect(await patientOf(bag.id)).toBeUndefined();
    expect(await findDrift(city.owner)).toEqual([]);
    await execute(voidProcessing, city.as(house.reviewer), { id: begun.id, version: 2, reason });
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_voided' });
  });

  it('platelets are pooled under a number of the house, with all their parents; mixed groups are not', async () => {
    const bags = await shelf(3, { product: 'platelets', hours: 72 });
    const strange = await one({ product: 'platelets', abo: 'A', hours: 72 });
    expect(await codesOf(start([...bags, strange], 'pool'))).toEqual(['processing.pool_groups']);
    const { outputs, no } = await processBags(city, house, bags, { kind: 'pool', loss: 5 });
    expect(outputs).toHaveLength(1);
    const pool = await standOf(outputs[0]?.unitId ?? '');
    expect(pool).toMatchObject({ component: 'plt-pooled', amount: 285, productCode: 'E2801V00' });
    expect(pool.donationNo).toMatch(new RegExp(`^P0H01\\d{5}${no.slice(-3)}$`));
    const [label] = await city.owner<
      { issuer: string }[]
    >`select issuer from blood_units where id = ${outputs[0]?.unitId ?? ''}`;
    expect(label?.issuer).toBe('P0H01');
    const parents = await city.owner<
      { id: string; amount: number }[]
    >`select parent_id as id, amount from unit_parents where child_id = ${outputs[0]?.unitId ?? ''}`;
    expect(parents.map(({ id, amount }) => [id, amount]).sort()).toEqual(bags.map(({ id }) => [id, 95]).sort());
    const found = await runRead(findProcessableBags, city.as(house.technician), { donationNo: pool.donationNo });
    expect(found).toHaveLength(1);
  });

  it('no other house of the city has the number of its pools', async () => {
    await city.owner`insert into pool_facilities (facility, org_id) values ('P0H03', 'H02')`;
    const third = await thirdHouse();
    const bags = await stockBags(city, clerk, third, [
      { product: 'platelets', hours: 72 },
      { product: 'platelets', hours: 72 },
    ]);
    const { outputs } = await processBags(city, third, bags, { kind: 'pool' });
    expect(outputs[0]?.donationNo).toMatch(/^P1H03\d{8}$/);
  });

  it('each half of a divided bag is washed, and stays a half', async () => {
    const bag = await one();
    const { outputs } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const codes = [];
    for (const half of outputs) {
      const made = await processBags(city, house, [{ id: half.unitId }], { kind: 'wash' });
      codes.push(made.outputs[0]?.productCode);
    }
    expect(codes).toEqual(['E0500VA0', 'E0500VB0']);
  });

  it('platelets for different uses are not pooled', async () => {
    const bags = await shelf(2, { product: 'platelets', hours: 72 });
    await city.owner`update blood_units set intended_use = 'directed' where id = ${bags[0]?.id ?? ''}`;
    expect(await codesOf(start(bags, 'pool'))).toEqual(['processing.pool_uses']);
    expect(await codesOf(processBags(city, house, bags, { kind: 'pool' }))).toEqual(['processing.pool_uses']);
  });

  it('neither came nor went in the figures of the day', async () => {
    const today = () =>
      inScope(city.as(house.technician), 'read', async (scope) => (await loadMatrix(scope, 'H01')).today);
    const bag = await one();
    const before = await today();
    await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    expect(await today()).toEqual({ ...before, processed: before.processed + 1, now: before.now + 1 });
  });

  it('a thawed bag is divided, and keeps its hours', async () => {
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    expect(await codesOf(start([bag], 'split'))).toEqual(['processing.thaw_first']);
    await processBags(city, house, [bag], { kind: 'thaw' });
    const { expiresAt } = await standOf(bag.id);
    const { outputs } = await processBags(city, house, [bag], { kind: 'split', parts: [10000, 10000] });
    for (const { unitId } of outputs)
      expect(await standOf(unitId)).toMatchObject({ expiresAt, processedAs: ['thawed', 'divided'], component: 'ffp' });
  });
});

describe('who, and once', () => {
  it('is checked by another person of the house, over exactly this', async () => {
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    const input = await processingInput(city, house, [bag], { kind: 'thaw' });
    const send = (change: object) =>
      execute(startProcessing, city.as(house.technician), { ...input, ...change } as never);
    expect(await codesOf(send({ end: { bags: input.end.bags } }))).toEqual(['signature.second_missing']);
    expect(await codesOf(send({ device: '2 号水浴箱' }))).toEqual(['signature.covers_other_content']);
    const earlier = new Date((await city.now()).getTime() - hourMs);
    expect(await codesOf(send({ startedAt: earlier }))).toEqual(['signature.covers_other_content']);
    expect(
      await codesOf(send({ end: { bags: [], second: input.end.second } }).catch((error) => Promise.reject(error))),
    ).toEqual(['invalid.too_small']);
    await send({});
    expect((await standOf(bag.id)).processedAs).toEqual(['thawed']);
  });

  it('with one on duty by telephone, and checked again in the morning', async () => {
    await city.owner`update organisations set settings = settings || '{"singleDutyFrom": "00:00", "singleDutyUntil": "23:59"}' where id = 'H01'`;
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    const input = await processingInput(city, house, [bag], { kind: 'thaw' });
    const { id } = await execute(startProcessing, city.as(house.technician), {
      ...input,
      end: { bags: input.end.bags, second: { by: 'phone', staffNo: '1002', at: await city.now() } },
    });
    await city.owner`update organisations set settings = settings - 'singleDutyFrom' - 'singleDutyUntil' where id = 'H01'`;
    const [task] = await city.owner<{ id: string }[]>`select id from tasks where record_id = ${id} and done_at is null`;
    if (!task) throw new Error('no task');
    const signature = await signIn(
      city,
      house.reviewer,
      house.reviewer,
      recheckCovers({ taskId: task.id, recordId: id }),
    );
    await execute(recheckRecord, city.as(house.reviewer), { taskId: task.id, signature });
    expect(await runRead(getProcessing, city.as(house.technician), { id })).toMatchObject({
      dutyMode: 'single',
      version: 2,
    });
  });

  it('the same key twice is one; two at once on one bag are one and a refusal; ended twice is once', async () => {
    const bags = await plasma(2);
    const [bag, wanted] = bags;
    if (!bag || !wanted) throw new Error('two bags');
    const input = await processingInput(city, house, [bag], { kind: 'thaw' });
    const key = randomUUID();
    const first = await execute(startProcessing, city.as(house.technician), input, key);
    expect(await execute(startProcessing, city.as(house.technician), input, key)).toEqual(first);
    expect((await kindsOf(bag.id)).filter((kind) => kind === 'process_end')).toHaveLength(1);

    const patientId = await addPatient(city, house.technician);
    const rivals = [
      start([wanted], 'thaw'),
      start([wanted], 'open', house.reviewer),
      execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [wanted])),
      outboundInput(city, house, [wanted], { kind: 'discard' }).then(() =>
        sendOut(city, house, [wanted], { kind: 'discard' }),
      ),
    ];
    const settled = await Promise.allSettled(rivals);
    // A reservation may come before a start, which keeps it; everything else is one.
    const won = settled.filter(({ status }) => status === 'fulfilled').length;
    expect(won).toBeGreaterThan(0);
    expect(won).toBeLessThanOrEqual(2);
    const starts = (await kindsOf(wanted.id)).filter((kind) => kind === 'process_start' || kind === 'discard');
    expect(starts.length).toBeLessThanOrEqual(1);

    const again = await one({ product: 'plasma', hours: 24 * 300 });
    const begun = await start([again], 'thaw');
    const ends = await Promise.allSettled([
      end(begun.id, [again], { kind: 'thaw' }),
      end(begun.id, [again], { kind: 'thaw' }),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await kindsOf(again.id)).filter((kind) => kind === 'process_end')).toHaveLength(1);
  });

  it('is its own hospital’s alone, and of its own bags', async () => {
    const bag = await one({ product: 'plasma', hours: 24 * 300 });
    const { id } = await start([bag], 'thaw');
    const theirs = city.as(stranger.reviewer);
    const ending = await endingOf(city, stranger, [bag], { kind: 'thaw' });
    for (const work of [
      () => runRead(getProcessing, theirs, { id }),
      () => execute(endProcessing, city.as(stranger.technician), { id, version: 1, ...ending }),
      () => execute(cancelProcessing, theirs, { id, version: 1, reason }),
      () => execute(voidProcessing, theirs, { id, version: 1, reason }),
    ])
      expect((await failureOf(work())).code).toBe('not_found');
    const list = await runRead(listOf(processingRecord), theirs, {});
    expect([...list.rows, ...list.waiting].map((row) => row.id)).not.toContain(id);
    expect(await codesOf(start([bag], 'open', stranger.technician))).toEqual(['unit.unknown']);
    expect((await failureOf(start([bag], 'open', house.nurse))).code).toBe('forbidden');
    const theirList = await runRead(listOf(processingRecord), city.as(house.technician), {});
    expect(theirList.waiting.some((row) => row.id === id)).toBe(true);
    await end(id, [bag], { kind: 'thaw' });
  });

  it('refuses what is expired or held, and says which bag', async () => {
    const expired = await one({ product: 'plasma', hours: 1 });
    await city.owner`update blood_units set expires_at = city_now() - interval '1 minute' where id = ${expired.id}`;
    const held = await one({ product: 'plasma', hours: 24 * 300 });
    await execute(holdBags, city.as(house.technician), { unitIds: [held.id], cause: 'appearance' });
    const failure = await failureOf(start([expired, held], 'thaw'));
    expect(failure.violations.map(({ code, facts }) => [code, facts?.donationNo])).toEqual([
      ['unit.expired', expired.donationNo],
      ['processing.on_hold', held.donationNo],
    ]);
  });
});

describe('labels', () => {
  const print = (input: object, by: UserActor = house.technician, key?: string) =>
    execute(printLabels, city.as(by), input as never, key);
  const validOf = async (unitId: string) =>
    (
      await city.owner<
        { copy: number }[]
      >`select copy from label_prints where unit_id = ${unitId} and voided_at is null order by copy`
    ).map(({ copy }) => copy);

  it('of what was made bear the new codes; a second copy has a reason and voids the first', async () => {
    const bag = await one();
    const { id, outputs } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const asked = { kind: 'bag', processingId: id } as const;
    const { labels } = await runRead(readLabels, city.as(house.technician), asked);
    expect(
      labels.map(({ productCode, amount, copies, patientName }) => [productCode, amount, copies, patientName]),
    ).toEqual([
      ['E0336VA0', 100, 0, null],
      ['E0336VB0', 100, 0, null],
    ]);
    const key = randomUUID();
    const first = await print(asked, house.technician, key);
    expect(first.copies.map(({ copy }) => copy)).toEqual([1, 1]);
    expect(await print(asked, house.technician, key)).toEqual(first);
    expect(await codesOf(print(asked))).toEqual(['label.reason_missing']);
    const [child] = outputs;
    if (!child) throw new Error('two children');
    await print({ kind: 'bag', unitIds: [child.unitId], reason: '标签污损' });
    expect(await validOf(child.unitId)).toEqual([2]);
    expect(await validOf(outputs[1]?.unitId ?? '')).toEqual([1]);
    const history = await runRead(historyOf(processingRecord), city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toContain('processings.print-labels');
  });

  it('for a patient are of reserved and issued bags alone, with crossmatch and number of the issue', async () => {
    const [bag, plain] = await shelf(2);
    if (!bag || !plain) throw new Error('two bags');
    const patientId = await reserved([bag]);
    const ask = (unitIds: string[]) =>
      runRead(readLabels, city.as(house.technician), { kind: 'compatibility', unitIds });
    expect((await ask([bag.id, plain.id])).labels).toMatchObject([
      { unitId: bag.id, patientName: '李桂芳', crossmatch: { method: 'gel_card' }, issueNo: null },
    ]);
    expect(await codesOf(print({ kind: 'compatibility', unitIds: [plain.id] }))).toEqual(['label.nothing']);
    await print({ kind: 'compatibility', unitIds: [bag.id] });
    const { id, no } = await issueBags(city, house, patientId, [bag]);
    const { labels } = await runRead(readLabels, city.as(house.technician), { kind: 'compatibility', issueId: id });
    // The label of the reservation ended with it: the number of the issue stands on this one, and nobody asks why.
    expect(await validOf(bag.id)).toEqual([]);
    expect(labels).toMatchObject([{ issueNo: no, copies: 0, hasValid: false, mrn: expect.any(String) }]);
    const rivals = await Promise.allSettled([
      print({ kind: 'compatibility', issueId: id }),
      print({ kind: 'compatibility', issueId: id }),
    ]);
    expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      (await failureOf(runRead(readLabels, city.as(stranger.technician), { kind: 'compatibility', issueId: id }))).code,
    ).toBe('not_found');
    expect(await validOf(bag.id)).toEqual([1]);
    expect((await failureOf(print({ kind: 'compatibility', unitIds: [bag.id] }, house.nurse))).code).toBe('forbidden');
    expect(
      (await runRead(readLabels, city.as(stranger.technician), { kind: 'compatibility', unitIds: [bag.id] })).labels,
    ).toEqual([]);
  });

  it('of one bag and kind one is valid: what names another patient, or what is no longer so, is void', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const forPatient = { kind: 'compatibility', unitIds: [bag.id] } as const;
    await reserved([bag]);
    await print(forPatient);
    expect(await validOf(bag.id)).toEqual([1]);
    await execute(unreserveBags, city.as(house.technician), { unitIds: [bag.id], reason });
    expect(await validOf(bag.id)).toEqual([]);
    await reserved([bag]);
    await print(forPatient);
    expect(await codesOf(print(forPatient))).toEqual(['label.reason_missing']);
    await print({ ...forPatient, reason: '标签污损' });
    expect(await validOf(bag.id)).toEqual([2]);

    // A shorter life: both labels say what is no longer so.
    await print({ kind: 'bag', unitIds: [bag.id] });
    await processBags(city, house, [bag], { kind: 'irradiate' });
    expect(await validOf(bag.id)).toEqual([]);
    // What it says now it says for the first time: no reprint, and nobody asks why.
    const again = await print({ kind: 'bag', unitIds: [bag.id] });
    expect(again.copies).toEqual([{ unitId: bag.id, copy: 2, reprint: 0 }]);
    expect(await validOf(bag.id)).toEqual([2]);
    const spoilt = await print({ kind: 'bag', unitIds: [bag.id], reason: '标签污损' });
    expect(spoilt.copies).toEqual([{ unitId: bag.id, copy: 3, reprint: 1 }]);
  });

  it('of a voided issue is void with it', async () => {
    const bag = await one();
    const patientId = await reserved([bag]);
    const { id } = await issueBags(city, house, patientId, [bag]);
    await print({ kind: 'compatibility', issueId: id });
    expect(await validOf(bag.id)).toEqual([1]);
    await execute(voidIssue, city.as(house.reviewer), { id, version: 1, reason });
    expect(await validOf(bag.id)).toEqual([]);
  });
});

describe('where a processed bag stands', () => {
  it('thawed plasma leaves the freezer for the fridge, its place follows, and a voided thaw puts it back', async () => {
    const h3 = await thirdHouse();
    await addPlace(city, h3, 'R1', 'red_cells', true);
    const { id: fridge } = await addPlace(city, h3, 'R2');
    const { id: freezer } = await addPlace(city, h3, 'F1', 'frozen', true);
    const [bag, other] = await stockBags(city, clerk, h3, [
      { product: 'plasma', hours: 7200 },
      { product: 'plasma', hours: 7200 },
    ]);
    if (!bag || !other) throw new Error('two bags');
    const placeOf = async ({ id }: Pick<Bag, 'id'>) =>
      (await city.owner<{ place: string }[]>`select storage_place as place from blood_units where id = ${id}`)[0]
        ?.place;
    expect(await placeOf(bag)).toBe('F1');
    const { id } = await processBags(city, h3, [bag], { kind: 'thaw' });
    expect([await placeOf(bag), await placeOf(other)]).toEqual(['R1', 'F1']);
    const moves = await city.owner`select from_place, to_place from place_moves where unit_id = ${bag.id} order by id`;
    expect(moves).toMatchObject([{ to_place: 'F1' }, { from_place: 'F1', to_place: 'R1' }]);
    const move = (placeId: string, unitId: string) =>
      execute(moveBags, city.as(h3.technician), { placeId, unitIds: [unitId] });
    expect(await codesOf(move(freezer, bag.id))).toEqual(['place.wrong_class']);
    expect(await codesOf(move(fridge, other.id))).toEqual(['place.wrong_class']);
    const question = { donationNo: bag.donationNo };
    expect((await runRead(findScannedBags, city.as(h3.technician), question)).bags[0]?.processedAs).toEqual(['thawed']);
    await execute(voidProcessing, city.as(h3.reviewer), { id, version: 1, reason });
    expect(await placeOf(bag)).toBe('F1');
    await processBags(city, h3, [other], { kind: 'thaw' });
    expect(await move(fridge, other.id)).toMatchObject({ moved: 1 });
  });

  it('what a division makes stands where the bag stood', async () => {
    const { id: fridge } = await addPlace(city, house, 'Q2');
    const bag = await one();
    await execute(moveBags, city.as(house.technician), { placeId: fridge, unitIds: [bag.id] });
    await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const rows = await city.owner`
      select u.storage_place as place from blood_units u join unit_parents p on p.child_id = u.id where p.parent_id = ${bag.id}`;
    expect(rows).toEqual([{ place: 'Q2' }, { place: 'Q2' }]);
  });
});
