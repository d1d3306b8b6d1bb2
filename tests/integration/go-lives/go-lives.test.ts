import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingCovers } from '@/domain/go-lives/covers';
import { goLiveRecord } from '@/domain/go-lives/record';
import { viewCity } from '@/domain/overview/view';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { agreeReporting } from '@/server/modules/declared-stock/agree';
import { openDeclaration } from '@/server/modules/declared-stock/open';
import { countAnew } from '@/server/modules/go-lives/count';
import { exportOpening } from '@/server/modules/go-lives/export';
import { getRound } from '@/server/modules/go-lives/get';
import { openGoLive } from '@/server/modules/go-lives/open';
import { postOpening } from '@/server/modules/go-lives/post';
import { startHouse } from '@/server/modules/go-lives/start';
import { withdrawGoLive } from '@/server/modules/go-lives/withdraw';
import { readCity } from '@/server/modules/overview/city';
import { readMatrix } from '@/server/modules/stock/matrix';
import { openCity, type TrialCity } from '../../support/city';
import { type House, openHouse, releaseBags, shipBags, signIn, stockBags } from '../../support/city-work';
import {
  beginGoLive,
  codesOf,
  countBy,
  countedByTwo,
  countedRows,
  declareToday,
  errorOf,
  openingInput,
  openTrial,
  postBags,
  readGoLive,
  shelfLine,
  startOf,
} from '../../support/go-lives';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let other: House;
let official: UserActor;
let admin: UserActor;
let cityAdmin: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  other = await openHouse(city, 'H02');
  admin = (await city.enter('H01', '9001', ['hospital_admin'])).actor;
  official = (await city.enter('O01', '2001', ['official'])).actor;
  cityAdmin = (await city.enter('O01', '9001', ['city_admin'])).actor;
  await city.owner`insert into organisations (id, kind, name, short_name, search, sort_order) values
    ('S02', 'blood_station', '邻市血站', '邻市血站', '', 90), ('H04', 'hospital', '第四医院', '第四医院', '', 14)`;
});
afterAll(() => city?.close());

const reason = '核对后更正';
const sound = async () => expect(await findDrift(city.owner)).toEqual([]);

const begin = (by: House = house) => beginGoLive(city, by);

describe('a going live is opened', () => {
  it('by the head or the administrator of a hospital, one at a time', async () => {
    const id = await begin();
    expect(await codesOf(execute(openGoLive, city.as(admin), {}))).toEqual(['go_live.open_already']);
    expect(await readGoLive(city, admin, id)).toMatchObject({ state: 'preparing', minTrialDays: 7, isOwn: true });
  });

  it('by no technician, and by no station', async () => {
    expect(await errorOf(execute(openGoLive, city.as(house.technician), {}))).toBe('forbidden');
    const head = (await city.enter('S01', '5009', ['hospital_admin'])).actor;
    expect(await codesOf(execute(openGoLive, city.as(head), {}))).toEqual(['go_live.not_a_hospital']);
  });

  it('once, when two open it at the same moment', async () => {
    const id = await begin(other);
    await execute(withdrawGoLive, city.as(other.reviewer), { id, version: 1, reason });
    const both = await Promise.all([1, 2].map(() => codesOf(execute(openGoLive, city.as(other.reviewer), {}))));
    expect(both.flat().sort()).toEqual(['go_live.open_already', 'ok']);
  });

  it('and withdrawn before anything is posted, once and with a reason', async () => {
    const id = await begin();
    await countBy(city, house.reviewer, id, [await shelfLine(city)]);
    const { version } = await readGoLive(city, admin, id);
    await execute(withdrawGoLive, city.as(admin), { id, version, reason });
    const seen = await readGoLive(city, house.technician, id);
    expect([seen.state, seen.reason, seen.rounds[0]?.state]).toEqual(['withdrawn', reason, 'superseded']);
    expect(await codesOf(execute(withdrawGoLive, city.as(admin), { id, version: version + 1, reason }))).toEqual([
      'go_live.closed',
    ]);
    await expect(city.owner`update go_lives set state = 'preparing', reason = '' where id = ${id}`).rejects.toThrow(
      'is closed',
    );
  });
});

