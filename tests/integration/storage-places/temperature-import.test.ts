import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeRecord } from '@/domain/storage-places/record';
import { formatDate, formatTimeSeconds } from '@/i18n/format';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { previewImport } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { readHolds } from '@/server/modules/stock/holds';
import { foreseeImport } from '@/server/modules/storage-places/foresee-import';
import { applyTemperatureImport, temperatureImporter } from '@/server/modules/storage-places/import';
import { listPlaces } from '@/server/modules/storage-places/list';
import { modifyPlace } from '@/server/modules/storage-places/modify';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { listTemperatures } from '@/server/modules/storage-places/temperatures';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  enterSheet,
  type House,
  issueBags,
  openHouse,
  paperLine,
  processBags,
  receiveBags,
  releaseBags,
  releaseHeld,
  sendOut,
  shipBags,
  stockBags,
} from '../../support/city-work';
import { makeWorkbook, sheetXml } from '../imports/files';

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

async function fridge(count: number) {
  places += 1;
  const place = await addPlace(city, house, `M${places}`);
  const bags = count
    ? await stockBags(
        city,
        clerk,
        house,
        Array.from({ length: count }, () => ({})),
      )
    : [];
  if (count) await put(place, bags);
  return { place, bags };
}
const put = (place: { id: string }, bags: readonly Bag[]) =>
  execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: bags.map(({ id }) => id) });
const text = (at: Date) => `${formatDate(at)} ${formatTimeSeconds(at)}`;
/** A whole second of the city a minute on: what a recorder measures after everything that was done so far. */
async function moment(): Promise<Date> {
  await city.wait(1 / 60);
  return new Date(Math.floor((await city.now()).getTime() / 1000) * 1000);
}
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
type Line = readonly [code: string, at: Date | string, celsius: number | string];
const csv = (lines: readonly Line[]) =>
  Buffer.from(
    [
      '位置,时间,温度',
      ...lines.map(([code, at, celsius]) => `${code},${at instanceof Date ? text(at) : at},${celsius}`),
    ].join('\r\n'),
  );
const preview = (bytes: Uint8Array, by: UserActor = house.technician, name = '一号记录仪.csv') =>
  previewImport(city.as(by), temperatureImporter, { name, bytes });
const apply = (
  { importId, digest }: { importId: string; digest: string },
  isOutConfirmed = false,
  by: UserActor = house.technician,
) => execute(applyTemperatureImport, city.as(by), { importId, digest, isOutConfirmed });
const foresee = ({ importId }: { importId: string }, by: UserActor = house.technician) =>
  runRead(foreseeImport, city.as(by), { importId });
const bring = async (lines: readonly Line[], isOutConfirmed = false) =>
  apply(await preview(csv(lines)), isOutConfirmed);
