import { describe, expect, it } from 'vitest';
import { stocktakeCovers } from './covers';
import { checkStocktake, type StocktakeFacts } from './rules';
import type { SignStocktakeInput } from './schema';

const at = (clock: string) => new Date(`2026-11-28T${clock}:00+08:00`);
const facts: StocktakeFacts = {
  now: at('10:30'),
  acting: { personId: 'p1', name: '周敏', roles: ['technician'] },
  second: { personId: 'p2', name: '陈立群', roles: ['reviewer'] },
  isSingleDutyAllowed: false,
  missing: [],
};
const scan = (unitId: string | null, clock = '10:05', donationNo = '3100026000001') => ({
  unitId,
  donationNo,
  productCode: 'E0336V00',
  at: at(clock),
});
const input: SignStocktakeInput = {
  placeId: 'place',
  startedAt: at('10:00'),
  scans: [scan('a'), scan('b')],
  missingUnitIds: ['c'],
  words: '',
  second: { by: 'token', token: 'token-of-the-second' },
};
const codes = (more: Partial<SignStocktakeInput>, moreFacts: Partial<StocktakeFacts> = {}) =>
  checkStocktake({ ...input, ...more }, { ...facts, ...moreFacts }).map(({ code }) => code);
const phone = (clock: string) => ({ second: { by: 'phone', staffNo: '1002', at: at(clock) } }) as const;

describe('a count may be signed', () => {
  it.each<[string, Partial<SignStocktakeInput>, Partial<StocktakeFacts>, string[]]>([
    ['by two people', {}, {}, []],
    ['of an empty place', { scans: [], missingUnitIds: [] }, {}, []],
    ['not when it began yesterday', { startedAt: new Date('2026-11-27T20:00:00+08:00') }, {}, ['stocktake.too_old']],
    [
      'not when it begins tomorrow',
      { startedAt: new Date('2026-11-29T10:00:00+08:00'), scans: [] },
      {},
      ['stocktake.too_old'],
    ],
    ['not with a bag scanned twice', { scans: [scan('a'), scan('a')] }, {}, ['stocktake.scanned_twice']],
    ['not with an unknown label scanned twice', { scans: [scan(null), scan(null)] }, {}, ['stocktake.scanned_twice']],
    ['with two unknown labels', { scans: [scan(null), scan(null, '10:06', '3100026000002')] }, {}, []],
    ['not with a scan from before it', { scans: [scan('a', '09:00')] }, {}, ['stocktake.scan_outside']],
    ['not with a scan of the future', { scans: [scan('a', '11:00')] }, {}, ['stocktake.scan_outside']],
    ['while what both saw missing still is', {}, { missing: [{ id: 'c', donationNo: '1' }] }, []],
    ['while what was missing has left meanwhile', {}, { missing: [] }, []],
    [
      'not when something more is missing now',
      {},
      { missing: [{ id: 'd', donationNo: '2' }] },
      ['stocktake.missing_unseen'],
    ],
    ['not by one alone', { second: undefined }, { second: null }, ['signature.second_missing']],
    ['not by one twice', {}, { second: facts.acting }, ['signature.same_person']],
    ['not by a nurse', {}, { second: { personId: 'p3', name: '林晓', roles: ['nurse'] } }, ['signature.not_entitled']],
    ['not by telephone by day', phone('10:20'), {}, ['stocktake.phone_not_allowed']],
    ['by telephone with one on duty', phone('10:20'), { isSingleDutyAllowed: true }, []],
    ['not by a call of two hours ago', phone('08:20'), { isSingleDutyAllowed: true }, ['stocktake.phone_time']],
    ['not by a call to come', phone('10:40'), { isSingleDutyAllowed: true }, ['stocktake.phone_time']],
  ])('%s', (_, more, moreFacts, expected) => {
    expect(codes(more, moreFacts)).toEqual(expected);
  });
});

describe('what the signatures of a count cover', () => {
  const covers = stocktakeCovers(input);
  it('is the same in whatever order the bags were scanned', () => {
    expect(stocktakeCovers({ ...input, scans: [...input.scans].reverse() })).toEqual(covers);
  });
  it.each<[string, Partial<SignStocktakeInput>]>([
    ['another place', { placeId: 'other' }],
    ['one more bag', { scans: [...input.scans, scan('x')] }],
    ['a bag less missing', { missingUnitIds: [] }],
    ['a word more', { words: '冰箱已化霜' }],
    ['an earlier start', { startedAt: at('08:00') }],
    ['a later scan', { scans: [scan('a'), scan('b', '10:06')] }],
  ])('falls with %s', (_, more) => {
    expect(stocktakeCovers({ ...input, ...more })).not.toEqual(covers);
  });
});
