import { describe, expect, it } from 'vitest';
import { applyScan, emptyBagScan, type ScannedBag } from './bag-scan';
import { checkScannedBag, compareWithExpected, type ExpectedBag } from './check-bag';
import { readScan } from './read-scan';

const timeZone = 'Asia/Shanghai';
const at = new Date('2026-11-23T04:00:00Z');

function scanBag(...raws: string[]): ScannedBag {
  let state = emptyBagScan;
  for (const raw of raws) state = applyScan(state, readScan(raw, { now: at, timeZone })).state;
  const [bag] = state.bags;
  if (!bag || state.bags.length > 1) throw new Error('expected one bag');
  return bag;
}

const codes = (violations: readonly { code: string }[]) => violations.map(({ code }) => code);
const products = [{ productCode: 'P0065H00' }, { productCode: 'P0056V00' }];
const bag = scanBag('=G12349865432177', '=<P0065HA0', '=%5100', '&>0263272359');
const record: ExpectedBag = {
  donationNo: 'G123498654321',
  productCode: 'P0065HA0',
  abo: 'O',
  rhd: 'positive',
  expiresAt: new Date('2026-11-23T15:59:00Z'),
};
const compare = (own: ScannedBag, expected: Partial<ExpectedBag> = {}, when = at) =>
  compareWithExpected(own, { ...record, ...expected }, { at: when, timeZone });

describe('the bag recorded in a Chinese hospital', () => {
  // The expiry was stored as 201604220950, not as a label: it is entered on the form.
  const scan = readScan('201604220950', { now: at, timeZone, isManual: true });
  const expiry = scan.kind === 'ambiguous' ? scan.candidates.find(({ kind }) => kind === 'expiry') : undefined;
  if (expiry?.kind !== 'expiry') throw new Error('no expiry among the candidates');
  const recorded = { ...scanBag('=410301602203855', '=<E5445000', '=%6200'), expiry: { ...expiry, isManual: true } };

  it('is refused as expired and its product as unknown, each for itself', () => {
    expect(checkScannedBag(recorded, products, { at })).toEqual([
      { code: 'product_unknown', facts: { scanned: 'E5445000' } },
      { code: 'expired', facts: { scanned: '2016-04-22T01:50:00.000Z', at: '2026-11-23T04:00:00.000Z' } },
    ]);
  });

  it('was good on the day it was used, when its product is in the list', () => {
    expect(checkScannedBag(recorded, [{ productCode: 'E5445' }], { at: new Date('2016-04-22T01:49:00Z') })).toEqual([]);
  });
});

describe('labels against the record', () => {
  it('a bag that is what the record says passes', () => {
    expect(compare(bag)).toEqual([]);
    expect(checkScannedBag(bag, products, { at })).toEqual([]);
  });

  it.each([
    ['group_mismatch', { abo: 'A' }, 'A+', 'O+'],
    ['group_mismatch', { rhd: 'negative' }, 'O−', 'O+'],
    ['group_mismatch', { rhd: 'unspecified' }, 'O', 'O+'],
    ['product_mismatch', { productCode: 'P0065HB0' }, 'P0065HB0', 'P0065HA0'],
    ['donation_no_mismatch', { donationNo: 'G151797123456' }, 'G151797123456', 'G123498654321'],
  ] as const)('%s carries both values', (code, expected, held, scanned) => {
    expect(compare(bag, expected)).toEqual([{ code, facts: { expected: held, scanned } }]);
  });

  it('an expiry one minute off is a mismatch, seconds are not', () => {
    expect(compare(bag, { expiresAt: new Date('2026-11-23T15:59:59Z') })).toEqual([]);
    expect(codes(compare(bag, { expiresAt: new Date('2026-11-23T16:00:00Z') }))).toEqual(['expiry_mismatch']);
  });

  it('a day-only label is compared by the day of the city', () => {
    const dayOnly = scanBag('=G12349865432177', '=<P0065HA0', '=%5100', '=>026327');
    expect(compare(dayOnly, { expiresAt: new Date('2026-11-23T09:30:00Z') })).toEqual([]);
    expect(codes(compare(dayOnly, { expiresAt: new Date('2026-11-23T16:00:00Z') }))).toEqual(['expiry_mismatch']);
  });

  it('expired by the label or by the record, at the minute, once', () => {
    expect(codes(compare(bag, {}, new Date('2026-11-23T15:58:59Z')))).toEqual([]);
    expect(codes(compare(bag, {}, new Date('2026-11-23T15:59:00Z')))).toEqual(['expired']);
    const early = { expiresAt: new Date('2026-11-23T03:00:00Z') };
    expect(codes(compare(bag, early))).toEqual(['expiry_mismatch', 'expired']);
  });

  it('an autologous-only bag is refused whatever the record says', () => {
    const own = scanBag('=G12349865432177', '=<P0065HA0', '=%5300', '&>0263272359');
    expect(compare(own)).toEqual([{ code: 'autologous_only', facts: { scanned: '5300' } }]);
  });

  it('missing labels are named', () => {
    expect(checkScannedBag(scanBag('=G12349865432177', '=%5100'), products, { at })).toEqual([
      { code: 'parts_missing', facts: { parts: 'product,expiry' } },
    ]);
  });
});
