import type { Passage, Truth, WallPlan } from './wall';

/** What the drill tells a process full of screens. `walls`: by their number there; null: all. */
export type Order =
  | { readonly kind: 'open'; readonly origin: string; readonly plans: readonly WallPlan[] }
  | { readonly kind: 'begin' }
  /** Every line of the process is cut at once, as by a switch that starts anew. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'sleep' | 'wake'; readonly walls: readonly number[] | null }
  /** Signs in by hand and reads nothing more; answers how many are still connected. */
  | { readonly kind: 'deafen'; readonly origin: string; readonly cookies: readonly string[] }
  | { readonly kind: 'passed'; readonly walls: readonly number[] | null }
  | { readonly kind: 'compare'; readonly truth: readonly Truth[]; readonly walls: readonly number[] | null }
  | { readonly kind: 'close' };

export interface Passed {
  readonly passages: readonly Passage[];
  readonly live: number;
  /** The feed sequence of the screen that is furthest behind. */
  readonly behind: number;
  readonly heard: number;
  readonly signedOut: number;
  /** From the change to the screen, by the city's clock, of what was heard while live; forgotten by asking. */
  readonly lags: readonly number[];
  readonly rss: number;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
