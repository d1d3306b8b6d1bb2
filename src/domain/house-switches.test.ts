import { describe, expect, it } from 'vitest';
import { isHour, readSwitches, switchesOf } from './house-switches';

describe('the switches of a house', () => {
  it.each([
    ['a house that has set nothing', {}, { from: '17:00', until: '08:00' }, 24, 'CN', []],
    [
      'its own hours',
      { singleDutyFrom: '18:00', singleDutyUntil: '07:30' },
      { from: '18:00', until: '07:30' },
      24,
      'CN',
      ['singleDuty'],
    ],
    [
      'equal hours: nobody is ever alone',
      { singleDutyFrom: '00:00', singleDutyUntil: '00:00' },
      null,
      24,
      'CN',
      ['singleDuty'],
    ],
    ['one hour alone says nothing', { singleDutyFrom: '18:00' }, { from: '17:00', until: '08:00' }, 24, 'CN', []],
    [
      'an hour of no day',
      { singleDutyFrom: '24:00', singleDutyUntil: '08:00' },
      { from: '17:00', until: '08:00' },
      24,
      'CN',
      [],
    ],
    [
      'its own time of keeping',
      { reservationHours: 48 },
      { from: '17:00', until: '08:00' },
      48,
      'CN',
      ['reservationHours'],
    ],
    ['three days at most', { reservationHours: 73 }, { from: '17:00', until: '08:00' }, 24, 'CN', []],
    ['no part of an hour', { reservationHours: 1.5 }, { from: '17:00', until: '08:00' }, 24, 'CN', []],
    [
      'the other table',
      { compatibilityProfile: 'ANZ' },
      { from: '17:00', until: '08:00' },
      24,
      'ANZ',
      ['compatibilityProfile'],
    ],
    ['a table that nobody knows', { compatibilityProfile: 'UK' }, { from: '17:00', until: '08:00' }, 24, 'CN', []],
  ] as const)('%s', (_, settings, singleDuty, reservationHours, compatibilityProfile, own) => {
    expect(readSwitches(settings as never)).toEqual({
      ...{ singleDuty, reservationHours, compatibilityProfile, own },
      offersShortDated: false,
      takesShortDated: false,
      issueNeedsRequest: false,
      requestsByDay: false,
      requestsCountAll: false,
      needsTwoReviewers: false,
      goLiveTrialDays: 7,
    });
  });

  it.each([
    [{}, false, false, []],
    [{ offersShortDated: true }, true, false, ['offersShortDated']],
    [{ takesShortDated: true, offersShortDated: false }, false, true, ['offersShortDated', 'takesShortDated']],
    [{ takesShortDated: 'yes' }, false, false, []],
  ])('short-dated bags: %j', (settings, offersShortDated, takesShortDated, own) => {
    expect(readSwitches(settings as never)).toMatchObject({ offersShortDated, takesShortDated, own });
  });

  it.each([
    [{ goLiveTrialDays: 14 }, 14, ['goLiveTrialDays']],
    [{ goLiveTrialDays: 0 }, 7, []],
    [{ goLiveTrialDays: 91 }, 7, []],
    [{ goLiveTrialDays: '14' }, 7, []],
  ])('days of a trial: %j', (settings, goLiveTrialDays, own) => {
    expect(readSwitches(settings as never)).toMatchObject({ goLiveTrialDays, own });
  });

  it.each([
    ['hospital', '浦东新区', 8, false],
    ['blood_office', '浦东新区', 1, false],
    ['blood_office', '', 2, true],
    ['blood_station', '', 0, false],
    ['reference_lab', '', 0, false],
  ] as const)('a %s of %j has %i, the days of a trial among them: %s', (kind, district, count, hasDays) => {
    const names = switchesOf({ kind, district });
    expect([names.length, names.includes('goLiveTrialDays')]).toEqual([count, hasDays]);
  });

  it.each([
    ['00:00', true],
    ['23:59', true],
    ['8:00', false],
    ['24:00', false],
    ['0800', false],
    ['', false],
  ])('%j is an hour of the day: %s', (text, expected) => {
    expect(isHour(text)).toBe(expected);
  });
});
