import { describe, expect, it } from 'vitest';
import {
  aboGroups,
  compareGroups,
  formatGroup,
  fromNationalAboCode,
  fromNationalRhdCode,
  groupColumns,
  rhdValues,
  toNationalAboCode,
  toNationalRhdCode,
} from './groups';

describe('national codes', () => {
  it('in CV04.50.020, 1 is negative and 2 is positive', () => {
    expect(fromNationalRhdCode('1')).toBe('negative');
    expect(fromNationalRhdCode('2')).toBe('positive');
    expect(toNationalRhdCode('negative')).toBe('1');
    expect(toNationalRhdCode('positive')).toBe('2');
  });

  it('neither 不详 nor 未查 is ever read as positive', () => {
    expect(fromNationalRhdCode('3')).toBe('unspecified');
    expect(fromNationalRhdCode('4')).toBe('unspecified');
    expect(toNationalRhdCode('unspecified')).toBe('3');
  });

  it('in CV04.50.005, A B O AB 不详 are 1 to 5', () => {
    expect(['A', 'B', 'O', 'AB', 'unknown'].map((abo) => toNationalAboCode(abo as 'A'))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(['1', '2', '3', '4', '5', '6'].map(fromNationalAboCode)).toEqual([
      'A',
      'B',
      'O',
      'AB',
      'unknown',
      'unknown',
    ]);
  });

  it('refuses codes the tables do not have, numbers with leading zeros among them', () => {
    for (const code of ['0', '01', '7', '', 'A', '1 ']) {
      expect(fromNationalAboCode(code)).toBeUndefined();
      expect(fromNationalRhdCode(code)).toBeUndefined();
    }
  });
});

describe('how a group is written', () => {
  it('writes the minus as U+2212 and leaves an unspecified RhD open', () => {
    expect(formatGroup('O', 'positive')).toBe('O+');
    expect(formatGroup('O', 'negative')).toBe('O\u2212');
    expect(formatGroup('AB', 'unspecified')).toBe('AB');
    expect(formatGroup('unknown', 'negative')).toBe('?\u2212');
  });

  it('stands in the order A+ B+ O+ AB+ A− B− O− AB−', () => {
    const written = groupColumns.map(({ abo, rhd }) => formatGroup(abo, rhd));
    expect(written).toEqual(['A+', 'B+', 'O+', 'AB+', 'A−', 'B−', 'O−', 'AB−']);
  });

  it('sorts any mixture into that order, unspecified last', () => {
    const mixed = aboGroups.flatMap((abo) => rhdValues.map((rhd) => ({ abo, rhd }))).reverse();
    const sorted = [...mixed].sort(compareGroups).map(({ abo, rhd }) => formatGroup(abo, rhd));
    expect(sorted).toEqual(['A+', 'B+', 'O+', 'AB+', 'A−', 'B−', 'O−', 'AB−', 'A', 'B', 'O', 'AB']);
  });
});
