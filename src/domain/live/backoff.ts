/**
 * How long to wait before the next attempt, in ms: doubled from half a second to fifteen, and spread over half to all of it,
 * so that two thousand walls do not come back in the same instant.
 * @param attempt 0 for the first attempt after a loss.
 * @param random in [0, 1).
 */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random / 2));
}
