import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDrift } from '@/server/audit/find-drift';
import { execute } from '@/server/kernel/command';
import type { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { announceShipment } from '@/server/modules/bag-receipts/announce';
import { voidOpening } from '@/server/modules/go-lives/void-opening';
import { withdrawGoLive } from '@/server/modules/go-lives/withdraw';
import { releaseStock } from '@/server/modules/station-stock/release';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { moveBags } from '@/server/modules/storage-places/move';
import { openCity, type TrialCity } from '../../support/city';
import { addPlace, type House, openHouse } from '../../support/city-work';
import { beginGoLive, codesOf, countedByTwo, errorOf, postBags, readGoLive, shelfLine } from '../../support/go-lives';

let city: TrialCity;
let house: House;
let other: House;

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  other = await openHouse(city, 'H02');
});
afterAll(() => city?.close());

const reason = '核对后更正';
const sound = async () => expect(await findDrift(city.owner)).toEqual([]);

const begin = (by: House = house) => beginGoLive(city, by);

describe('an opening is taken back', () => {
  it('while its bags have not moved; they may be entered anew, as they are read then', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    await countedByTwo(city, house, id, [line]);
    await postBags(city, house, id);
    const posted = await readGoLive(city, house.reviewer, id);
    const roundId = posted.rounds[0]?.id ?? '';
    const input = { id, version: posted.version, roundId, reason };
    expect(await errorOf(execute(voidOpening, city.as(house.technician), input))).toBe('forbidden');
    expect(
      await codesOf(execute(withdrawGoLive, city.as(house.reviewer), { id, version: posted.version, reason })),
    ).toEqual(['go_live.opening_stands']);
    await execute(voidOpening, city.as(house.reviewer), input);
    const back = await readGoLive(city, house.reviewer, id);
    expect([back.state, back.bagCount, back.trialFrom, back.rounds[0]?.state]).toEqual(['preparing', 0, null, 'void']);
    await sound();
    // The group had been misread by both.
    await countedByTwo(city, house, id, [{ ...line, abo: 'A' }]);
    expect(await postBags(city, house, id)).toMatchObject({ posted: 1, left: 0 });
    const [unit] =
      await city.owner`select abo, state, holder_org_id from blood_units where donation_no = ${line.donationNo}`;
    expect(unit).toEqual({ abo: 'A', state: 'available', holder_org_id: 'H01' });
    const kinds = await city.owner<{ kind: string }[]>`
      select m.kind from stock_movements m join blood_units u on u.id = m.unit_id where u.donation_no = ${line.donationNo} order by m.id`;
    expect(kinds.map(({ kind }) => kind)).toEqual(['opening', 'unopen', 'opening']);
    await sound();
  });

  it('and its bags may turn out to stand in another house, which enters them by its own count; nothing that a house has is ever rewritten', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    await countedByTwo(city, house, id, [line]);
    await postBags(city, house, id);
    const theirs = await begin(other);
    await countedByTwo(city, other, theirs, [{ ...line, abo: 'B' }, await shelfLine(city)]);
    // Called past the verb: the function itself leaves a bag alone that a house has.
    const { rounds } = await readGoLive(city, other.reviewer, theirs);
    const [touched] = await city.owner.begin(async (sql) => {
      await sql`select set_config('app.org', 'H02', true)`;
      return sql`select count(*)::int as n from enter_withdrawn(${rounds[0]?.id ?? ''}, ${sql.json([
        {
          labelScheme: 'isbt128',
          issuer: line.donationNo.slice(0, 5),
          donationNo: line.donationNo,
          productCode: line.productCode,
          state: 'available',
          kind: 'opening',
          hold: null,
        },
      ])})`;
    });
    expect(touched).toEqual({ n: 0 });
    const mine = await readGoLive(city, house.reviewer, id);
    await execute(voidOpening, city.as(house.reviewer), {
      id,
      version: mine.version,
      roundId: mine.rounds[0]?.id ?? '',
      reason,
    });
    expect(await postBags(city, other, theirs)).toMatchObject({ posted: 2 });
    const [unit] =
      await city.owner`select abo, state, holder_org_id from blood_units where donation_no = ${line.donationNo}`;
    expect(unit).toEqual({ abo: 'B', state: 'available', holder_org_id: 'H02' });
    await sound();
  });

  it('not when a bag of it was held since, and a place within the house is no move', async () => {
    const id = await begin();
    const [one, two] = [await shelfLine(city), await shelfLine(city)];
    await countedByTwo(city, house, id, [one, two]);
    await postBags(city, house, id);
    const units = await city.owner<{ id: string; donation_no: string }[]>`
      select id, donation_no from blood_units where donation_no = any(${[one.donationNo, two.donationNo]})`;
    const fridge = await addPlace(city, house, `G${Date.now() % 10_000}`);
    await execute(moveBags, city.as(house.technician), { placeId: fridge.id, unitIds: units.map((unit) => unit.id) });
    const seen = await readGoLive(city, house.reviewer, id);
    const input = { id, version: seen.version, roundId: seen.rounds[0]?.id ?? '', reason };
    const held = units.find(({ donation_no }) => donation_no === one.donationNo)?.id ?? '';
    await execute(holdBags, city.as(house.technician), { unitIds: [held], cause: 'appearance', words: '颜色不对' });
    const error = await execute(voidOpening, city.as(house.reviewer), input).catch((caught: AppError) => caught);
    expect(error).toMatchObject({ violations: [{ code: 'unit.not_movable', facts: { donationNo: one.donationNo } }] });
    const states = await city.owner`select state from blood_units where donation_no = ${two.donationNo}`;
    expect(states).toEqual([{ state: 'available' }]);
    await sound();
  });

  it('not when something was noted of a bag that is on hold; and one that stood warm here is entered anew on hold', async () => {
    const id = await begin();
    const line = await shelfLine(city, { hours: -2 });
    await countedByTwo(city, house, id, [line]);
    await postBags(city, house, id);
    const [unit] = await city.owner<
      { id: string }[]
    >`select id from blood_units where donation_no = ${line.donationNo}`;
    const note = () => city.owner`
      insert into bag_holds (record_id, unit_id, org_id, kind, reason, created_by) values (${randomUUID()}, ${unit?.id ?? ''}, 'H01', 'hold', 'temperature', '1001')`;
    const voided = async () => {
      const { version, rounds } = await readGoLive(city, house.reviewer, id);
      return execute(voidOpening, city.as(house.reviewer), { id, version, roundId: rounds[0]?.id ?? '', reason });
    };
    await note();
    expect(await codesOf(voided())).toEqual(['unit.expired']);
    await city.owner`alter table bag_holds disable trigger user`;
    await city.owner`delete from bag_holds where unit_id = ${unit?.id ?? ''}`;
    await city.owner`alter table bag_holds enable trigger user`;
    await voided();
    // The reading came late.
    await note();
    await countedByTwo(city, house, id, [await shelfLine(city, { donationNo: line.donationNo })]);
    expect(await postBags(city, house, id)).toMatchObject({ posted: 1, held: 1 });
    expect(await city.owner`select state, hold_reason from blood_units where id = ${unit?.id ?? ''}`).toEqual([
      { state: 'quarantined', hold_reason: 'temperature' },
    ]);
    await sound();
  });

  it('and one that stood warm in another house is entered on hold here, and no house is named', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    await countedByTwo(city, house, id, [line]);
    await postBags(city, house, id);
    const { version, rounds } = await readGoLive(city, house.reviewer, id);
    await execute(voidOpening, city.as(house.reviewer), { id, version, roundId: rounds[0]?.id ?? '', reason });
    // The reading of the house that had it came late.
    await city.owner`
      insert into bag_holds (record_id, unit_id, org_id, kind, reason, created_by)
      select ${randomUUID()}, id, 'H01', 'hold', 'temperature', '1001' from blood_units where donation_no = ${line.donationNo}`;
    const theirs = await begin(other);
    await countedByTwo(city, other, theirs, [line]);
    const seen = await readGoLive(city, other.reviewer, theirs);
    const row = seen.rows?.find(({ bag }) => bag.donationNo === line.donationNo);
    expect([row?.outcome, JSON.stringify(row).includes('H01')]).toEqual(['held_warm', false]);
    await postBags(city, other, theirs);
    const [unit] =
      await city.owner`select state, hold_reason, holder_org_id from blood_units where donation_no = ${line.donationNo}`;
    expect(unit).toEqual({ state: 'quarantined', hold_reason: 'temperature', holder_org_id: 'H02' });
    await sound();
  });

  it('and one that stood warm and whose group is in doubt is on hold for both; taken back again all the same', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    const opened = async () => {
      const { version, rounds } = await readGoLive(city, house.reviewer, id);
      return { id, version, roundId: rounds[0]?.id ?? '', reason };
    };
    await countedByTwo(city, house, id, [line]);
    await postBags(city, house, id);
    await execute(voidOpening, city.as(house.reviewer), await opened());
    const unit = () => city.owner<{ id: string }[]>`select id from blood_units where donation_no = ${line.donationNo}`;
    const [{ id: unitId } = { id: '' }] = await unit();
    await city.owner`insert into bag_holds (record_id, unit_id, org_id, kind, reason, created_by) values (${randomUUID()}, ${unitId}, 'H01', 'hold', 'temperature', '1001')`;
    const sister = await shelfLine(city, { donationNo: line.donationNo, product: 'plasma', abo: 'A' });
    await countedByTwo(city, house, id, [line, sister]);
    expect(await postBags(city, house, id)).toMatchObject({ posted: 2, held: 2 });
    const { bags } = await runRead(readHolds, city.as(house.technician), { unitIds: [unitId] });
    expect(bags).toMatchObject([{ holdReason: 'group_mismatch', openHolds: expect.arrayContaining(['temperature']) }]);
    // What the opening noted itself is no news.
    await execute(voidOpening, city.as(house.reviewer), await opened());
    await sound();
  });

  it('and its station may release it, or it may arrive without a note; not one that is known to have stood warm', async () => {
    const clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
    const id = await begin();
    const lines = [await shelfLine(city), await shelfLine(city), await shelfLine(city)];
    await countedByTwo(city, house, id, lines);
    await postBags(city, house, id);
    const { version, rounds } = await readGoLive(city, house.reviewer, id);
    await execute(voidOpening, city.as(house.reviewer), { id, version, roundId: rounds[0]?.id ?? '', reason });
    const [released, arrived, warm] = lines.map(({ stationId: _, donationNo: __, ...line }) => ({
      ...line,
      abo: 'B' as const,
    }));
    if (!released || !arrived || !warm) throw new Error('three bags');
    await city.owner`
      insert into bag_holds (record_id, unit_id, org_id, kind, reason, created_by)
      select ${randomUUID()}, id, 'H01', 'hold', 'temperature', '1001' from blood_units where donation_no = ${lines[2]?.donationNo ?? ''}`;
    const release = (line: typeof released) => execute(releaseStock, city.as(clerk), { lines: [line] });
    expect(await codesOf(release(warm))).toEqual(['unit.known_warm']);
    const unnoted = { stationId: 'S01', reason: '送血单未到', lines: [warm] };
    await expect(execute(announceShipment, city.as(other.technician), unnoted)).rejects.toMatchObject({
      violations: [{ code: 'unit.already_known', facts: { place: 'warm' } }],
    });
    expect(await codesOf(release(released))).toEqual(['ok']);
    expect(await codesOf(release(released))).toEqual(['unit.already_known']);
    const note = { stationId: 'S01', reason: '送血单未到', lines: [arrived] };
    expect(await codesOf(execute(announceShipment, city.as(other.technician), note))).toEqual(['ok']);
    const units = await city.owner`
      select abo, state, holder_org_id, expected_org_id from blood_units where donation_no = any(${lines.map(({ donationNo }) => donationNo)}) order by donation_no`;
    expect(units.map((unit) => Object.values(unit))).toEqual([
      ['B', 'available', 'S01', null],
      ['B', 'in_transit', 'S01', 'H02'],
      ['O', 'withdrawn', 'H01', null],
    ]);
    await sound();
  });

  it('once, when two take it back at the same moment', async () => {
    const id = await begin();
    await countedByTwo(city, house, id, [await shelfLine(city)]);
    await postBags(city, house, id);
    const seen = await readGoLive(city, house.reviewer, id);
    const input = { id, version: seen.version, roundId: seen.rounds[0]?.id ?? '', reason };
    const both = await Promise.all([1, 2].map(() => errorOf(execute(voidOpening, city.as(house.reviewer), input))));
    expect(both.sort()).toEqual(['conflict', 'ok']);
    await sound();
  });
});
