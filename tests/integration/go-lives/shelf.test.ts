import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { exportOpening } from '@/server/modules/go-lives/export';
import { getRound } from '@/server/modules/go-lives/get';
import { openGoLive } from '@/server/modules/go-lives/open';
import { startHouse } from '@/server/modules/go-lives/start';
import { voidOpening } from '@/server/modules/go-lives/void-opening';
import { openCity, type TrialCity } from '../../support/city';
import { type House, openHouse, stockBags } from '../../support/city-work';
import {
  codesOf,
  countBy,
  countedByTwo,
  declareToday,
  openTrial,
  postBags,
  readGoLive,
  shelfLine,
  startOf,
} from '../../support/go-lives';

let city: TrialCity;
let clerk: UserActor;
let house: House;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
});
afterAll(() => city?.close());

const sound = async () => expect(await findDrift(city.owner)).toEqual([]);
const open = async (by: House) => (await execute(openGoLive, city.as(by.reviewer), {})).id;

it('a house whose shelf is empty says so on purpose, signs, and its trial begins', async () => {
  const id = await open(house);
  expect(await codesOf(countBy(city, house.reviewer, id, []))).toEqual(['go_live.shelf_not_empty']);
  await countBy(city, house.reviewer, id, [], { isShelfEmpty: true });
  await countBy(city, house.technician, id, [], { isShelfEmpty: true });
  expect(await postBags(city, house, id, '')).toMatchObject({ posted: 0, left: 0, missing: 0 });
  expect(await readGoLive(city, house.reviewer, id)).toMatchObject({ state: 'trial', bagCount: 0 });
  const { rows } = await execute(exportOpening, city.as(house.reviewer), {});
  expect(rows).toEqual([]);
  await sound();
});

it('a house whose bags the ledger has already may begin; what the ledger has there and neither found is named and does not move', async () => {
  const other = await openHouse(city, 'H02');
  const [found, lost] = await stockBags(city, clerk, other, [{}, {}]);
  if (!found || !lost) throw new Error('two bags');
  const id = await open(other);
  await countedByTwo(city, other, id, [await shelfLine(city, { donationNo: found.donationNo, abo: 'A' })]);
  // It came after the count began: nobody could have found it.
  await stockBags(city, clerk, other, [{}]);
  const seen = await readGoLive(city, other.technician, id);
  expect(seen.rows?.map(({ outcome, bag }) => [outcome, bag.donationNo])).toEqual([
    ['missing', lost.donationNo],
    ['here', found.donationNo],
  ]);
  expect(await codesOf(postBags(city, other, id, ''))).toEqual(['go_live.words_missing']);
  // Both read another group than the ledger has: named beside it, and signed.
  expect(seen.rows?.[1]).toMatchObject({ differences: expect.arrayContaining(['group']), other: { abo: 'O' } });
  const unit = () => city.owner`select * from blood_units where id = ${lost.id}`;
  const before = await unit();
  expect(await postBags(city, other, id)).toMatchObject({ posted: 0, left: 1, missing: 1 });
  expect(await unit()).toEqual(before);
  const roundId = seen.rounds[0]?.id ?? '';
  const kept = await runRead(getRound, city.as(other.technician), { id, roundId });
  expect(kept.lines.map(({ outcome, donationNo }) => [outcome, donationNo])).toEqual([
    ['missing', lost.donationNo],
    ['here', found.donationNo],
  ]);
  // During the trial only what was left behind is counted: the rest of the ledger is no news.
  await countedByTwo(city, other, id, [await shelfLine(city)]);
  expect(await postBags(city, other, id, '')).toMatchObject({ posted: 1, missing: 0 });
  await sound();
});

it('the start is not judged by a count that was declared before an opening was last posted or taken back', async () => {
  const [trial] = await city.owner<{ id: string }[]>`select id from go_lives where org_id = 'H01' and state = 'trial'`;
  const id = trial?.id ?? '';
  const lastDay = async () =>
    (await readGoLive(city, house.reviewer, id)).conditions.find(({ code }) => code === 'last_day');
  const { day } = await declareToday(city, house.technician, 700);
  expect(await lastDay()).toMatchObject({ isMet: true, facts: { day } });
  await countedByTwo(city, house, id, [await shelfLine(city)]);
  await postBags(city, house, id);
  expect(await lastDay()).toMatchObject({ isMet: false, facts: { day: 'outdated' } });
  await declareToday(city, house.technician, 900, '补盘后更正');
  expect(await lastDay()).toMatchObject({ isMet: true });
  const { version, rounds } = await readGoLive(city, house.reviewer, id);
  const input = { id, version, roundId: rounds[0]?.id ?? '', reason: '核对后更正' };
  await execute(voidOpening, city.as(house.reviewer), input);
  expect(await lastDay()).toMatchObject({ isMet: false, facts: { day: 'outdated' } });
});

it('every day of a trial counts, sixty are shown; after the start each is as it was declared before', async () => {
  const third = await openHouse(city, 'H03');
  await city.owner`update organisations set settings = settings || '{"goLiveTrialDays": 2}' where id = 'O01'`;
  const id = await openTrial(city, third, [await shelfLine(city, { hours: 24 * 200 })]);
  await declareToday(city, third.technician, 200);
  await city.wait(24 * 70);
  await city.owner`select ensure_partitions()`;
  const { day } = await declareToday(city, third.technician, 200);
  const seen = await readGoLive(city, third.reviewer, id);
  expect([seen.days.length, seen.counted]).toEqual([60, { counted: 2, agreed: 2 }]);
  await execute(startHouse, city.as(third.reviewer), await startOf(city, third, id));
  await city.owner`alter table stock_declarations disable trigger user`;
  await city.owner`update stock_declarations set version = 2 where org_id = 'H03' and day = ${day}`;
  await city.owner`alter table stock_declarations enable trigger user`;
  await city.owner`
    insert into stock_declaration_revisions (declaration_id, revision, org_id, cell_count, entry, reason, declared_by, declared_at)
    select id, 2, org_id, 1, 'form', '上线后更正', '1001', city_now() + interval '1 minute' from stock_declarations where org_id = 'H03' and day = ${day}`;
  const live = await readGoLive(city, third.reviewer, id);
  expect(live.days[0]).toMatchObject({ day, differences: 0, cells: [{ ledger: 200, declared: 200 }] });
});
