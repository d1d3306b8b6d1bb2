import { expect, it } from 'vitest';
import { equalParts, hundredthsOf, readParts, sayParts } from './parts';

it('divides without losing a hundredth', () => {
  expect(equalParts(20000, 2)).toEqual([10000, 10000]);
  expect(equalParts(200, 3)).toEqual([67, 67, 66]);
  expect(equalParts(2, 3)).toEqual([]);
  for (const [amount, count] of [
    [150, 4],
    [19999, 7],
  ] as const)
    expect(equalParts(amount, count).reduce((sum, part) => sum + part, 0)).toBe(amount);
});

it('reads what people type, and says it back', () => {
  expect(readParts('100 60+40')).toEqual([10000, 6000, 4000]);
  expect(readParts(' １００、0.5，0.25 ')).toEqual([10000, 50, 25]);
  expect(readParts('')).toEqual([]);
  expect(readParts('100 x')).toBeNull();
  expect(readParts('-5 1')).toBeNull();
  expect(hundredthsOf('0.125')).toBeNull();
  expect(sayParts([10000, 50])).toBe('100 0.5');
});
