import { describe, expect, it } from 'vitest';
import { isOfRealCity, isPracticeDonation, isPracticeNumber } from './practice';

describe('numbers of a city for practising', () => {
  it.each([
    ['LX20261123-0034', true],
    ['lx20261123-0034', true],
    ['ＬＸ20261123-10000', true],
    ['XD-LX20261123-0004', true],
    ['20261123-0034', false],
    ['XD-20261123-0004', false],
    ['LX', false],
    ['LX-123', false],
    ['=310002602051700', false],
    ['', false],
  ])('knows %s by its form: %s', (text, isOne) => {
    expect(isPracticeNumber(text)).toBe(isOne);
  });
});

describe('bags of a city for practising', () => {
  it.each([
    ['LX00026000017', true],
    ['3100026020517', false],
    ['LX12326000017', false],
    ['', false],
  ])('%s: %s', (donationNo, isOne) => {
    expect(isPracticeDonation(donationNo)).toBe(isOne);
  });
});

describe('what is the real city’s alone', () => {
  it.each([
    ['people', true],
    ['people.register', true],
    ['organisations.set-switches', true],
    ['devices.announce', true],
    ['products.register', false],
    ['clinical-issues.issue', false],
    ['peoples', false],
    ['', false],
  ])('%s: %s', (name, isOne) => {
    expect(isOfRealCity(name)).toBe(isOne);
  });
});
