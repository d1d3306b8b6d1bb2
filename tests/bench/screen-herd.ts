import { once } from 'node:events';
import { quantile } from './measure';
import { type Child, startChild } from './place';
import type { Counted, CountScreens, Due, OpenScreens, Returned, ReturnScreens, Seat } from './screens';

/** More in one process, and the process is what is late. */
const perProcess = 1_000;

/** What all screens saw of a round; times in ms from when a write was due. */
export interface Seen {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of the last screen of each record. */
  readonly lastP95: number;
  readonly deliveries: number;
  readonly missing: number;
  readonly stray: number;
}

/** Screens on one server, in as many processes as they need. */
export class ScreenHerd {
  private constructor(
    private readonly parts: readonly { readonly child: Child; readonly seats: readonly Seat[] }[],
    private readonly at: { readonly url: string; readonly path: string },
  ) {}

  static async open(at: { readonly url: string; readonly path: string }, seats: readonly Seat[]): Promise<ScreenHerd> {
    const parts = await Promise.all(
      Array.from({ length: Math.ceil(seats.length / perProcess) }, async (_, n) => ({
        child: await startChild('screens.ts', {}),
        seats: seats.slice(n * perProcess, (n + 1) * perProcess),
      })),
    );
    const herd = new ScreenHerd(parts, at);
    await herd.all((own) => ({ kind: 'open', ...at, seats: own }));
    return herd;
  }

  async count(due: Readonly<Record<string, Due>>): Promise<Seen> {
    const counted = (await this.all(() => ({ kind: 'count', due }))) as Counted[];
    const tenths = new Map<number, number>();
    for (const [tenth, count] of counted.flatMap((one) => one.tenths))
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + count);
    const sorted = [...tenths].sort(([a], [b]) => a - b);
    const deliveries = sorted.reduce((sum, [, count]) => sum + count, 0);
    const of = (share: number) => {
      let passed = 0;
      for (const [tenth, count] of sorted) {
        passed += count;
        if (passed > deliveries * share) return tenth / 10;
      }
      return Number.NaN;
    };
    const lasts = new Map<string, number>();
    for (const [id, ms] of counted.flatMap((one) => Object.entries(one.lasts)))
      lasts.set(id, Math.max(lasts.get(id) ?? 0, ms));
    const sum = (pick: (one: Counted) => number) => counted.reduce((total, one) => total + pick(one), 0);
    return {
      ...{ p50: of(0.5), p95: of(0.95), p99: of(0.99), lastP95: quantile([...lasts.values()], 0.95), deliveries },
      ...{ missing: sum(({ missing }) => missing), stray: sum(({ stray }) => stray) },
    };
  }

  /** All are cut and come back. */
  async comeBack(missed: number): Promise<Returned> {
    const parts = (await this.all((own) => ({ kind: 'return', ...this.at, seats: own, missed }))) as Returned[];
    return {
      p50: Math.max(...parts.map(({ p50 }) => p50)),
      last: Math.max(...parts.map(({ last }) => last)),
      failed: parts.reduce((sum, { failed }) => sum + failed, 0),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.parts.map(({ child }) => child.stop()));
  }

  private all(word: (seats: readonly Seat[]) => OpenScreens | CountScreens | ReturnScreens): Promise<unknown[]> {
    return Promise.all(
      this.parts.map(async ({ child, seats }) => {
        const answer = once(child.process, 'message');
        child.process.send(word(seats));
        const [said] = await answer;
        if (typeof said === 'object' && said !== null && 'error' in said) throw new Error(String(said.error));
        return said;
      }),
    );
  }
}
