import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfOrdinal, dayOfYear, formatLocalDate, toInstant, toLocalTime } from './zoned-time';

const minute = fc
  .integer({ min: Date.parse('1992-01-01T00:00:00Z') / 60_000, max: Date.parse('2099-01-01T00:00:00Z') / 60_000 })
  .map((minutes) => new Date(minutes * 60_000));

describe('wall clocks and instants', () => {
  it('every minute of Shanghai reads back as itself', () => {
    fc.assert(
      fc.property(minute, (at) => {
        expect(toInstant(toLocalTime(at, 'Asia/Shanghai'), 'Asia/Shanghai')).toEqual(at);
      }),
    );
  });

  it('every wall clock of a zone with summer time reads back as itself', () => {
    fc.assert(
      fc.property(minute, (at) => {
        const local = toLocalTime(at, 'America/Los_Angeles');
        const back = toInstant(local, 'America/Los_Angeles');
        expect(back && toLocalTime(back, 'America/Los_Angeles')).toEqual(local);
      }),
    );
  });

  it('the day begins in Shanghai at 16:00 UTC', () => {
    expect(formatLocalDate(toLocalTime(new Date('2026-11-22T15:59:59Z'), 'Asia/Shanghai'))).toBe('2026-11-22');
    expect(formatLocalDate(toLocalTime(new Date('2026-11-22T16:00:00Z'), 'Asia/Shanghai'))).toBe('2026-11-23');
    expect(toLocalTime(new Date('2026-11-22T16:00:00Z'), 'Asia/Shanghai').hour).toBe(0);
  });

  it('day 113 of the leap year 2016 is 22 April; day 366 exists in leap years only', () => {
    expect(dateOfOrdinal(2016, 113)).toEqual({ month: 4, day: 22 });
    expect(dayOfYear({ year: 2016, month: 4, day: 22 })).toBe(113);
    expect(dateOfOrdinal(2016, 366)).toEqual({ month: 12, day: 31 });
    expect(dateOfOrdinal(2026, 366)).toBeUndefined();
    expect(dateOfOrdinal(2026, 0)).toBeUndefined();
  });
});
