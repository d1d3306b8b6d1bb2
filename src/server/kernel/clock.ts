/**
 * The process's own clock, for what is not the city's business: durations, timeouts, log times. Everything that decides or is stored
 * uses city_now(). This file is the one place outside scripts that may read it.
 */
export function monotonicMs(): number {
  return performance.now();
}
