import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intendedUses } from '../compatibility-types';
import { aboGroups, rhdValues } from '../groups';
import {
  encodeCollection,
  encodeCompound,
  encodeDonationNumber,
  encodeExpiry,
  encodeExpiryDay,
  encodeGroup,
  encodeProduct,
  formatDonationNumber,
  splitDonationNumber,
} from './encode';
import { readScan } from './read-scan';

const letters = 'ABCDEFGHIJKLMNPQRSTUVWXYZ123456789';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const anyDonationNumber = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.array(fc.constantFrom(...alphabet), { minLength: 4, maxLength: 4 }),
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 8, maxLength: 8 }),
  )
  .map(([first, facility, digits]) => `${first}${facility.join('')}${digits.join('')}`);

const timeZone = 'Asia/Shanghai';
const read = (raw: string) => readScan(raw, { now: new Date('2026-11-23T04:00:00Z'), timeZone });
const anyMinute = fc
  .integer({ min: Date.parse('2000-01-02T00:00:00Z') / 60_000, max: Date.parse('2099-12-30T00:00:00Z') / 60_000 })
  .map((minutes) => new Date(minutes * 60_000));

describe('what a label carries', () => {
  it('is written as in the standard', () => {
    expect(encodeDonationNumber('G123498654321')).toBe('=G12349865432177');
    expect(encodeGroup({ abo: 'O', rhd: 'positive' })).toBe('=%5100');
    expect(encodeGroup({ abo: 'A', rhd: 'negative' })).toBe('=%0600');
    expect(encodeGroup({ abo: 'A', rhd: 'positive' }, 'autologous_only')).toBe('=%6400');
    expect(encodeProduct('P0147VA0')).toBe('=<P0147VA0');
    expect(encodeExpiry(new Date('2016-04-22T15:59:00Z'), timeZone)).toBe('&>0161132359');
    expect(encodeExpiryDay(new Date('2016-04-22T15:59:00Z'), timeZone)).toBe('=>016113');
    expect(encodeCollection(new Date('2026-11-16T01:30:00Z'), timeZone)).toBe('&*0263200930');
  });

  it('is refused when no label can carry it', () => {
    expect(() => encodeDonationNumber('123')).toThrow(RangeError);
    expect(() => encodeProduct('E544500')).toThrow(RangeError);
    expect(() => encodeGroup({ abo: 'O', rhd: 'unspecified' }, 'autologous_only')).toThrow(RangeError);
    expect(() => encodeExpiry(new Date('2100-06-01T00:00:00Z'), timeZone)).toThrow(RangeError);
    expect(() => encodeCompound([])).toThrow(RangeError);
  });

  it('reads back as what was written', () => {
    const group = fc.record({ abo: fc.constantFrom(...aboGroups), rhd: fc.constantFrom(...rhdValues) });
    fc.assert(
      fc.property(anyDonationNumber, group, fc.constantFrom(...intendedUses), anyMinute, (donationNo, own, use, at) => {
        const intendedUse = own.rhd === 'unspecified' ? 'allogeneic' : use;
        const labels = [
          encodeDonationNumber(donationNo),
          encodeGroup(own, intendedUse),
          encodeProduct('E5445VA0'),
          encodeExpiry(at, timeZone),
        ];
        const parts = [
          { kind: 'donation-number', donationNo, isChecked: true },
          { kind: 'group', ...own, intendedUse },
          { kind: 'product', productCode: 'E5445VA0', division: 'A0' },
          { kind: 'expiry', expiresAt: at, hasTime: true },
        ];
        for (const [index, label] of labels.entries()) expect(read(label)).toMatchObject(parts[index] ?? {});
        expect(read(encodeCompound(labels))).toMatchObject({ kind: 'compound', parts });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a donation number for the eye', () => {
  it('stands in groups of 5, 2 and 6, with its check character', () => {
    expect(formatDonationNumber('G151797123456')).toBe('G1517 97 123456 L');
    expect(formatDonationNumber('4103016022038')).toBe('41030 16 022038 O');
    expect(formatDonationNumber('3100026020517')).toMatch(/^31000 26 020517 [0-9A-Z*]$/);
    expect(splitDonationNumber('G123498654321')).toEqual({
      facility: 'G1234',
      year: '98',
      serial: '654321',
      checkCharacter: 'H',
    });
  });

  it('leaves an old number as it is', () => {
    expect(formatDonationNumber('1234567890')).toBe('1234567890');
    expect(formatDonationNumber('1234567890123', 'codabar')).toBe('1234567890123');
    expect(splitDonationNumber('1234567890')).toBeUndefined();
  });

  it('typed as it is written, it is the same number, checked', () => {
    fc.assert(
      fc.property(anyDonationNumber, (donationNo) => {
        const scan = read(formatDonationNumber(donationNo));
        const readings = scan.kind === 'ambiguous' ? scan.candidates : [scan];
        expect(readings).toContainEqual(expect.objectContaining({ donationNo, scheme: 'isbt128', isChecked: true }));
      }),
    );
  });
});
