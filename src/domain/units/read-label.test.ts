import { describe, expect, it } from 'vitest';
import { addressOf, isOfBag, isSearched, readLabel } from './read-label';

// G1234 98 654321: check character H by the UK specification, value 17, so flags 77.
const bare = 'G123498654321';
const found = { kind: 'donation', donationNo: bare, productCode: null };

describe('a donation number is read however it comes', () => {
  it.each([
    ['as typed', 'G123498654321', false],
    ['in groups', 'G1234 98 654321', false],
    ['with hyphens', 'G1234-98-654321', false],
    ['with its check character', 'G1234 98 654321 H', true],
    ['lower case', 'g1234 98 654321 h', true],
    ['full width', 'Ｇ１２３４　９８　６５４３２１', false],
    ['scanned, flags that say nothing', '=G12349865432100', false],
    ['scanned, check flags', '=G12349865432177', true],
    ['scanned through a Chinese keyboard', '＝ｇ１２３４９８６５４３２１７７', true],
  ])('%s', (_, text, isChecked) => {
    expect(readLabel(text)).toEqual({ ...found, isChecked });
  });

  it.each([
    ['old label, ten digits', '0123456789', '0123456789'],
    ['old label, twelve digits that could be a time', '202612311200', '202612311200'],
    ['old label with start and stop letters', 'A0123456789B', '0123456789'],
    ['old label with small letters, full width', 'ａ0123456789ｂ', '0123456789'],
    ['thirteen digits are of both kinds and one number', '3100026000001', '3100026000001'],
  ])('%s', (_, text, donationNo) => {
    expect(readLabel(text)).toMatchObject({ kind: 'donation', donationNo, productCode: null });
  });

  it.each([
    ['pasted together', 'G123498654321E0336V00'],
    ['with a blank', 'G123498654321 E0336V00'],
    ['with the check character', 'G1234 98 654321 H E0336V00'],
    ['both scanned', '=G12349865432177=<E0336V00'],
    ['the product first', '=<E0336V00=G12349865432177'],
    ['a compound message', '=+02000=G12349865432177=<E0336V00'],
    ['the flags typed along', 'G12349865432177E0336V00'],
  ])('donation number and product code: %s', (_, text) => {
    expect(readLabel(text)).toMatchObject({ kind: 'donation', donationNo: bare, productCode: 'E0336V00' });
  });
});

it('a wrong check character is told, and nothing is searched', () => {
  for (const text of ['G123498654321A', '=G12349865432178', 'G123498654321AE0336V00', 'G12349865432178E0336V00'])
    expect([text, readLabel(text)]).toEqual([text, { kind: 'mismatch', donationNo: bare }]);
});

it('the end of a number and a label of no known form are parts', () => {
  expect(readLabel('4321')).toEqual({ kind: 'part', text: '4321' });
  expect(readLabel('98 654321')).toEqual({ kind: 'part', text: '98654321' });
  expect(readLabel('old-0001')).toEqual({ kind: 'part', text: 'OLD0001' });
});

it('a code that names no bag is named for what it is', () => {
  const others = {
    '=<E0336V00': 'product',
    E0336V00: 'product',
    '=%5100': 'group',
    '&>0263402359': 'expiry',
    '&*0263400800': 'moment',
    [`XB-${'A'.repeat(26)}`]: 'badge',
    'xb-short': 'badge',
    XMPZY0263190: 'patient',
  };
  for (const [text, what] of Object.entries(others)) {
    const label = readLabel(text);
    expect([text, label]).toEqual([text, { kind: 'other', what }]);
    expect(isSearched(label)).toBe(false);
  }
});

it('what cannot be read says why', () => {
  expect(readLabel('')).toEqual({ kind: 'unreadable', why: 'short' });
  expect(readLabel('12')).toEqual({ kind: 'unreadable', why: 'short' });
  // The 366th day of 2026.
  expect(readLabel('&>0263662359')).toEqual({ kind: 'unreadable', why: 'damaged' });
  expect(readLabel('血袋3100026')).toEqual({ kind: 'unreadable', why: 'input_method' });
});

it('what is searched reads the same from an address', () => {
  for (const text of ['=G12349865432177=<E0336V00', 'A0123456789B', '4321']) {
    const label = readLabel(text);
    const again = isSearched(label) ? readLabel(addressOf(label)) : null;
    expect([text, again]).toEqual([text, 'isChecked' in label ? { ...label, isChecked: false } : label]);
  }
});

describe('a scan that nobody on the page asked for', () => {
  it.each([
    ['a donation number', '=G12349865432100'],
    ['a donation number whose check character is wrong', '=G12349865432178'],
    ['a donation number with its product', '=G12349865432177=<E0336V00'],
    ['through a Chinese keyboard', '＝ｇ１２３４９８６５４３２１７７'],
    ['an old label', 'A0123456789B'],
    ['a product code', '=<E0336V00'],
    ['a group', '=%5100'],
    ['an expiry', '&>0263402359'],
  ])('comes from a bag: %s', (_, text) => expect(isOfBag(text)).toBe(true));

  it.each([
    ['a badge', `XB-${'A'.repeat(26)}`],
    ['a badge through a Chinese keyboard', `ｘｂ-${'a'.repeat(26)}`],
    ['part of a badge', 'XB-2345'],
    ['a wristband', 'XMPZY0263190'],
    ['a storage place', 'XP-A1'],
    ['a record number that reads like a product code', 'E0336V00'],
    ['a word', 'zhaomin'],
    ['four digits', '5100'],
    ['nothing', ''],
  ])('does not: %s', (_, text) => expect(isOfBag(text)).toBe(false));
});