describe('the shelf is counted by two', () => {
  it('the second is somebody else and sees nothing of the first', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    await countBy(city, house.reviewer, id, [line]);
    const seen = await readGoLive(city, house.technician, id);
    expect([seen.rows, seen.rounds[0]?.bagCount, JSON.stringify(seen).includes(line.donationNo)]).toEqual([
      null,
      0,
      false,
    ]);
    expect(JSON.stringify(await runRead(historyOf(goLiveRecord), city.as(house.technician), { id }))).not.toContain(
      'bagCount',
    );
    const roundId = seen.rounds[0]?.id ?? '';
    expect((await runRead(getRound, city.as(house.technician), { id, roundId })).lines).toEqual([]);
    expect(await codesOf(countBy(city, house.reviewer, id, [line]))).toEqual(['go_live.same_counter']);
    await countBy(city, house.technician, id, [line]);
    expect(await codesOf(countBy(city, house.reviewer, id, [line]))).toEqual(['go_live.counted_already']);
    await sound();
  });

  it('a bag listed twice, an unknown station and a wrong check character are named', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    expect(await codesOf(countBy(city, house.reviewer, id, [line, line]))).toEqual(['unit.listed_twice']);
    expect(await codesOf(countBy(city, house.reviewer, id, [{ ...line, stationId: 'H02' }]))).toEqual([
      'receipt.unknown_station',
    ]);
    const bad = { ...line, donation: `${line.donation.slice(0, -1)}?` };
    expect(await codesOf(countBy(city, house.reviewer, id, [bad]))).not.toEqual(['ok']);
  });

  it('an old number of two stations is two bags', async () => {
    const id = await begin();
    const old = { donation: '0012345678901', labelScheme: 'codabar' as const };
    const lines = [await shelfLine(city, old), await shelfLine(city, { ...old, stationId: 'S02' })];
    await countedByTwo(city, house, id, lines);
    expect(await postBags(city, house, id)).toMatchObject({ posted: 2, left: 0 });
    await sound();
  });

  it('differences are laid side by side', async () => {
    const id = await begin();
    const [both, mine, yours, group, expiry, product, use, from] = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(() => shelfLine(city)),
    );
    if (!both || !mine || !yours || !group || !expiry || !product || !use || !from) throw new Error('eight bags');
    await countedByTwo(
      city,
      house,
      id,
      [both, mine, group, expiry, product, use, from],
      [
        both,
        yours,
        { ...group, abo: 'A' },
        { ...expiry, expiresAt: new Date(expiry.expiresAt.getTime() + 60_000) },
        { ...product, productCode: 'E0701V00' },
        { ...use, intendedUse: 'autologous_only' },
        { ...from, stationId: 'S02' },
      ],
    );
    const { rows } = await readGoLive(city, house.technician, id);
    expect(
      countedRows(rows)
        .map(({ outcome, differences, bag }) => [bag.donationNo, outcome, ...differences])
        .sort(),
    ).toEqual(
      [
        [both.donationNo, 'accepted'],
        [mine.donationNo, 'only_first'],
        [yours.donationNo, 'only_second'],
        [group.donationNo, 'differs', 'group'],
        [expiry.donationNo, 'differs', 'expiry'],
        [product.donationNo, 'differs', 'product'],
        [use.donationNo, 'differs', 'use'],
        [from.donationNo, 'differs', 'station'],
      ].sort(),
    );
    expect(await codesOf(postBags(city, house, id, ''))).toEqual(['go_live.words_missing']);
    expect(await postBags(city, house, id, '放回货架，明日补盘')).toMatchObject({ posted: 1, held: 0, left: 7 });
    const after = await readGoLive(city, house.technician, id);
    const kept = await runRead(getRound, city.as(house.technician), { id, roundId: after.rounds[0]?.id ?? '' });
    expect(
      countedRows(kept.lines)
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['accepted', ...Array(5).fill('differs'), 'only_first', 'only_second']);
    expect(kept.lines.find(({ donationNo }) => donationNo === both.donationNo)?.stationId).toBe('S01');
    expect(kept.organisations.S01?.zh).toBe('血液中心');
    await sound();
  });

  it('counting anew keeps the earlier count and its reason', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    await countedByTwo(city, house, id, [line]);
    const { version } = await readGoLive(city, house.technician, id);
    await execute(countAnew, city.as(house.technician), { id, version, reason });
    await countedByTwo(city, house, id, [line, await shelfLine(city)]);
    const seen = await readGoLive(city, house.technician, id);
    expect(seen.rounds.map(({ round, state, reason: why }) => [round, state, why])).toEqual([
      [2, 'counted', ''],
      [1, 'superseded', reason],
    ]);
    const first = await runRead(getRound, city.as(house.technician), { id, roundId: seen.rounds[1]?.id ?? '' });
    expect(countedRows(first.lines).map(({ donationNo }) => donationNo)).toEqual([line.donationNo]);
    const again = { id, version, reason };
    expect(await errorOf(execute(countAnew, city.as(house.technician), again))).toBe('conflict');
  });

  it('what one alone has counted is told to nobody, also when it is counted anew', async () => {
    const id = await begin();
    await countBy(city, house.reviewer, id, [await shelfLine(city)]);
    const { version, rounds } = await readGoLive(city, house.technician, id);
    await execute(countAnew, city.as(house.technician), { id, version, reason });
    const alone = await runRead(getRound, city.as(house.technician), { id, roundId: rounds[0]?.id ?? '' });
    expect([alone.round.state, alone.lines]).toEqual(['superseded', []]);
  });

  it('by one of two who hand in at the same moment for the same version', async () => {
    const id = await begin();
    const line = await shelfLine(city);
    const { version } = await readGoLive(city, house.technician, id);
    const both = await Promise.all(
      [house.reviewer, house.technician].map((by) => errorOf(countBy(city, by, id, [line], { version }))),
    );
    expect(both.sort()).toEqual(['conflict', 'ok']);
    const { rounds } = await readGoLive(city, house.technician, id);
    expect(rounds).toHaveLength(1);
  });
});

