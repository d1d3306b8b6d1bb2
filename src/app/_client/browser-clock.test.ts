import { afterEach, expect, it, vi } from 'vitest';
import { elapsedMs } from './browser-clock';

afterEach(() => void vi.restoreAllMocks());

/** Both clocks of a browser, moved by hand. */
function openClocks() {
  const at = { monotonic: performance.now(), browser: Date.now() };
  vi.spyOn(performance, 'now').mockImplementation(() => at.monotonic);
  vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(at.browser));
  elapsedMs();
  return at;
}

it('asked a thousand times a second it runs no faster than the clock', () => {
  const at = openClocks();
  const began = elapsedMs();
  for (let n = 0; n < 10_000; n++) {
    at.monotonic += 0.9;
    at.browser += 0.9;
    elapsedMs();
  }
  expect(elapsedMs() - began).toBeCloseTo(9_000, 3);
});

it('a sleep that the monotonic clock did not see counts, and a clock that is set back does not', () => {
  const at = openClocks();
  const began = elapsedMs();
  at.browser += 3_600_000;
  expect(elapsedMs() - began).toBeGreaterThan(3_599_000);
  const woken = elapsedMs();
  at.browser -= 7_200_000;
  at.monotonic += 500;
  expect(elapsedMs() - woken).toBeCloseTo(500, 3);
});