const stateOf = async (bag: Pick<Bag, 'id'> | undefined) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag?.id ?? ''}`;
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
const listed = async (placeId: string) =>
  (await runRead(listPlaces, city.as(house.technician), {})).find(({ id }) => id === placeId);
const readingsOf = async (placeId: string) =>
  (await runRead(listTemperatures, city.as(house.technician), { placeId })).readings;

describe('a recorder’s file', () => {
  it('in range is written down for each place, and done twice does nothing twice', async () => {
    const [{ place: one }, { place: other }] = [await fridge(0), await fridge(0)];
    const at = await moment();
    const lines: Line[] = [
      [one.code, later(at, -90), 4.2],
      [one.code.toLowerCase(), later(at, -30), 4.25],
      [other.code, later(at, -90), '5.1 ℃'],
    ];
    const first = await preview(csv(lines));
    expect(first).toMatchObject({ badLines: 0, problems: [] });
    expect(await foresee(first)).toMatchObject({
      skipped: 0,
      places: [
        { code: one.code, readings: 2, out: 0, held: 0, endsOut: false },
        { code: other.code, readings: 1, out: 0 },
      ],
    });
    expect(await apply(first)).toMatchObject({ readings: 3, skipped: 0, held: 0 });
    expect(await listed(one.id)).toMatchObject({ lastCelsius: 4.25, isLastOut: false });
    expect(await readingsOf(one.id)).toMatchObject([
      { celsius: 4.25, source: 'file', readAt: later(at, -30), readBy: `1001 ${house.technician.name}` },
      { celsius: 4.2, source: 'file' },
    ]);
    expect(await codesOf(apply(first))).toEqual(['import.already_applied']);
    const again = await preview(csv(lines));
    expect(await foresee(again)).toEqual({ skipped: 3, places: [] });
    expect(await codesOf(apply(again))).toEqual(['temperature.nothing_new']);
    expect(await bring([...lines, [one.code, later(at, -10), 4.3]])).toMatchObject({ readings: 1, skipped: 3 });
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id: one.id });
    expect(history[1]).toMatchObject({
      action: 'storage-places.import',
      reason: '一号记录仪.csv',
      after: { readings: 2, outReadings: 0 },
    });
  });

  it('names every line that it may not, and writes nothing of it down', async () => {
    const { place } = await fridge(0);
    const at = await moment();
    await execute(readTemperature, city.as(house.technician), {
      placeId: place.id,
      celsius: 4,
      readAt: later(at, -300),
    });
    const file = await preview(
      csv([
        [place.code, later(at, -60), 4],
        ['不是冰箱', later(at, -60), 4],
        [place.code, later(at, 3600), 4],
        [place.code, later(at, -36 * 86_400), 4],
        [place.code, '昨天', 'OFF'],
        [place.code, later(at, -60), 5],
        [place.code, later(at, -300), 8],
      ]),
    );
    expect(file.problems.map(({ line, column, code, value }) => [line, column, code, value])).toEqual([
      [3, 'place', 'place.unknown', '不是冰箱'],
      [4, 'readAt', 'temperature.series_time', text(later(at, 3600))],
      [5, 'readAt', 'temperature.series_time', text(later(at, -36 * 86_400))],
      [6, 'readAt', 'temperature.time_unreadable', '昨天'],
      [6, 'celsius', 'temperature.unreadable', 'OFF'],
      [7, 'celsius', 'temperature.two_at_once', '5'],
      [8, 'celsius', 'temperature.known_otherwise', '8'],
    ]);
    expect(await codesOf(apply(file))).toEqual(['import.has_bad_lines']);
    expect(await readingsOf(place.id)).toHaveLength(1);
  });

  it('of Excel is read to the second, with its headings in English', async () => {
    const { place } = await fridge(0);
    const at = await moment();
    const bytes = makeWorkbook([
      {
        name: 'Log',
        xml: sheetXml([
          ['Place code', 'Timestamp', 'Temp'],
          [place.code, text(later(at, -95)), { xml: '<c r="REF"><v>5.0999999999999996</v></c>' }],
          // A date cell has no zone: it says what the clock on the wall said.
          [place.code, { xml: `<c r="REF" t="d"><v>${text(later(at, -80)).replace(' ', 'T')}.001</v></c>` }, '5.2'],
        ]),
      },
    ]);
    expect(await apply(await preview(bytes, house.technician, 'log.xlsx'))).toMatchObject({ readings: 2 });
    expect(await readingsOf(place.id)).toMatchObject([
      { celsius: 5.2, readAt: later(at, -80) },
      { celsius: 5.1, readAt: later(at, -95) },
    ]);
  });
});

describe('out of range', () => {
  it('says before what it would hold, is confirmed, and then holds what stood there, each bag once, to its worst reading', async () => {
    const { place, bags } = await fridge(2);
    const at = await moment();
    const file = await preview(
      csv([
        [place.code, later(at, -20), 6.5],
        [place.code, later(at, -15), 9.4],
        [place.code, later(at, -10), 7],
      ]),
    );
    expect((await foresee(file)).places).toEqual([
      expect.objectContaining({
        code: place.code,
        readings: 3,
        out: 3,
        worst: expect.objectContaining({ celsius: 9.4 }),
        firstOutAt: later(at, -20),
        lastOutAt: later(at, -10),
        held: 2,
        marked: 0,
        gone: 0,
        endsOut: true,
      }),
    ]);
    expect(await codesOf(apply(file))).toEqual(['temperature.unconfirmed']);
    expect(await stateOf(bags[0])).toEqual(['available', null]);
    expect(await apply(file, true)).toMatchObject({ readings: 3, held: 2, gone: 0, incidentNos: [] });
    expect([await stateOf(bags[0]), await stateOf(bags[1])]).toEqual([
      ['quarantined', 'temperature'],
      ['quarantined', 'temperature'],
    ]);
    expect(await listed(place.id)).toMatchObject({ lastCelsius: 7, isLastOut: true, heldBags: 2 });
    expect((await readingsOf(place.id)).map(({ celsius, heldBags }) => [celsius, heldBags])).toEqual([
      [7, 0],
      [9.4, 2],
      [6.5, 0],
    ]);
    const noted = await city.owner`select words from bag_holds where unit_id = ${bags[0]?.id ?? ''}`;
    expect(noted).toEqual([{ words: `${place.code} 9.4 ℃` }]);
    await releaseHeld(city, house.reviewer, house.technician, [bags[0]?.id ?? '']);
    expect(await stateOf(bags[0])).toEqual(['available', null]);
  });

  it('and over again: what was then in range is the state of the place, and the bags of that time are held all the same', async () => {
    const { place, bags } = await fridge(2);
    const [stayed, left] = bags;
    if (!stayed || !left) throw new Error('two bags');
    const warm = await moment();
    await city.wait(0.1);
    await put((await fridge(0)).place, [left]);
    const [came] = await stockBags(city, clerk, house, [{}]);
    if (!came) throw new Error('a bag');
    await execute(readTemperature, city.as(house.technician), { placeId: place.id, celsius: 4 });
    await put(place, [came]);
    const file = await preview(csv([[place.code, warm, 12]]));
    expect((await foresee(file)).places).toMatchObject([{ held: 2, endsOut: false }]);
    expect(await apply(file, true)).toMatchObject({ held: 2 });
    expect(await Promise.all([stayed, left, came].map(stateOf))).toEqual([
      ['quarantined', 'temperature'],
      ['quarantined', 'temperature'],
      ['available', null],
    ]);
    expect(await listed(place.id)).toMatchObject({ lastCelsius: 4, isLastOut: false });
  });

  it('a late reading in range does not cool a place that is warm now', async () => {
    const { place } = await fridge(0);
    const at = await moment();
    await execute(readTemperature, city.as(house.technician), { placeId: place.id, celsius: 9, again: 9 });
    await bring([[place.code, later(at, -60), 4]]);
    expect(await listed(place.id)).toMatchObject({ lastCelsius: 9, isLastOut: true });
    const now = await moment();
    await bring([[place.code, now, 4.4]]);
    expect(await listed(place.id)).toMatchObject({ lastCelsius: 4.4, isLastOut: false });
  });

  it('opens an incident for what has left, and holds what was made of a bag', async () => {
    const { place, bags } = await fridge(2);
    const [issued, split] = bags;
    if (!issued || !split) throw new Error('two bags');
    const warm = await moment();
    await city.wait(0.1);
    await issueBags(city, house, await addPatient(city, house.technician, { abo: 'O' }), [issued]);
    await processBags(city, house, [split], { kind: 'split', parts: [100, 100] });
    const file = await preview(csv([[place.code, warm, 12]]));
    expect((await foresee(file)).places).toMatchObject([{ held: 2, gone: 1 }]);
    const answer = await apply(file, true);
    expect(answer).toMatchObject({ held: 2, gone: 1, incidentNos: [expect.any(String)] });
    const [incident] =
      await city.owner`select rule, record_no from incidents where no = ${answer.incidentNos[0] ?? ''} and org_id = 'H01'`;
    expect(incident).toEqual({ rule: 'stood_out_of_range', record_no: place.code });
  });

  it('of two places: a bag that stood warm in both is held once and marked once', async () => {
    const { place, bags } = await fridge(1);
    const { place: other } = await fridge(0);
    const first = await moment();
    await city.wait(0.1);
    await put(other, bags);
    const second = await moment();
    expect(
      await bring(
        [
          [place.code, first, 8],
          [other.code, second, 9],
        ],
        true,
      ),
    ).toMatchObject({ readings: 2, held: 1 });
    const [{ marks } = { marks: 0 }] = await city.owner<{ marks: number }[]>`
      select count(*)::int as marks from bag_holds where unit_id = ${bags[0]?.id ?? ''} and reason = 'temperature'`;
    expect(marks).toBe(2);
  });

  it('applied by two at once is written down once', async () => {
    const { place, bags } = await fridge(1);
    const at = await moment();
    const [one, two] = [await preview(csv([[place.code, at, 8]])), await preview(csv([[place.code, at, 8]]))];
    const answers = await Promise.allSettled([apply(one, true), apply(two, true)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readingsOf(place.id)).toHaveLength(1);
    expect(await stateOf(bags[0])).toEqual(['quarantined', 'temperature']);
  });
});

describe('a file', () => {
  it('of 5,000 lines, half of them out of range, is shown and applied in a few seconds', async () => {
    const { place, bags } = await fridge(20);
    const { place: other } = await fridge(0);
    await city.wait(24);
    const at = await moment();
    const lines = Array.from({ length: 5000 }, (_, n): Line => {
      const isWarm = n % 2 === 0;
      return [isWarm ? place.code : other.code, later(at, -n * 15), isWarm ? 7 + (n % 5) : 4];
    });
    const began = performance.now();
    const file = await preview(csv(lines));
    expect(file.badLines).toBe(0);
    expect((await foresee(file)).places).toMatchObject([{ out: 2500, held: bags.length }, { out: 0 }]);
    expect(await apply(file, true)).toMatchObject({ readings: 5000, held: bags.length });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('is nobody else’s to apply, to foresee or to name places with', async () => {
    const { place } = await fridge(0);
    const at = await moment();
    const file = await preview(csv([[place.code, at, 4]]));
    expect(await codesOf(apply(file, false, stranger.technician))).toEqual(['not_found']);
    expect(await codesOf(foresee(file, stranger.technician))).toEqual(['not_found']);
    expect(await codesOf(apply(file, false, house.nurse))).toEqual(['forbidden']);
    const theirs = await preview(csv([[place.code, at, 4]]), stranger.technician);
    expect(theirs.problems.map(({ code }) => code)).toEqual(['place.unknown']);
    await expect(preview(csv([[place.code, at, 4]]), house.nurse)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('bags that a downtime form took in, or gave out', () => {
  /** A bag on its way, received on paper two hours before the form is entered, into a default place of its own. */
  async function underWay() {
    places += 1;
    const place = await addPlace(city, house, `M${places}`, 'red_cells', true);
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [bag]);
    await city.wait(3);
    const written = await paperLine(city, bag, { kind: 'received', minutesAgo: 120 });
    // Paper has whole minutes.
    const line = { ...written, occurredAt: new Date(Math.floor(written.occurredAt.getTime() / 60_000) * 60_000) };
    return {
      place,
      bag,
      line,
      warmAt: later(line.occurredAt, 3600),
      enter: () => enterSheet(city, house.technician, [line]),
    };
  }

  it('stood where they were put since they came, though it was written down later', async () => {
    const { place, bag, warmAt, enter } = await underWay();
    await enter();
    expect(await stateOf(bag)).toEqual(['available', null]);
    await bring([[place.code, warmAt, 12]], true);
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it('are held where the place was read out of range before the form was entered', async () => {
    const { place, bag, warmAt, enter } = await underWay();
    await bring(
      [
        [place.code, warmAt, 12],
        [place.code, later(warmAt, 600), 4],
      ],
      true,
    );
    await enter();
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it('are held where the place is too warm still, though nothing is put there, and marked where they are on hold', async () => {
    const { place, bag, warmAt, line } = await underWay();
    const [other] = await releaseBags(city, clerk, [{}]);
    if (!other) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [other]);
    await bring([[place.code, warmAt, 12]], true);
    const one = await paperLine(city, other, { kind: 'received', minutesAgo: 120, second: '' });
    await enterSheet(city, house.technician, [line, one]);
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
    expect(await stateOf(other)).toEqual(['quarantined', 'incident']);
    const { bags } = await runRead(readHolds, city.as(house.technician), { unitIds: [other.id] });
    expect(bags[0]?.openHolds).toContain('temperature');
  });

  it('and gave out before the place was too warm, broke no rule', async () => {
    const { place, bag, warmAt, line } = await underWay();
    await bring(
      [
        [place.code, warmAt, 12],
        [place.code, later(warmAt, 600), 4],
      ],
      true,
    );
    const given = await paperLine(city, bag, { minutesAgo: 110 });
    const { incidents } = await enterSheet(city, house.technician, [line, given]);
    expect(incidents.filter(({ rule }) => rule === 'on_hold' || rule === 'stood_out_of_range')).toEqual([]);
    expect((await stateOf(bag))[0]).toBe('issued');
  });

  it('and gave out after the place was too warm, are told of: whoever has them must know', async () => {
    const { place, bag, warmAt, line } = await underWay();
    await bring(
      [
        [place.code, warmAt, 12],
        [place.code, later(warmAt, 600), 4],
      ],
      true,
    );
    const given = await paperLine(city, bag, { minutesAgo: 20 });
    const { incidents } = await enterSheet(city, house.technician, [line, given]);
    expect(incidents.map(({ rule }) => rule)).toContain('stood_out_of_range');
    expect((await stateOf(bag))[0]).toBe('issued');
  });

  it('and gave out are told in one incident of the place, by the worst that they stood through', async () => {
    const { place, bag, warmAt, line } = await underWay();
    const [other] = await releaseBags(city, clerk, [{}]);
    if (!other) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [other]);
    await bring(
      [
        [place.code, warmAt, 15],
        [place.code, later(warmAt, 600), 7],
        [place.code, later(warmAt, 1200), 4],
      ],
      true,
    );
    const lines = [
      line,
      await paperLine(city, other, { kind: 'received', minutesAgo: 120 }),
      await paperLine(city, bag, { minutesAgo: 20 }),
      await paperLine(city, other, { minutesAgo: 20 }),
    ];
    const { incidents } = await enterSheet(city, house.technician, lines);
    const told = incidents.filter(({ rule }) => rule === 'stood_out_of_range');
    expect(told).toHaveLength(1);
    const [incident] = await city.owner`
      select i.record_no, i.facts, array_agg(b.donation_no order by b.donation_no) as bags from incidents i join incident_bags b on b.incident_id = i.id
      where i.id = ${told[0]?.id ?? ''} group by i.id`;
    expect(incident).toEqual({
      record_no: place.code,
      facts: { place: place.code, celsius: 15, readAt: warmAt.toISOString() },
      bags: [bag.donationNo, other.donationNo].sort(),
    });
  });

  it('and gave out before the place was too warm, are not told of for what the paper says of them afterwards', async () => {
    const { place, bag, warmAt, line } = await underWay();
    await bring(
      [
        [place.code, warmAt, 12],
        [place.code, later(warmAt, 600), 4],
      ],
      true,
    );
    const lines = [
      line,
      await paperLine(city, bag, { minutesAgo: 110 }),
      await paperLine(city, bag, { kind: 'discarded', minutesAgo: 20 }),
    ];
    const { incidents } = await enterSheet(city, house.technician, lines);
    expect(incidents.map(({ rule }) => rule)).toEqual(['group_unconfirmed', 'already_gone']);
  });

  it('stood where what came was put then: in a place that is the default no more, or is out of use', async () => {
    const { place, bag, warmAt, enter } = await underWay();
    await bring([[place.code, warmAt, 12]], true);
    places += 1;
    // By its code it comes first; it was not there then.
    const next = await addPlace(city, house, `A${places}`, 'red_cells', true);
    await execute(modifyPlace, city.as(house.reviewer), {
      id: place.id,
      version: 2,
      name: '坏了',
      placeClass: 'red_cells',
      state: 'inactive',
      isDefault: false,
    });
    await enter();
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
    expect(await city.owner`select storage_place from blood_units where id = ${bag.id}`).toEqual([
      { storage_place: next.code },
    ]);
  });

  /** °C of the readings of which this bag was told to whoever has it. */
  const warmIncidentsOf = async ({ donationNo }: Pick<Bag, 'donationNo'>) =>
    (
      await city.owner<
        { celsius: number }[]
      >`select (facts->>'celsius')::float8 as celsius from incidents where rule = 'stood_out_of_range' and donation_no = ${donationNo}`
    ).map(({ celsius }) => celsius);

  describe.each([
    ['before the form', true],
    ['after it', false],
  ])('readings written down %s', (_, isFirst) => {
    const inOrder = async (lines: Line[], enter: () => Promise<unknown>) => {
      if (isFirst) await bring(lines, true);
      await enter();
      if (!isFirst) await bring(lines, true);
    };

    it('hold them where the place was too warm when they came and nobody has read it since', async () => {
      const { place, bag, line, enter } = await underWay();
      await inOrder([[place.code, later(line.occurredAt, -1800), 12]], enter);
      expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
    });

    it('hold them where it was too warm before they came, and read as fine only afterwards', async () => {
      const { place, bag, line, enter } = await underWay();
      const lines: Line[] = [-600, 300].map((seconds) => [
        place.code,
        later(line.occurredAt, seconds),
        seconds < 0 ? 12 : 4,
      ]);
      await inOrder(lines, enter);
      expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
    });

    it('hold none where it was fine again before they came', async () => {
      const { place, bag, line, enter } = await underWay();
      const lines: Line[] = [-1800, -600].map((seconds) => [
        place.code,
        later(line.occurredAt, seconds),
        seconds < -1000 ? 12 : 4,
      ]);
      await inOrder(lines, enter);
      expect(await stateOf(bag)).toEqual(['available', null]);
    });

    it('tell nothing of a bag that was given out as it came, and stood nowhere', async () => {
      const { place, bag, line } = await underWay();
      const given = { ...(await paperLine(city, bag)), occurredAt: line.occurredAt };
      await inOrder([[place.code, later(line.occurredAt, -1800), 12]], () =>
        enterSheet(city, house.technician, [given]),
      );
      expect(await warmIncidentsOf(bag)).toEqual([]);
    });

    it('tell of a bag of the shelf that stood through a milder one before it was given out', async () => {
      const { place, bags } = await fridge(1);
      const [bag] = bags;
      if (!bag) throw new Error('one bag');
      await city.wait(3);
      const line = await paperLine(city, bag, { minutesAgo: 60 });
      const lines: Line[] = [-1200, 1200].map((seconds) => [
        place.code,
        later(line.occurredAt, seconds),
        seconds < 0 ? 7 : 12,
      ]);
      await inOrder(lines, () => enterSheet(city, house.technician, [line]));
      expect(await warmIncidentsOf(bag)).toEqual([7]);
    });

    it('tell nothing of a bag of the shelf that had been given out before', async () => {
      const { place, bags } = await fridge(1);
      const [bag] = bags;
      if (!bag) throw new Error('one bag');
      await city.wait(3);
      const line = await paperLine(city, bag, { minutesAgo: 120 });
      const told: string[] = [];
      await inOrder([[place.code, later(line.occurredAt, 3600), 12]], async () => {
        const { incidents } = await enterSheet(city, house.technician, [line]);
        told.push(...incidents.map(({ rule }) => rule));
      });
      expect(told.filter((rule) => rule !== 'group_unconfirmed')).toEqual([]);
      expect(await warmIncidentsOf(bag)).toEqual([]);
    });
  });

  it('and that come back on paper, stand again where a reading marked them before: it is entered, and they are on hold', async () => {
    places += 1;
    const place = await addPlace(city, house, `M${places}`, 'red_cells', true);
    const [bag] = await stockBags(city, clerk, house, [{}]);
    if (!bag) throw new Error('one bag');
    const warmAt = await moment();
    const sent = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await bring([[place.code, warmAt, 12]], true);
    await receiveBags(city, stranger, sent.shipmentId ?? '', [bag]);
    await sendOut(city, stranger, [bag], { kind: 'transfer', toOrgId: 'H01' });
    await city.wait(1);
    await enterSheet(city, house.technician, [await paperLine(city, bag, { kind: 'received' })]);
    expect((await stateOf(bag))[0]).toBe('quarantined');
    const { bags } = await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] });
    expect(bags[0]?.openHolds).toContain('temperature');
  });

  it.each([
    ['before the form', true],
    ['after it', false],
  ])(
    'are held where the place was read too warm in the minute in which they came, with others, written down %s',
    async (_, isFirst) => {
      const { place, bag, line, enter } = await underWay();
      const lines: Line[] = [-900, 0, 900].map((seconds) => [
        place.code,
        later(line.occurredAt, seconds),
        seconds > 0 ? 4 : 12,
      ]);
      if (isFirst) await bring(lines, true);
      await enter();
      if (!isFirst) await bring(lines, true);
      expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
    },
  );
});