describe('what both have found is posted', () => {
  it('to the shelf, an expired bag on hold, groups of one donation that disagree on hold', async () => {
    const id = await begin();
    const good = await shelfLine(city);
    const old = await shelfLine(city, { hours: -5 });
    const red = await shelfLine(city, { abo: 'A' });
    const plasma = await shelfLine(city, { abo: 'B', product: 'plasma', donationNo: red.donationNo });
    await countedByTwo(city, house, id, [good, old, red, plasma]);
    expect(await postBags(city, house, id)).toMatchObject({ posted: 4, held: 3, left: 0 });
    const units = await city.owner`
      select donation_no, state, hold_reason, last_kind, holder_org_id, source_org_id from blood_units
      where donation_no = any(${[good.donationNo, old.donationNo, red.donationNo]}) order by hold_reason nulls first, product_code`;
    expect(units.map((unit) => [unit.state, unit.hold_reason, unit.last_kind])).toEqual([
      ['available', null, 'opening'],
      ['quarantined', 'expired', 'opening_hold'],
      ['quarantined', 'group_mismatch', 'opening_hold'],
      ['quarantined', 'group_mismatch', 'opening_hold'],
    ]);
    const seen = await readGoLive(city, house.technician, id);
    expect([seen.state, seen.bagCount, seen.heldCount, seen.signatures.map(({ meaning }) => meaning)]).toEqual([
      'trial',
      1,
      3,
      ['opening_counted', 'opening_second'],
    ]);
    const { rows } = await execute(exportOpening, city.as(admin), {});
    const taken = rows.map(({ donationNo }) => donationNo);
    expect([good, old, red, plasma].filter(({ donationNo }) => !taken.includes(donationNo))).toEqual([]);
    expect(await errorOf(execute(exportOpening, city.as(admin), { orgId: 'H02' }))).toBe('not_found');
    await sound();
  });

  it('not what the ledger has here, on its way, at the station, at another house, or gone', async () => {
    const id = await begin();
    const [atStation, coming] = await releaseBags(city, clerk, [{}, {}]);
    if (!atStation || !coming) throw new Error('two bags');
    await shipBags(city, clerk, 'H01', [coming]);
    const [here] = await stockBags(city, clerk, house, [{}]);
    const [elsewhere] = await stockBags(city, clerk, other, [{}]);
    if (!here || !elsewhere) throw new Error('two more');
    const free = await shelfLine(city);
    const lines = await Promise.all(
      [atStation, coming, here, elsewhere].map(({ donationNo }) => shelfLine(city, { donationNo })),
    );
    await countedByTwo(city, house, id, [free, ...lines]);
    const { rows } = await readGoLive(city, house.technician, id);
    const outcome = (no: string) => rows?.find(({ bag }) => bag.donationNo === no)?.outcome;
    expect([atStation, coming, here, elsewhere].map(({ donationNo }) => outcome(donationNo))).toEqual([
      'station',
      'awaited',
      'here',
      'elsewhere',
    ]);
    const before = await city.owner`select * from blood_units where donation_no = ${elsewhere.donationNo}`;
    expect(await postBags(city, house, id, '另行查明')).toMatchObject({ posted: 1, left: 4 });
    expect(await city.owner`select * from blood_units where donation_no = ${elsewhere.donationNo}`).toEqual(before);
    await sound();
  });

  it('once by the same key, not twice, not by an old version, and not in another house', async () => {
    const id = await begin();
    await countedByTwo(city, house, id, [await shelfLine(city)]);
    const input = await openingInput(city, house, id);
    const key = randomUUID();
    const first = await execute(postOpening, city.as(house.technician), input, key);
    expect(await execute(postOpening, city.as(house.technician), input, key)).toEqual(first);
    expect(await errorOf(execute(postOpening, city.as(house.technician), input))).toBe('conflict');
    expect(await errorOf(execute(postOpening, city.as(other.technician), { ...input, second: undefined }))).toBe(
      'not_found',
    );
    await sound();
  });

  it('by those who counted and nobody else, and by what both saw', async () => {
    const id = await begin();
    await countedByTwo(city, house, id, [await shelfLine(city)]);
    const input = await openingInput(city, house, id);
    const post = (by: UserActor, more: object) => execute(postOpening, city.as(by), { ...input, ...more });
    expect(await codesOf(post(house.technician, { second: undefined }))).toEqual(['signature.second_missing']);
    const stranger = (await city.enter('H01', '1055', ['technician'])).actor;
    const body = { roundId: input.roundId, seen: input.seen, words: input.words };
    const theirs = await signIn(city, house.technician, stranger, openingCovers(body));
    expect(await codesOf(post(house.technician, { second: theirs }))).toEqual(['go_live.not_a_counter']);
    const own = await signIn(city, house.technician, house.technician, openingCovers(body));
    expect(await codesOf(post(house.technician, { second: own }))).toEqual(['signature.same_person']);
    expect(await codesOf(post(house.technician, { words: '后来加的' }))).toEqual(['signature.covers_other_content']);
    // Meanwhile the bag was registered elsewhere.
    const [no] = input.seen[0]?.split('|').slice(2) ?? [];
    const [bag] = await releaseBags(city, clerk, [{}]);
    await city.owner`alter table blood_units disable trigger user`;
    await city.owner`update blood_units set donation_no = ${no ?? ''} where id = ${bag?.id ?? ''}`;
    await city.owner`alter table blood_units enable trigger user`;
    await city.owner`
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
      select id, label_scheme, issuer, donation_no, product_code, 'S01' from blood_units where id = ${bag?.id ?? ''}`;
    expect(await codesOf(post(house.technician, {}))).toEqual(['go_live.bag_changed']);
  });
});

