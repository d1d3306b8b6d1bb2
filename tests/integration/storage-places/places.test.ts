import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeRecord } from '@/domain/storage-places/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { runRead } from '@/server/kernel/read';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { holdBags } from '@/server/modules/stock/hold';
import { listUnits } from '@/server/modules/stock/list-units';
import { findScannedBags } from '@/server/modules/storage-places/find-bags';
import { listPlaceMoves, placeHistory } from '@/server/modules/storage-places/history';
import { listPlaces } from '@/server/modules/storage-places/list';
import { modifyPlace } from '@/server/modules/storage-places/modify';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { registerPlace } from '@/server/modules/storage-places/register';
import { countUnplaced } from '@/server/modules/storage-places/unplaced';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPlace,
  type BagWish,
  type House,
  openHouse,
  receiptInput,
  releaseBags,
  sendOut,
  shipBags,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;
/** Whose shelves hold only what one test puts there. */
let other: House;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  other = await openHouse(city, 'H03');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

const shelf = (count: number, wish: BagWish = {}, of = house) =>
  stockBags(
    city,
    clerk,
    of,
    Array.from({ length: count }, () => wish),
  );
const placeOf = async (unitId: string) => {
  const [row] = await city.owner<
    { place: string }[]
  >`select storage_place as place from blood_units where id = ${unitId}`;
  return row?.place;
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
const listed = async (code: string) =>
  (await runRead(listPlaces, city.as(house.technician), {})).find((place) => place.code === code);
const move = (placeId: string, unitIds: string[], by: UserActor = house.technician, key?: string) =>
  execute(moveBags, city.as(by), { placeId, unitIds }, key);

describe('a bag that stands in no place', () => {
  it('is counted beside the places, listed by itself, and no longer once it is put into one', async () => {
    const { technician } = other;
    const unplaced = () => runRead(countUnplaced, city.as(technician), {});
    const listedAs = async (placing: 'unplaced' | 'placed') =>
      (await runRead(listUnits, city.as(technician), { filters: { placing } })).rows.map(({ id }) => id);
    expect(await unplaced()).toEqual({ bags: 0, heldBags: 0 });
    const [put, left] = await shelf(2, {}, other);
    if (!put || !left) throw new Error('two bags');
    await execute(holdBags, city.as(technician), { unitIds: [left.id], cause: 'appearance' });
    expect(await unplaced()).toEqual({ bags: 2, heldBags: 1 });
    const place = await addPlace(city, other, 'N1');
    await move(place.id, [put.id], technician);
    expect(await unplaced()).toEqual({ bags: 1, heldBags: 1 });
    expect([await listedAs('unplaced'), await listedAs('placed')]).toEqual([[left.id], [put.id]]);
  });
});

describe('a place', () => {
  it('is registered by the reviewer, once under a code, and read in its own house alone', async () => {
    const input = { code: ' r7 ', name: '红细胞冰箱 7', placeClass: 'red_cells' };
    expect(await codesOf(execute(registerPlace, city.as(house.technician), input as never))).toEqual(['forbidden']);
    const { id, code } = await execute(registerPlace, city.as(house.reviewer), input as never);
    expect(code).toBe('R7');
    expect(await codesOf(execute(registerPlace, city.as(house.reviewer), input as never))).toEqual([
      'place.code_taken',
    ]);
    expect(await codesOf(execute(registerPlace, city.as(house.reviewer), { ...input, code: '冰箱' } as never))).toEqual(
      ['place.code_form'],
    );
    // The same code is another house's own.
    await addPlace(city, stranger, 'R7');
    expect((await runRead(listPlaces, city.as(stranger.technician), {})).map((place) => place.id)).not.toContain(id);
    expect(await runRead(historyOf(placeRecord), city.as(stranger.technician), { id })).toEqual([]);
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toEqual(['storage-places.register']);
  });

  it('is the default of its class alone', async () => {
    const first = await addPlace(city, house, 'P1', 'platelets', true);
    await addPlace(city, house, 'P2', 'platelets', true);
    expect([(await listed('P1'))?.isDefault, (await listed('P2'))?.isDefault]).toEqual([false, true]);
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id: first.id });
    expect(history.map(({ after }) => (after as { isDefault: boolean }).isDefault)).toEqual([false, true]);
    const [a, b] = await Promise.all(
      ['P3', 'P4'].map((code) =>
        execute(registerPlace, city.as(house.reviewer), {
          code,
          name: code,
          placeClass: 'platelets',
          isDefault: true,
        } as never),
      ),
    );
    expect(a && b).toBeTruthy();
    const rows =
      await city.owner`select code from storage_places where org_id = 'H01' and place_class = 'platelets' and is_default`;
    expect(rows).toHaveLength(1);
  });

  it('keeps its class and its use while bags stand in it; an old version changes nothing', async () => {
    const { id } = await addPlace(city, house, 'R8');
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    await move(id, [bag.id]);
    const wish = {
      id,
      version: 1,
      name: '冰箱 8',
      placeClass: 'red_cells',
      isDefault: false,
      state: 'active',
    } as const;
    const modify = (more: object) => execute(modifyPlace, city.as(house.reviewer), { ...wish, ...more });
    expect(await codesOf(modify({ placeClass: 'frozen' }))).toEqual(['place.not_empty']);
    expect(await codesOf(modify({ state: 'inactive' }))).toEqual(['place.not_empty']);
    expect(await codesOf(execute(modifyPlace, city.as(stranger.reviewer), wish))).toEqual(['not_found']);
    await modify({ name: '新冰箱 8' });
    expect(await codesOf(modify({ name: '旧想法' }))).toEqual(['changed_meanwhile']);
    const { id: other } = await addPlace(city, house, 'R9');
    await move(other, [bag.id]);
    await modify({ version: 2, state: 'inactive' });
    expect(await codesOf(move(id, [bag.id]))).toEqual(['place.inactive']);
  });
});

