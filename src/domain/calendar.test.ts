import { describe, expect, it } from 'vitest';
import { isWorkingDay, workingDayAfter } from './calendar';

/** As the State Council has it for 2026: 国庆节 1–7 October, worked on 20 September and 10 October. */
const october = {
  holidays: new Set(['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`)),
  workdays: new Set(['2026-09-20', '2026-10-10']),
};

describe('working days', () => {
  it.each([
    ['2026-11-30', true],
    ['2026-11-28', false],
    ['2026-11-29', false],
    ['2026-10-01', false],
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2026-10-11', false],
  ])('%s: %s', (day, isWorked) => expect(isWorkingDay(day, october)).toBe(isWorked));

  it.each([
    // Monday, Thursday, Friday, Saturday and Sunday of ordinary weeks.
    ['2026-11-23', '2026-11-25'],
    ['2026-11-26', '2026-11-30'],
    ['2026-11-27', '2026-12-01'],
    ['2026-11-28', '2026-12-01'],
    ['2026-11-29', '2026-12-01'],
    // Wednesday before the holiday: 8 and 9 October.
    ['2026-09-30', '2026-10-09'],
    // Friday after it: the worked Saturday counts.
    ['2026-10-09', '2026-10-12'],
    // Over the end of a year.
    ['2027-12-30', '2028-01-03'],
  ])('two of them after %s end on %s', (day, end) => expect(workingDayAfter(day, 2, october)).toBe(end));
});
