import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatCappedCount,
  formatCover,
  formatDateTime,
  formatFor,
  formatNumber,
  formatRange,
  formatSigned,
  formatVolume,
  groupDonationNumber,
  parseCityDateTime,
} from './format';

const zh = formatFor('zh-CN');
const en = formatFor('en');
const now = new Date('2026-11-23T06:03:12Z');

describe('numbers', () => {
  it('print thousands with a comma and less than nothing with a true minus', () => {
    expect(formatNumber(18_400)).toBe('18,400');
    expect(formatNumber(-2)).toBe('\u22122');
    expect(formatNumber(-0.001, 1)).toBe('0.0');
    expect(formatNumber(1234.5)).toBe('1,234.5');
    expect(formatNumber(0.1 + 0.2)).toBe('0.3');
  });

  it('never print what is not known as zero', () => {
    for (const unknown of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(formatNumber(unknown)).toBe('—');
      expect(formatCover(unknown)).toBe('—');
    }
    expect(formatAmount(null)).toBe('—');
    expect(formatNumber(0)).toBe('0');
  });

  it('turn hundredths into units', () => {
    expect(formatAmount(200)).toBe('2');
    expect(formatAmount(150)).toBe('1.5');
    expect(formatAmount(120_000)).toBe('1,200');
  });

  it('carry a sign where a change is meant', () => {
    expect(formatSigned(26)).toBe('+26');
    expect(formatSigned(-37)).toBe('\u221237');
    expect(formatSigned(0)).toBe('0');
    expect(zh.change(0.2)).toBe('↑ 0.2');
    expect(zh.change(-0.6)).toBe('↓ 0.6');
    expect(zh.change(0.04)).toBe('持平');
    expect(en.change(0)).toBe('even');
  });

  it('say ranges, open ends and capped counts', () => {
    expect(formatRange(2, 6, '℃')).toBe('2–6 ℃');
    expect(formatRange(null, -18, '℃')).toBe('≤ \u221218 ℃');
    expect(formatRange(20, null)).toBe('≥ 20');
    expect(formatCappedCount(10_000)).toBe('10,000+');
    expect(formatCappedCount(9_999)).toBe('9,999');
  });

  it('print plasma in litres from 100,000 ml up', () => {
    expect(formatVolume(99_999)).toEqual({ figure: '99,999', unit: 'ml' });
    expect(formatVolume(1_843_200)).toEqual({ figure: '1,843', unit: 'L' });
  });
});

describe('days of cover', () => {
  it('are cut, so that a figure below a line never prints as the line', () => {
    expect(formatCover(6.98)).toBe('6.9');
    expect(formatCover(2.4)).toBe('2.4');
    expect(formatCover(29.99)).toBe('29.9');
    expect(formatCover(30)).toBe('≥30');
  });
});

describe('city time', () => {
  it('does not depend on the zone of the computer', () => {
    expect(formatDateTime(now)).toBe('2026-11-23 14:03');
    expect(zh.timeSeconds(now)).toBe('14:03:12');
    expect(formatDateTime(new Date('2026-12-31T16:30:00Z'))).toBe('2027-01-01 00:30');
  });

  it('says today and tomorrow by the city day, then the date, then the year', () => {
    expect(zh.dayTime(new Date('2026-11-23T08:30:00Z'), now)).toBe('今日 16:30');
    expect(zh.dayTime(new Date('2026-11-23T16:30:00Z'), now)).toBe('明日 00:30');
    expect(zh.day(new Date('2026-11-22T15:59:00Z'), now)).toBe('昨日');
    expect(zh.day(new Date('2026-11-27T00:00:00Z'), now)).toBe('11-27');
    expect(zh.day(new Date('2027-11-27T00:00:00Z'), now)).toBe('2027-11-27');
    expect(en.dayTime(new Date('2026-11-23T08:30:00Z'), now)).toBe('today 16:30');
    expect(zh.weekday(now)).toBe('星期一');
    expect(zh.monthDay(now)).toBe('11 月 23 日');
  });

  it('counts what is left until expiry and says expired from the instant on', () => {
    expect(zh.daysLeft(new Date('2026-11-24T15:59:00Z'), now)).toBe('1.4 天');
    expect(zh.daysLeft(now, now)).toBe('已过期');
    expect(en.daysLeft(new Date('2026-11-24T15:59:00Z'), now)).toBe('1.4 d');
  });

  it('says an age in seconds, minutes, hours, days', () => {
    expect([2, 85, 190, 4 * 3600, 5 * 86_400].map((age) => zh.age(age))).toEqual([
      '2 s',
      '85 s',
      '3 分',
      '4 小时',
      '5 天',
    ]);
  });

  it('sets things beside each other in the punctuation of the language', () => {
    expect(zh.list(['抗-E', '抗-c'])).toBe('抗-E、抗-c');
    expect(en.list(['anti-E', 'anti-c'])).toBe('anti-E, anti-c');
    expect(zh.clauses(['周敏', '', '骨科'])).toBe('周敏，骨科');
    expect(en.clauses(['Zhou Min', 'orthopaedics'])).toBe('Zhou Min, orthopaedics');
  });

  it('reads back what it prints and refuses days that do not exist', () => {
    expect(parseCityDateTime('2026-11-23 14:03')?.toISOString()).toBe('2026-11-23T06:03:00.000Z');
    expect(parseCityDateTime('2026-02-30')).toBeNull();
    expect(parseCityDateTime('2026-11-23 24:00')).toBeNull();
  });
});

describe('donation numbers', () => {
  it('are grouped as they are read aloud; others stay as they are', () => {
    expect(groupDonationNumber('3100026020517')).toBe('31000 26 020517');
    expect(groupDonationNumber('0100123456')).toBe('0100123456');
  });
});