describe('the trial and the start', () => {
  it('lays both counts of each day side by side and starts when the conditions are met', async () => {
    const third = await openHouse(city, 'H03');
    await city.owner`update organisations set settings = settings || '{"goLiveTrialDays": 2}' where id = 'O01'`;
    const id = await openTrial(city, third, [await shelfLine(city)]);
    await city.owner`update organisations set settings = settings - 'goLiveTrialDays' where id = 'O01'`;
    const start = async (why = '') => execute(startHouse, city.as(third.reviewer), await startOf(city, third, id, why));
    expect(await codesOf(start())).toEqual(['go_live.needs_days', 'go_live.needs_last_day']);

    await declareToday(city, third.technician, 200);
    const first = await readGoLive(city, third.reviewer, id);
    expect(first.days).toMatchObject([{ differences: 0, cells: [{ ledger: 200, declared: 200 }] }]);
    expect(await codesOf(start())).toEqual(['go_live.needs_days']);

    await city.wait(24);
    await declareToday(city, third.technician, 400);
    // What moves after the count was said is no part of it.
    await stockBags(city, clerk, third, [{ abo: 'O' }]);
    const second = await readGoLive(city, third.reviewer, id);
    expect(second.days.map(({ differences }) => differences)).toEqual([1, 0]);
    expect(second.days[0]?.cells).toMatchObject([{ ledger: 200, declared: 400 }]);
    expect(second.counted).toEqual({ counted: 2, agreed: 1 });
    expect(await codesOf(start())).toEqual(['go_live.difference_left']);

    // An office sees on which days it declared: no comparison, no conditions, no bag and no words.
    const seen = await readGoLive(city, official, id);
    expect([seen.isOwn, seen.rounds, seen.rows, seen.days, seen.conditions]).toEqual([false, [], null, [], []]);
    expect([seen.declaredDays.map(({ day }) => day), seen.counted]).toEqual([
      second.days.map(({ day }) => day),
      { counted: 2, agreed: null },
    ]);
    const list = await runRead(listOf(goLiveRecord), city.as(official), {});
    expect([...list.waiting, ...list.rows].some((row) => row.id === id)).toBe(true);
    const mine = await runRead(listOf(goLiveRecord), city.as(house.technician), {});
    expect([...mine.waiting, ...mine.rows].some((row) => row.id === id)).toBe(false);

    const input = await startOf(city, third, id, '旧系统多记一袋，已更正');
    const both = await Promise.all([1, 2].map(() => errorOf(execute(startHouse, city.as(third.reviewer), input))));
    expect(both).toContain('ok');
    expect(both.filter((code) => code === 'ok')).toHaveLength(1);
    const live = await readGoLive(city, third.reviewer, id);
    expect([live.state, live.reason, live.signatures.map(({ meaning }) => meaning).slice(-2)]).toEqual([
      'live',
      '旧系统多记一袋，已更正',
      ['start_second', 'start_signed'],
    ]);
    expect(await codesOf(countBy(city, third.technician, id, [await shelfLine(city)]))).toEqual(['go_live.closed']);
    expect(await codesOf(execute(openGoLive, city.as(third.reviewer), {}))).toEqual(['go_live.live_already']);
    await expect(city.owner`update go_lives set state = 'trial' where id = ${id}`).rejects.toThrow('is closed');
    await sound();
  });

  it('makes the ledger of a house that had declared the city’s count, at the trial and after the start, until another agreement', async () => {
    const fourth = await openHouse(city, 'H04');
    const agree = async (version: number | null, reason = '') =>
      execute(agreeReporting, city.as(cityAdmin), {
        ...{ orgId: 'H04', mode: 'declares', intervalHours: 24, dueHour: 10, version, reason },
      });
    const heard = async () => {
      const data = await runRead(readCity, city.as(official), {});
      const row = viewCity(data, data.asOf).hospitals.find(({ organisation }) => organisation.id === 'H04');
      const matrix = await runRead(readMatrix, city.as(fourth.technician), {});
      const { reporting } = await runRead(openDeclaration, city.as(fourth.technician), {});
      return [row?.declared !== null, matrix.declared !== null, reporting.mode === 'declares'];
    };
    const walls = async () =>
      (
        await city.owner<{ action: string }[]>`
        select envelope->>'action' as action from outbox where 'city' = any(rooms) and envelope->>'module' = 'go-lives' and org_id = 'H04'
        union all select envelope->>'action' from feed where 'city' = any(rooms) and envelope->>'module' = 'go-lives' and org_id = 'H04'`
      ).map(({ action }) => action);
    await agree(null);
    await declareToday(city, fourth.technician, 400);
    await expect.poll(heard, { timeout: 10_000 }).toEqual([true, true, true]);

    await city.owner`update organisations set settings = settings || '{"goLiveTrialDays": 1}' where id = 'O01'`;
    const { id } = await execute(openGoLive, city.as(fourth.reviewer), {});
    await expect.poll(heard, { timeout: 10_000 }).toEqual([true, true, true]);
    await countedByTwo(city, fourth, id, [await shelfLine(city)]);
    await postBags(city, fourth, id);
    await city.owner`update organisations set settings = settings - 'goLiveTrialDays' where id = 'O01'`;
    // It declares still, and nobody lays that beside its ledger.
    await expect.poll(heard, { timeout: 10_000 }).toEqual([false, false, true]);
    await declareToday(city, fourth.technician, 200, '试运行开始后再数');
    await execute(startHouse, city.as(fourth.reviewer), await startOf(city, fourth, id));
    await expect.poll(heard, { timeout: 10_000 }).toEqual([false, false, false]);
    expect(await codesOf(declareToday(city, fourth.technician, 400, '再数'))).toEqual(['declaration.not_agreed']);
    expect(await walls()).toEqual(expect.arrayContaining(['go-lives.post', 'go-lives.start']));

    await agree(1, '改回旧系统');
    await expect.poll(heard, { timeout: 10_000 }).toEqual([true, true, true]);
  });

  it('is signed by two, of whom neither is the other, about what both saw', async () => {
    const id = await begin();
    await countedByTwo(city, house, id, [await shelfLine(city)]);
    await postBags(city, house, id);
    const input = await startOf(city, house, id);
    expect(await codesOf(execute(startHouse, city.as(house.reviewer), { ...input, second: undefined }))).toContain(
      'signature.second_missing',
    );
    expect(await codesOf(execute(startHouse, city.as(house.reviewer), { ...input, reason: '改了' }))).toEqual([
      'signature.covers_other_content',
    ]);
    expect(await errorOf(execute(startHouse, city.as(house.technician), input))).toBe('forbidden');
    expect(await errorOf(execute(startHouse, city.as(other.reviewer), { ...input, second: undefined }))).toBe(
      'not_found',
    );
  });
});
