import { describe, expect, it } from 'vitest';
import { groupingOf, nextGroup, readGroup } from './grouping';
import type { Readings } from './schema';

const letters = { '+': 'strong', w: 'weak', m: 'mixed', '-': 'none', n: 'not_done' } as const;
/** anti-A, anti-B, anti-D, A cells, B cells, as they stand on the sheet. */
const row = (text: string): Readings => {
  const [antiA, antiB, antiD, cellsA, cellsB] = [...text].map((letter) => letters[letter as '+']);
  return { antiA, antiB, antiD, cellsA, cellsB } as Readings;
};

describe('the group of a reading', () => {
  it.each([
    ['+-+-+', 'A', 'positive'],
    ['-+++-', 'B', 'positive'],
    ['--+++', 'O', 'positive'],
    ['+++--', 'AB', 'positive'],
    ['+---+', 'A', 'negative'],
    ['---++', 'O', 'negative'],
    // A weak D is a negative recipient; a weak reverse is a reverse.
    ['+-w-+', 'A', 'negative'],
    ['+-+-w', 'A', 'positive'],
  ])('%s is %s %s', (text, abo, rhd) => {
    expect(readGroup(row(text), null)).toEqual({ abo, rhd, faults: [] });
  });

  it.each([
    ['+-+--', ['forward_reverse_differ']],
    ['+-+++', ['forward_reverse_differ']],
    ['--+-+', ['forward_reverse_differ']],
    ['w-+-+', ['weak_forward']],
    ['+w+-+', ['weak_forward', 'forward_reverse_differ']],
    ['m-+-+', ['mixed_field']],
    ['+-m-+', ['mixed_field']],
    ['+-+n+', ['reverse_missing']],
    ['+-+nn', ['reverse_missing']],
  ])('%s says none: %o', (text, faults) => {
    expect(readGroup(row(text), 20_000)).toEqual({ abo: 'unknown', rhd: 'unknown', faults });
  });

  it.each([
    [119, 'A', []],
    [120, 'unknown', ['reverse_missing']],
    [null, 'unknown', ['reverse_missing']],
  ])('at %s days without a reverse is %s', (ageDays, abo, faults) => {
    expect(readGroup(row('+-+nn'), ageDays)).toMatchObject({ abo, faults });
  });
});

describe('a round of two', () => {
  const a = readGroup(row('+-+-+'), null);
  const aNegative = readGroup(row('+---+'), null);
  const o = readGroup(row('--+++'), null);
  const none = readGroup(row('+-+--'), null);
  it.each([
    [a, null, 'first'],
    [none, null, 'discrepant'],
    [a, a, 'agreed'],
    [a, o, 'differing'],
    [a, aNegative, 'differing'],
    [a, none, 'discrepant'],
  ] as const)('%# is what the two say together', (first, second, grouping) => {
    expect(groupingOf(first, second)).toBe(grouping);
  });
});

describe('the register after a tube', () => {
  const found = { abo: 'A', rhd: 'positive' } as const;
  const register = (
    abo: 'A' | 'O' | 'unknown',
    rhd: 'positive' | 'negative' | 'unknown',
    groupDeterminations: number,
  ) => ({ abo, rhd, groupDeterminations }) as const;
  it.each([
    ['knew nothing', register('unknown', 'unknown', 0), false, register('A', 'positive', 1), false],
    ['knew the same once', register('A', 'positive', 1), false, register('A', 'positive', 2), false],
    ['knew the same of the same draw', register('A', 'positive', 1), true, register('A', 'positive', 1), false],
    ['knew the ABO alone', register('A', 'unknown', 1), false, register('A', 'positive', 2), false],
    ['knew another ABO', register('O', 'positive', 3), false, register('A', 'positive', 1), true],
    ['knew another RhD', register('A', 'negative', 2), false, register('A', 'unknown', 1), true],
  ])('that %s', (_, before, isSameDraw, after, isContradicting) => {
    expect(nextGroup(before, found, isSameDraw)).toEqual({ ...after, isContradicting });
  });
});
