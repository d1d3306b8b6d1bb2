/**
 * The computer's own clock: for what has elapsed, and to tell by how much it is wrong. What hour it is in the city comes from the server.
 * This file is the one place in the browser that may read it.
 */
export function browserTimeMs(): number {
  return Date.now();
}

/** The two clocks never agree to the millisecond: only a difference that a sleep makes is one. */
const sleptFromMs = 1_000;

let forwardMs = 0;
let lastMonotonic = 0;
let lastBrowser = 0;

/**
 * Milliseconds that only run forward. The monotonic clock of some systems stands still while a laptop sleeps, the wall clock does not;
 * whichever moved further counts, so that after a sleep figures look as old as they are, and never younger.
 */
export function elapsedMs(): number {
  const monotonic = performance.now();
  const browser = Date.now();
  if (lastBrowser === 0) forwardMs = monotonic;
  else {
    const ran = Math.max(0, monotonic - lastMonotonic);
    const slept = browser - lastBrowser - ran;
    forwardMs += slept > sleptFromMs ? ran + slept : ran;
  }
  lastMonotonic = monotonic;
  lastBrowser = browser;
  return forwardMs;
}
