import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { recheckRecord } from '@/server/modules/bag-receipts/recheck';
import { listRechecks } from '@/server/modules/bag-receipts/waiting';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { startProcessing } from '@/server/modules/processings/start';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { getStocktake } from '@/server/modules/stocktakes/get';
import { openStocktake } from '@/server/modules/stocktakes/open';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { listPlaces } from '@/server/modules/storage-places/list';
import { moveBags } from '@/server/modules/storage-places/move';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  type BagWish,
  type House,
  issueBags,
  openHouse,
  type Place,
  releaseHeld,
  reservationInput,
  sendOut,
  signIn,
  stockBags,
  stocktakeInput,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;
let places = 0;

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

const put = (place: Place, bags: readonly Pick<Bag, 'id'>[]) =>
  execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: bags.map((bag) => bag.id) });

/** A fridge of its own with that many bags in it. */
async function fridge(count: number, wish: BagWish = {}): Promise<{ place: Place; bags: Bag[] }> {
  places += 1;
  const place = await addPlace(city, house, `T${places}`);
  const bags = await stockBags(
    city,
    clerk,
    house,
    Array.from({ length: count }, () => wish),
  );
  if (count > 0) await put(place, bags);
  return { place, bags };
}
const sign = (input: unknown, by: UserActor = house.technician, key?: string) =>
  execute(signStocktake, city.as(by), input as never, key);
const count = async (...args: Parameters<typeof stocktakeInput> extends [unknown, unknown, ...infer R] ? R : never) =>
  sign(await stocktakeInput(city, house, ...args));
const get = (id: string, by: UserActor = house.technician) => runRead(getStocktake, city.as(by), { id });
const outcomesOf = async (id: string) =>
  Object.fromEntries((await get(id)).lines.map(({ unitId, donationNo, outcome }) => [unitId ?? donationNo, outcome]));