describe('an opened place', () => {
  it('tells what was changed about it, and which bags were put there or elsewhere last, to its own house alone', async () => {
    const { id } = await addPlace(city, house, 'D1');
    const { id: next } = await addPlace(city, house, 'D2');
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const stood = await placeOf(bag.id);
    await move(id, [bag.id]);
    await execute(readTemperature, city.as(house.technician), { placeId: id, celsius: 4 });
    await move(next, [bag.id]);
    await execute(modifyPlace, city.as(house.reviewer), {
      id,
      version: 1,
      name: '新名',
      placeClass: 'red_cells',
      isDefault: false,
      state: 'active',
    });
    const history = await runRead(placeHistory, city.as(house.technician), { id });
    expect(history.map(({ action }) => action)).toEqual(['storage-places.modify', 'storage-places.register']);
    const { donationNo } = bag;
    const by = `1001 ${house.technician.name}`;
    expect(await runRead(listPlaceMoves, city.as(house.technician), { id })).toMatchObject([
      { donationNo, from: 'D1', to: 'D2', by },
      { donationNo, from: stood, to: 'D1', by, unitId: bag.id },
    ]);
    expect(await runRead(placeHistory, city.as(stranger.technician), { id })).toEqual([]);
    expect(await runRead(listPlaceMoves, city.as(stranger.technician), { id })).toEqual([]);
  });
});

