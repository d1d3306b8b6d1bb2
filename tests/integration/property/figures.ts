import type { Deed } from './deeds';
import { type Why, whys } from './desk';

/** How often each verb was done and refused, and for what it was refused. */
export interface Figures {
  count(deed: Deed, isDone: boolean, why?: Why): void;
  steps(): number;
  doneOf(name: string): number;
  refusedFor(why: Why): number;
  lines(): string[];
}

/** A processing counts by its kind, a sheet by what it tells. */
export function nameOf(deed: Deed): string {
  if (deed.kind === 'start') return deed.what;
  return deed.kind === 'paper' ? `paper ${deed.what}` : deed.kind;
}

export function openFigures(): Figures {
  const done = new Map<string, number>();
  const refused = new Map<string, number>();
  const reasons = new Map<Why, number>();
  const add = <T>(to: Map<T, number>, name: T) => to.set(name, (to.get(name) ?? 0) + 1);
  const sum = (of: Map<unknown, number>) => [...of.values()].reduce((total, n) => total + n, 0);
  return {
    count(deed, isDone, why) {
      add(isDone ? done : refused, nameOf(deed));
      if (!isDone && why) add(reasons, why);
    },
    steps: () => sum(done) + sum(refused),
    doneOf: (name) => done.get(name) ?? 0,
    refusedFor: (why) => reasons.get(why) ?? 0,
    lines: () => [
      ...[...new Set([...done.keys(), ...refused.keys()])]
        .sort()
        .map((name) => `${name.padEnd(20)} ${done.get(name) ?? 0} done, ${refused.get(name) ?? 0} refused`),
      `refused for ${whys.map((why) => `${why} ${reasons.get(why) ?? 0}`).join(', ')}`,
      `${sum(done)} done, ${sum(refused)} refused`,
    ],
  };
}
