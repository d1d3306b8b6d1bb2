import { expect, test } from 'vitest';
import {
  amountToReach,
  coverRules,
  daysOfCover,
  expiryBucketHours,
  isJudgedByCount,
  levelOfCityCount,
  levelOfCount,
  levelOfDays,
  warningHours,
} from './cover';

test.each([
  [7, null],
  [6.99, 4],
  [5, 4],
  [4.99, 3],
  [3, 3],
  [2.99, 2],
  [2, 2],
  [1.99, 1],
  [0, 1],
] as const)('red cells, plasma, cryo: %s days is level %s', (days, level) => {
  expect(levelOfDays(days, coverRules.standard)).toBe(level);
});

test.each([
  [1.5, null],
  [1.49, 4],
  [1, 4],
  [0.99, 3],
  [0.75, 3],
  [0.74, 2],
  [0.5, 2],
  [0.49, 1],
] as const)('platelets: %s days is level %s', (days, level) => {
  expect(levelOfDays(days, coverRules.platelets)).toBe(level);
});

test('no use is no days: never zero, never endless, and no alarm', () => {
  expect(daysOfCover(5800, 0)).toBeNull();
  expect(levelOfDays(null, coverRules.standard)).toBeNull();
});

test('58 U at 24.2 U a day last 2.4 days, and 63 U bring them back to five', () => {
  const use = 24.2 * 28 * 100;
  expect(daysOfCover(5800, use)).toBeCloseTo(2.397, 3);
  expect(amountToReach(5, 5800, use)).toBe(6300);
  expect(amountToReach(2, 5800, use)).toBe(0);
});

test('a day before the first record is missing, not zero', () => {
  expect(daysOfCover(1000, 1000, 10)).toBe(10);
  expect(daysOfCover(1000, 1000, 0)).toBeNull();
});

test.each([
  ['negative', 999, false, true],
  ['unspecified', 999, false, true],
  ['positive', 28, false, false],
  ['positive', 27, false, true],
  ['positive', 999, true, true],
] as const)('%s with %s bags in 28 days (made to order: %s) is counted: %s', (rhd, bags, isMadeToOrder, isCounted) => {
  expect(isJudgedByCount(rhd, bags, isMadeToOrder)).toBe(isCounted);
});

test.each([
  [0, 400, 2],
  [200, 400, 3],
  [201, 400, 4],
  [399, 400, 4],
  [400, 400, null],
  [0, null, null],
  [0, 0, null],
] as const)('in a hospital %s against a minimum of %s is level %s', (amount, minimum, level) => {
  expect(levelOfCount(amount, minimum)).toBe(level);
});

test.each([
  // O− 7 of 20 U with 60 frozen: half or less, covered.
  [700, 2000, 6000, 3],
  [1500, 2000, 6000, 4],
  [1500, 2000, 400, 3],
  [700, 2000, 100, 2],
  [0, 2000, 100, 2],
  [0, 2000, 0, 1],
  [2000, 2000, 0, null],
  [0, null, 0, null],
] as const)('in the city %s of %s with %s frozen is level %s', (amount, minimum, frozen, level) => {
  expect(levelOfCityCount(amount, minimum, frozen)).toBe(level);
});

test('the first expiry group of a cell is its warning window', () => {
  for (const componentClass of ['red_cells', 'platelets', 'plasma', 'cryo'])
    expect(expiryBucketHours(componentClass)[0]).toBe(warningHours(componentClass));
});
