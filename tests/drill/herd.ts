import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Order, Passed } from './herd/orders';
import type { Passage, Truth, WallPlan } from './herd/wall';

class HerdProcess {
  private next = 1;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, value, error }: Answer) => {
      const asked = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) asked?.resolve(value);
      else asked?.reject(new Error(error));
    });
    child.once('exit', () => {
      for (const asked of this.waiting.values()) asked.reject(new Error('a process of screens ended'));
    });
  }

  tell<T>(order: Order): Promise<T> {
    const id = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.child.send({ id, order });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** What became of many screens together. */
export interface HerdPassed {
  readonly passages: readonly Passage[];
  readonly live: number;
  readonly behind: number;
  readonly heard: number;
  readonly signedOut: number;
  readonly lags: readonly number[];
  readonly rss: number;
}

/** Screens spread over a few processes of their own, so that what they cost is not the server's. */
export class Herd {
  private size = 0;

  private constructor(
    private readonly processes: readonly HerdProcess[],
    readonly origin: string,
  ) {}

  static async start(origin: string, processes: number): Promise<Herd> {
    const file = fileURLToPath(new URL('herd/process.ts', import.meta.url));
    const started = Array.from({ length: processes }, async () => {
      const child = fork(file, [], {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, NODE_ENV: 'production' },
      });
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => {
          throw new Error('a process of screens did not start');
        }),
      ]);
      return new HerdProcess(child);
    });
    return new Herd(await Promise.all(started), origin);
  }

  async open(plans: readonly WallPlan[]): Promise<void> {
    const { length } = this.processes;
    await Promise.all(
      this.processes.map((process, n) =>
        process.tell({ kind: 'open', origin: this.origin, plans: plans.filter((_, at) => at % length === n) }),
      ),
    );
    this.size += plans.length;
  }

  get screens(): number {
    return this.size;
  }

  begin = () => this.all({ kind: 'begin' });
  cut = () => this.all({ kind: 'cut' });

  async close(): Promise<void> {
    await this.all({ kind: 'close' });
    this.size = 0;
  }

  /** The first `count` screens, in the order in which they were opened; all without a number. */
  sleep = (count?: number) => this.all({ kind: 'sleep', walls: null }, count);
  wake = (count?: number) => this.all({ kind: 'wake', walls: null }, count);

  /** @returns how many came in. */
  async deafen(cookies: readonly string[]): Promise<number> {
    const [first] = this.processes;
    return first ? first.tell<number>({ kind: 'deafen', origin: this.origin, cookies }) : 0;
  }

  async passed(count?: number): Promise<HerdPassed> {
    const all = (await this.all({ kind: 'passed', walls: null }, count)) as Passed[];
    const sum = (of: (one: Passed) => number) => all.reduce((total, one) => total + of(one), 0);
    return {
      passages: all.flatMap(({ passages }) => passages),
      live: sum(({ live }) => live),
      behind: Math.min(...all.map(({ behind }) => behind)),
      heard: sum(({ heard }) => heard),
      signedOut: sum(({ signedOut }) => signedOut),
      lags: all.flatMap(({ lags }) => lags),
      rss: sum(({ rss }) => rss),
    };
  }

  /** Cells that stand otherwise in the database. */
  async compare(truth: readonly Truth[], count?: number): Promise<string[]> {
    return ((await this.all({ kind: 'compare', truth, walls: null }, count)) as string[][]).flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  private all(order: Order, count = this.size): Promise<unknown[]> {
    const { length } = this.processes;
    return Promise.all(
      this.processes.map((process, n) => {
        const own = Math.ceil((count - n) / length);
        const walls = count >= this.size ? null : Array.from({ length: Math.max(0, own) }, (_, at) => at);
        return process.tell('walls' in order ? ({ ...order, walls } as Order) : order);
      }),
    );
  }
}
