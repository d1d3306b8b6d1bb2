import { expect, it } from 'vitest';
import { retryDelayMs } from './backoff';

it('waits longer each time, at most fifteen seconds, spread over half of it', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500,
  ]);
  expect(retryDelayMs(5, 0.999_999)).toBe(15_000);
});
