import { describe, expect, it } from 'vitest';
import { addDays, businessDayOf, defaultReporting, dueAtOf, isSilent, type Reporting } from './reporting';

const zone = 'Asia/Shanghai';
const declares = (intervalHours: number, dueHour: number): Reporting => ({ mode: 'declares', intervalHours, dueHour });

describe('until when a declaration holds', () => {
  it.each([
    ['2026-11-23', 24, 10, '2026-11-24T02:00:00.000Z'],
    ['2026-11-23', 24, 0, '2026-11-23T16:00:00.000Z'],
    ['2026-11-30', 24, 8, '2026-12-01T00:00:00.000Z'],
    ['2026-12-31', 48, 10, '2027-01-02T02:00:00.000Z'],
    ['2028-02-28', 24, 10, '2028-02-29T02:00:00.000Z'],
    ['2026-11-23', 168, 10, '2026-11-30T02:00:00.000Z'],
  ])('of %s, every %i h by %i o’clock: %s', (day, hours, hour, due) => {
    expect(dueAtOf(day, declares(hours, hour), zone).toISOString()).toBe(due);
  });

  it('a late declaration is not due later for it: the day counts and not the hour it was made at', () => {
    expect(dueAtOf(businessDayOf(new Date('2026-11-23T15:59:00Z'), zone), declares(24, 10), zone)).toEqual(
      new Date('2026-11-24T02:00:00Z'),
    );
    expect(businessDayOf(new Date('2026-11-23T16:00:00Z'), zone)).toBe('2026-11-24');
  });
});

describe('silence', () => {
  const now = new Date('2026-11-24T02:00:00Z');
  const hours = (count: number) => new Date(now.getTime() - count * 3_600_000);

  it.each([
    ['works here, moved a bag an hour ago', defaultReporting, hours(1), null, false],
    ['works here, exactly a day ago', defaultReporting, hours(24), null, false],
    ['works here, more than a day ago', defaultReporting, hours(24.1), null, true],
    ['works here, two days agreed', { ...defaultReporting, intervalHours: 48 }, hours(24.1), null, false],
    ['works here, never moved a bag', defaultReporting, null, null, true],
    ['works here, an old declaration is none of its', defaultReporting, null, hours(-5), true],
    ['declares, due this very moment', declares(24, 10), null, now, false],
    ['declares, a minute overdue', declares(24, 10), null, hours(1 / 60), true],
    ['declares, never did', declares(24, 10), null, null, true],
    ['declares, and a delivery was sent to it an hour ago', declares(24, 10), hours(1), hours(1), true],
  ])('%s', (_, reporting, lastMovedAt, dueAt, silent) => {
    expect(isSilent(reporting, { lastMovedAt, dueAt }, now)).toBe(silent);
  });
});

it('days are added over months and years', () => {
  expect([addDays('2026-11-30', 1), addDays('2026-12-31', 1), addDays('2026-03-01', -1)]).toEqual([
    '2026-12-01',
    '2027-01-01',
    '2026-02-28',
  ]);
});
