import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthBeside, monthOf } from '@/domain/storage-places/month';
import { formatDate } from '@/i18n/format';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { temperatureMonth } from '@/server/modules/storage-places/temperature-month';
import { openCity, type TrialCity } from '../../support/city';
import { addPlace, type House, openHouse } from '../../support/city-work';

let city: TrialCity;
let house: House;
let stranger: House;

beforeAll(async () => {
  city = await openCity();
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
});
afterAll(() => city?.close());

const hourMs = 3_600_000;
const sheetOf = (placeId: string, month: string, by: UserActor = house.technician) =>
  runRead(temperatureMonth, city.as(by), { placeId, month });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
/** Written down as the years before this test would have left it. */
async function readingAt(placeId: string, readAt: Date, celsius: number, source = 'manual') {
  await city.owner`
    insert into temperature_readings (org_id, place_id, celsius, read_at, source, is_out, read_by)
    values ('H01', ${placeId}, ${celsius}, ${readAt}, ${source}, ${celsius > 6}, '1001 试验')`;
}

describe('the sheet of a month', () => {
  it('holds the readings of the city’s month, from its first midnight to its last, and the gaps at both ends', async () => {
    const place = await addPlace(city, house, 'S1');
    const month = monthBeside(formatDate(await city.now()).slice(0, 7), -1);
    const { from, until } = monthOf(month);
    await readingAt(place.id, new Date(from.getTime() - 1), 3);
    await readingAt(place.id, from, 4);
    await readingAt(place.id, new Date(from.getTime() + hourMs), 9.4, 'file');
    await readingAt(place.id, new Date(until.getTime() - 1), 5);
    await readingAt(place.id, until, 5.5);
    const sheet = await sheetOf(place.id, month);
    expect(sheet).toMatchObject({ month, summary: { count: 3, out: 1, minC: 4, maxC: 9.4 } });
    expect(sheet.days).toHaveLength(Math.round((until.getTime() - from.getTime()) / (24 * hourMs)));
    expect(sheet.days[0]?.slots[0]).toMatchObject([
      { celsius: 4, source: 'manual', readBy: '1001 试验' },
      { celsius: 9.4, source: 'file', isOut: true },
    ]);
    expect(sheet.days.at(-1)?.slots[5]).toMatchObject([{ celsius: 5 }]);
    expect(sheet.excursions).toMatchObject([{ count: 1, worst: { celsius: 9.4 } }]);
    expect(sheet.gaps).toEqual([{ from: new Date(from.getTime() + hourMs), until: new Date(until.getTime() - 1) }]);
  });

  it('of now ends with today, and what was just read stands in it', async () => {
    const place = await addPlace(city, house, 'S2');
    const { readingId } = await execute(readTemperature, city.as(house.technician), {
      placeId: place.id,
      celsius: 4.2,
    });
    expect(readingId).toBeTruthy();
    const today = formatDate(await city.now());
    const sheet = await sheetOf(place.id, today.slice(0, 7));
    expect(sheet.days.at(-1)).toMatchObject({ day: Number(today.slice(8)), summary: { count: 1, meanC: 4.2 } });
    expect(sheet.gaps).toEqual([]);
  });

  it('in which nobody read is empty; what is no month is refused', async () => {
    const place = await addPlace(city, house, 'S3');
    expect(await sheetOf(place.id, '2020-02')).toMatchObject({ summary: null, excursions: [], gaps: [] });
    expect((await sheetOf(place.id, '2020-02')).days).toHaveLength(29);
    expect((await sheetOf(place.id, '2099-01')).days).toEqual([]);
    expect(await codeOf(sheetOf(place.id, '2026-13'))).toBe('invalid_input');
  });

  it('is read by the blood bank and its hospital, and by nobody else', async () => {
    const place = await addPlace(city, house, 'S4');
    expect(await codeOf(sheetOf(place.id, '2026-11', house.reviewer))).toBe('ok');
    expect(await codeOf(sheetOf(place.id, '2026-11', house.nurse))).toBe('forbidden');
    expect(await codeOf(sheetOf(place.id, '2026-11', stranger.technician))).toBe('not_found');
  });
});
