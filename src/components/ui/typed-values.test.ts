import { describe, expect, it } from 'vitest';
import { parseTypedNumber } from './number-input';
import { matchesPicker } from './picker-item';
import { parseTypedDate, parseTypedDateTime } from './typed-date';

const now = new Date('2026-11-23T06:03:12Z');

describe('a typed number', () => {
  it('may be full-width, with commas, or with a true minus', () => {
    expect(parseTypedNumber('１，２３４．５')).toBe(1234.5);
    expect(parseTypedNumber('1,200')).toBe(1200);
    expect(parseTypedNumber('\u22122')).toBe(-2);
    expect(parseTypedNumber('4。5')).toBe(4.5);
    expect(parseTypedNumber(' －２１．４ ')).toBe(-21.4);
  });

  it('is nothing when empty, and no number when there are letters', () => {
    expect(parseTypedNumber('  ')).toBeNull();
    for (const text of ['12a', '1.2.3', '4.2.1', '-', '.', '四', '4,2', '４，２', '4 2', '1,20', '12,3456'])
      expect(parseTypedNumber(text)).toBeNaN();
  });
});

describe('a typed day', () => {
  it('is taken in the ways people write it', () => {
    for (const text of ['2026-11-23', '2026/11/23', '2026.11.23', '20261123', '２０２６－１１－２３', '2026年11月23日'])
      expect(parseTypedDate(text)).toBe('2026-11-23');
    expect(parseTypedDate('11-3', now)).toBe('2026-11-03');
  });

  it('is refused when it does not exist or lacks its year', () => {
    for (const text of ['2026-02-30', '2026-13-01', '11-23', '', 'abc']) expect(parseTypedDate(text)).toBeNull();
  });

  it('with a time is the instant in the city', () => {
    const wanted = '2026-11-24T00:30:00.000Z';
    for (const text of ['2026-11-24 08:30', '20261124 0830', '202611240830', '2026-11-24 8:30', '11-24 08：30'])
      expect(parseTypedDateTime(text, now)?.toISOString()).toBe(wanted);
    for (const text of ['2026-11-24', '2026-11-24 25:00', '13-45', ''])
      expect(parseTypedDateTime(text, now)).toBeNull();
  });
});

describe('a picker', () => {
  const station = {
    value: 'S02',
    label: '崇明示范血站',
    search: 'chongmingshifanxuezhan cmsfxz',
    code: 'S02',
  };

  it('finds by Chinese, pinyin, initials and code, in any case', () => {
    for (const text of ['崇明', 'chongming', 'CMSF', 's02', '崇明 s02', "chong'ming", '']) {
      expect(matchesPicker(station, text)).toBe(true);
    }
    expect(matchesPicker(station, '浦东')).toBe(false);
    expect(matchesPicker(station, '崇明 s03')).toBe(false);
  });
});