const stateOf = async (bag: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag.id}`;
  return [row?.state, row?.holdReason ?? null];
};
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError)
    return error.violations.length ? error.violations.map(({ code }) => code) : [error.code];
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const three = async () => {
  const { place, bags } = await fridge(3);
  const [a, b, c] = bags;
  if (!a || !b || !c) throw new Error('three bags');
  return { place, a, b, c };
};

describe('a count', () => {
  it('of everything there is a record with a number, signed by two, and the last result of its place', async () => {
    const { place, bags } = await fridge(2);
    const { id, no, found, missing } = await count(place, bags);
    expect([found, missing]).toEqual([2, 0]);
    expect(no).toMatch(/^\d{8}-\d{4}$/);
    const seen = await get(id);
    expect(seen).toMatchObject({
      placeCode: place.code,
      expectedCount: 2,
      dutyMode: 'two_person',
      secondBy: house.reviewer.name,
    });
    expect(seen.signatures.map(({ meaning }) => meaning).sort()).toEqual(['stocktake_counted', 'stocktake_second']);
    const listed = (await runRead(listPlaces, city.as(house.technician), {})).find(({ code }) => code === place.code);
    expect(listed).toMatchObject({ bags: 2, found: 2, missing: 0, stocktakeId: id });
    const list = await runRead(listOf(stocktakeRecord), city.as(house.technician), {
      filters: { placeCode: place.code },
    });
    expect(list.rows.map((row) => row.id)).toEqual([id]);
    const history = await runRead(historyOf(stocktakeRecord), city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toEqual(['stocktakes.sign']);
  });

  it('puts what is missing on hold to be searched for, reserved bags too; two people release what is found', async () => {
    const { place, a, b, c } = await three();
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [b, c]));
    // Reserved bags are expected in their fridge.
    const { id, no } = await count(place, [a, b], [c]);
    expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual([
      ['available', null],
      ['reserved', null],
      ['quarantined', 'under_search'],
    ]);
    expect(await outcomesOf(id)).toEqual({ [a.id]: 'found', [b.id]: 'found', [c.id]: 'missing' });
    const [reservation] = await city.owner`select end_reason from reservations where unit_id = ${c.id}`;
    expect(reservation).toEqual({ end_reason: 'held' });
    const held = await runRead(readHolds, city.as(house.technician), { unitIds: [c.id] });
    expect(held.bags[0]).toMatchObject({ holdReason: 'under_search', words: no });
    // Another count does not find it either: it stays what it is.
    const second = await count(place, [a, b]);
    expect([second.found, second.missing]).toEqual([2, 1]);
    expect(await outcomesOf(second.id)).toMatchObject({ [c.id]: 'still_missing' });
    // Found in a third: it is told, and stays held until two release it, saying where it stood.
    const third = await count(place, [a, b, c]);
    expect([third.found, third.missing]).toEqual([3, 0]);
    expect(await stateOf(c)).toEqual(['quarantined', 'under_search']);
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [c.id]))).toEqual([
      'hold.custody_missing',
    ]);
    const long = { custody: { minutesOut: 90, place: '配血台' } };
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [c.id], long))).toEqual([
      'hold.too_long_out',
    ]);
    await releaseHeld(city, house.reviewer, house.technician, [c.id], {
      custody: { minutesOut: 0, place: '冰箱下层' },
    });
    expect(await stateOf(c)).toEqual(['available', null]);
  });

  it('what is not found again is reported lost, never silently gone', async () => {
    const { place, bags } = await fridge(1);
    await count(place, [], bags);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    await sendOut(city, house, [bag], { kind: 'loss', reasonCode: 'missing_at_count' });
    expect((await stateOf(bag))[0]).toBe('lost');
    expect((await count(place, [])).missing).toBe(0);
  });

  it('keeps a bag on hold for what it was held for', async () => {
    const { place, bags } = await fridge(1);
    await execute(holdBags, city.as(house.technician), { unitIds: bags.map(({ id }) => id), cause: 'label' });
    const { missing } = await count(place, [], bags);
    expect(missing).toBe(1);
    expect(await stateOf(bags[0] as Bag)).toEqual(['quarantined', 'label']);
  });
});

describe('while it is counted', () => {
  it('a bag that is issued is not missing, whether it was scanned or not', async () => {
    const { place, a, b, c } = await three();
    const input = await stocktakeInput(city, house, place, [a, c], [b]);
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await issueBags(city, house, patientId, [a, b]);
    const { id, found, missing } = await sign(input);
    expect([found, missing]).toEqual([1, 0]);
    expect(await outcomesOf(id)).toEqual({ [a.id]: 'left', [c.id]: 'found' });
    expect((await stateOf(b))[0]).toBe('issued');
  });

  it('a bag that comes is not missing, and one that is put elsewhere has left', async () => {
    const { place, bags } = await fridge(2);
    const other = await fridge(1);
    const [kept, moved] = bags;
    if (!kept || !moved) throw new Error('two bags');
    const input = await stocktakeInput(city, house, place, [kept, moved]);
    await put(place, other.bags);
    await put(other.place, [moved]);
    const { id, found, missing } = await sign(input);
    expect([found, missing]).toEqual([1, 0]);
    expect(await outcomesOf(id)).toEqual({ [kept.id]: 'found', [moved.id]: 'left', [other.bags[0]?.id ?? '']: 'came' });
  });

  it('and issued in the very same instant, the count comes before or after, and nothing breaks', async () => {
    const { place, bags } = await fridge(1);
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    const input = await stocktakeInput(city, house, place, [], bags);
    const [counted, issued] = await Promise.allSettled([sign(input), issueBags(city, house, patientId, bags)]);
    expect(counted.status).toBe('fulfilled');
    const [state] = await stateOf(bags[0] as Bag);
    expect(state).toBe(issued.status === 'fulfilled' ? 'issued' : 'quarantined');
  });

  it('by two at once, the bag is held once and stands in both counts', async () => {
    const { place, bags } = await fridge(1);
    const inputs = [
      await stocktakeInput(city, house, place, [], bags),
      await stocktakeInput(city, house, place, [], bags),
    ];
    const [one, two] = await Promise.all(inputs.map((input) => sign(input)));
    const outcomes = [await outcomesOf(one?.id ?? ''), await outcomesOf(two?.id ?? '')].map(
      (lines) => Object.values(lines)[0],
    );
    expect(outcomes.sort()).toEqual(['missing', 'still_missing']);
    const holds =
      await city.owner`select 1 from stock_movements where unit_id = ${bags[0]?.id ?? ''} and kind = 'hold'`;
    expect(holds).toHaveLength(1);
  });
});

describe('what should not be there', () => {
  it('is named: another fridge’s, issued, another house’s, known to nobody', async () => {
    const { place, bags } = await fridge(1);
    const other = await fridge(1);
    const gone = await fridge(1);
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await issueBags(city, house, patientId, gone.bags);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [theirs] = await stockBags(city, clerk, stranger, [{}]);
    const input = await stocktakeInput(city, house, place, [...bags, ...other.bags, ...gone.bags]);
    // Long enough after the issue that it was not scanned in the same breath.
    await city.owner`update city set clock_offset = clock_offset + interval '30 seconds'`;
    const at = await city.now();
    const scans = [
      ...input.scans.map((scan) => ({ ...scan, at })),
      { unitId: theirs?.id ?? null, donationNo: theirs?.donationNo ?? '', productCode: '', at },
      { unitId: null, donationNo: '3100026999999', productCode: '', at },
    ];
    const body = { ...input, scans };
    const token = await signIn(city, house.technician, house.reviewer, stocktakeCovers(body));
    const { id, unexpected } = await sign({ ...body, second: { by: 'token', token } });
    expect(unexpected).toBe(4);
    expect(await outcomesOf(id)).toEqual({
      [bags[0]?.id ?? '']: 'found',
      [other.bags[0]?.id ?? '']: 'wrong_place',
      [gone.bags[0]?.id ?? '']: 'not_in_stock',
      [theirs?.donationNo ?? '']: 'unknown',
      '3100026999999': 'unknown',
    });
    // Nothing of the other house reaches the record but what was read on the label.
    expect(JSON.stringify(await get(id))).not.toContain(theirs?.id ?? '?');
  });
});

describe('the signatures', () => {
  it('are those of two people of the house, over exactly this', async () => {
    const { place, bags } = await fridge(1);
    const input = await stocktakeInput(city, house, place, bags);
    expect(await codesOf(sign({ ...input, second: undefined }))).toEqual(['signature.second_missing']);
    expect(await codesOf(sign({ ...input, words: '化霜' }))).toEqual(['signature.covers_other_content']);
    const own = await signIn(city, house.technician, house.technician, stocktakeCovers(input));
    expect(await codesOf(sign({ ...input, second: { by: 'token', token: own } }))).toEqual(['signature.same_person']);
    const nurse = await signIn(city, house.technician, house.nurse, stocktakeCovers(input));
    expect(await codesOf(sign({ ...input, second: { by: 'token', token: nurse } }))).toEqual([
      'signature.not_entitled',
    ]);
    expect(await codesOf(sign(input, house.nurse))).toEqual(['forbidden']);
  });

  it('do not cover a bag that is missing now and was not seen missing', async () => {
    const { place, bags } = await fridge(2);
    const [seen] = bags;
    if (!seen) throw new Error('two bags');
    const input = await stocktakeInput(city, house, place, [seen]);
    expect(await codesOf(sign(input))).toEqual(['stocktake.missing_unseen']);
    expect((await stateOf(bags[1] as Bag))[0]).toBe('available');
  });

  it('may be one by telephone with one on duty, and it is checked again in the morning', async () => {
    const { place, bags } = await fridge(1);
    await city.owner`update organisations set settings = settings || '{"singleDutyFrom": "00:00", "singleDutyUntil": "23:59"}' where id = 'H01'`;
    const input = await stocktakeInput(city, house, place, bags);
    const second = {
      by: 'phone',
      staffNo: house.reviewer.staffNo,
      at: new Date((await city.now()).getTime() - 60_000),
    };
    const { id, no } = await sign({ ...input, second });
    await city.owner`update organisations set settings = settings - 'singleDutyFrom' - 'singleDutyUntil' where id = 'H01'`;
    expect((await get(id)).dutyMode).toBe('single');
    const task = (await runRead(listRechecks, city.as(house.reviewer), {})).find(({ recordId }) => recordId === id);
    expect(task).toMatchObject({ module: 'stocktakes', no, bags: 1 });
    const taskId = task?.id ?? '';
    const signature = await signIn(city, house.reviewer, house.reviewer, recheckCovers({ taskId, recordId: id }));
    await execute(recheckRecord, city.as(house.reviewer), { taskId, signature });
    expect((await get(id)).signatures.map(({ meaning }) => meaning)).toContain('rechecked');
  });
});

describe('the same count', () => {
  it('sent twice is one count, and takes its draft with it', async () => {
    const { place, bags } = await fridge(1);
    const draftId = randomUUID();
    await saveDraft(city.as(house.technician), 'stocktakes', 'stocktakes.count', {
      id: draftId,
      subjectId: place.id,
      version: 0,
      body: { scans: [] },
    });
    const input = await stocktakeInput(city, house, place, bags);
    const key = randomUUID();
    const first = await sign(input, house.technician, key);
    expect(await sign(input, house.technician, key)).toEqual(first);
    expect(await city.owner`select 1 from stocktakes where place_id = ${place.id}`).toHaveLength(1);
    const draft = await runRead(draftOf('stocktakes', 'stocktakes.count'), city.as(house.technician), {
      subjectId: place.id,
    });
    expect(draft).toBeNull();
  });

  it('is nobody else’s: not the place, not the record, not the draft', async () => {
    const { place, bags } = await fridge(1);
    const { id } = await count(place, bags);
    expect(await codesOf(get(id, stranger.technician))).toEqual(['not_found']);
    expect(await codesOf(runRead(openStocktake, city.as(stranger.technician), { placeId: place.id }))).toEqual([
      'not_found',
    ]);
    const theirs = await stocktakeInput(city, stranger, place, []);
    expect(await codesOf(sign(theirs, stranger.technician))).toEqual(['not_found']);
  });

  it('of yesterday is begun anew', async () => {
    const { place, bags } = await fridge(1);
    const input = await stocktakeInput(
      city,
      house,
      place,
      bags,
      [],
      new Date((await city.now()).getTime() - 13 * 3_600_000),
    );
    expect(await codesOf(sign(input))).toEqual(['stocktake.too_old']);
  });
});

describe('a bag that is not on the shelf for another reason', () => {
  it('is counted in neither figure while it is being processed', async () => {
    const { place, bags } = await fridge(2);
    const [bath, stays] = bags;
    if (!bath || !stays) throw new Error('two bags');
    await execute(startProcessing, city.as(house.technician), { kind: 'open', device: '', unitIds: [bath.id] });
    const { id, expected, found, missing } = await sign(await stocktakeInput(city, house, place, [stays]));
    expect({ expected, found, missing }).toEqual({ expected: 1, found: 1, missing: 0 });
    expect(await outcomesOf(id)).toEqual({ [bath.id]: 'in_processing', [stays.id]: 'found' });
    expect(await stateOf(bath)).toEqual(['quarantined', 'processing']);
  });

  it('is searched for when it is on hold already: it does not come back without saying where it stood', async () => {
    const { place, bags } = await fridge(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
    await sign(await stocktakeInput(city, house, place, [], [bag]));
    expect(await stateOf(bag)).toEqual(['quarantined', 'appearance']);
    const [listed] = (await runRead(listPlaces, city.as(house.technician), {})).filter(({ id }) => id === place.id);
    expect(listed?.underSearch).toBe(1);
    const again = await sign(await stocktakeInput(city, house, place, []));
    expect(await outcomesOf(again.id)).toEqual({ [bag.id]: 'still_missing' });
    const release = (ground: object) => releaseHeld(city, house.reviewer, house.technician, [bag.id], ground);
    expect(await codesOf(release({}))).toEqual(['hold.found_since', 'hold.custody_missing']);
    const custody = { minutesOut: 3, place: '2 号冰箱' };
    expect(await release({ alsoSeen: ['under_search'], custody })).toMatchObject({ released: 1 });
  });
});