describe('a bag is put into a place', () => {
  it('of its own temperature, wherever it stood, with the trail of who and when', async () => {
    const { id: fridge } = await addPlace(city, house, 'M1');
    const { id: freezer } = await addPlace(city, house, 'M2', 'frozen');
    const [red] = await shelf(1);
    const [plasma] = await shelf(1, { product: 'plasma' });
    if (!red || !plasma) throw new Error('two bags');
    expect(await codesOf(move(freezer, [red.id]))).toEqual(['place.wrong_class']);
    expect(await codesOf(move(fridge, [red.id, plasma.id]))).toEqual(['place.wrong_class']);
    expect(await placeOf(red.id)).not.toBe('M1');
    const key = randomUUID();
    expect(await move(fridge, [red.id], house.technician, key)).toEqual({ placeId: fridge, moved: 1 });
    // The scanner's second trigger, or a retry after a lost answer.
    expect(await move(fridge, [red.id], house.technician, key)).toEqual({ placeId: fridge, moved: 1 });
    expect(await codesOf(move(fridge, [red.id]))).toEqual(['place.already_there']);
    await move(freezer, [plasma.id]);
    expect([await placeOf(red.id), await placeOf(plasma.id)]).toEqual(['M1', 'M2']);
    const moves = await city.owner`select to_place, moved_by from place_moves where unit_id = ${red.id} order by id`;
    expect(moves.at(-1)).toEqual({ to_place: 'M1', moved_by: `1001 ${house.technician.name}` });
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id: fridge });
    expect(history[0]).toMatchObject({ action: 'storage-places.move', after: { place: 'M1', unitIds: [red.id] } });
    expect(await listed('M1')).toMatchObject({ bags: 1, heldBags: 0, countedAt: null });
  });

  it('but not one that is gone, another house’s, or in another house’s fridge', async () => {
    const { id } = await addPlace(city, house, 'M3');
    const theirs = await addPlace(city, stranger, 'M3');
    const [gone, kept] = await shelf(2);
    const [foreign] = await shelf(1, {}, stranger);
    if (!gone || !kept || !foreign) throw new Error('three bags');
    await sendOut(city, house, [gone], { kind: 'discard' });
    expect(await codesOf(move(id, [gone.id]))).toEqual(['place.not_on_shelf']);
    expect(await codesOf(move(id, [foreign.id]))).toEqual(['unit.unknown']);
    expect(await codesOf(move(id, [kept.id, kept.id]))).toEqual(['unit.listed_twice']);
    expect(await codesOf(move(theirs.id, [kept.id]))).toEqual(['not_found']);
    expect(await codesOf(move(id, [kept.id], house.nurse))).toEqual(['forbidden']);
    const found = await runRead(findScannedBags, city.as(house.technician), { donationNo: foreign.donationNo });
    expect(found.bags).toEqual([]);
  });

  it('by two at once into two places: it stands in one of them, and both stand in the trail', async () => {
    const [a, b] = [await addPlace(city, house, 'M4'), await addPlace(city, house, 'M5')];
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    await Promise.all([move(a.id, [bag.id]), move(b.id, [bag.id])]);
    const moves = await city.owner<{ from_place: string; to_place: string }[]>`
      select from_place, to_place from place_moves where unit_id = ${bag.id} order by id`;
    expect(moves).toHaveLength(2);
    expect(moves[1]?.from_place).toBe(moves[0]?.to_place);
    expect(await placeOf(bag.id)).toBe(moves[1]?.to_place);
  });
});

describe('what is received', () => {
  it('goes to the default place of what it is, to a named one that fits, and to none of a wrong temperature', async () => {
    await addPlace(city, other, 'R1', 'red_cells', true);
    await addPlace(city, other, 'R2');
    await addPlace(city, other, 'F1', 'frozen', true);
    const bags = await releaseBags(city, clerk, [{}, {}, { product: 'plasma' }]);
    const shipmentId = await shipBags(city, clerk, 'H03', bags);
    const input = await receiptInput(city, other, shipmentId, bags);
    const at = (places: readonly (string | undefined)[]) => ({
      ...input,
      lines: input.lines.map((line, index) => ({ ...line, ...(places[index] ? { storagePlace: places[index] } : {}) })),
    });
    const post = (places: readonly (string | undefined)[]) =>
      execute(postReceipt, city.as(other.technician), at(places));
    expect(await codesOf(post(['F1', 'R2', 'R1']))).toEqual(['receipt.place_wrong_class', 'receipt.place_wrong_class']);
    expect(await codesOf(post(['R9']))).toEqual(['receipt.place_unknown']);
    await post([undefined, 'R2']);
    expect(await Promise.all(bags.map((bag) => placeOf(bag.id)))).toEqual(['R1', 'R2', 'F1']);
  });
});

describe('a place whose last reading was out of range', () => {
  it('takes no bag and is nobody’s default; what a receipt says stands there is held; a reading in range opens it again', async () => {
    const warm = await addPlace(city, stranger, 'W1', 'red_cells', true);
    const readings = (celsius: number, again: number | null) =>
      execute(readTemperature, city.as(stranger.technician), { placeId: warm.id, celsius, again, readAt: null });
    await readings(12, 12);
    const bags = await releaseBags(city, clerk, [{}, {}]);
    const [named, other] = bags;
    if (!named || !other) throw new Error('two bags');
    const shipmentId = await shipBags(city, clerk, 'H02', bags);
    const input = await receiptInput(city, stranger, shipmentId, bags);
    const lines = input.lines.map((line) => (line.unitId === named.id ? { ...line, storagePlace: 'W1' } : line));
    await execute(postReceipt, city.as(stranger.technician), { ...input, lines });
    const [row] = await city.owner`select state, hold_reason, storage_place from blood_units where id = ${named.id}`;
    expect(row).toEqual({ state: 'quarantined', hold_reason: 'temperature', storage_place: 'W1' });
    expect(await placeOf(other.id)).toBe('');
    expect(await codesOf(move(warm.id, [other.id], stranger.technician))).toEqual(['place.out_of_range']);
    await readings(4, null);
    expect(await move(warm.id, [other.id], stranger.technician)).toMatchObject({ moved: 1 });
  });
});
