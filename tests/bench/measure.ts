/** What a measured loop found: operations a second and latencies in ms. */
export interface Sample {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One line of the table: ours beside its reference of the same run. */
export interface Figure {
  readonly goal: string;
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
  readonly ratio: string;
  readonly wanted: string;
  /** null where the line is context and no goal. */
  readonly isMet: boolean | null;
}

export interface Result {
  readonly figures: Figure[];
  /** Raw samples by name, for the JSON file. */
  readonly raw: Record<string, unknown>;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function sampleOf(latencies: readonly number[], seconds: number): Sample {
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    count: latencies.length,
  };
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: quantile(values, 0.5), max: Math.max(...values) };
}

export function spreadBy<T>(rounds: readonly T[], of: (round: T) => number): Spread {
  return spreadOf(rounds.map(of));
}

const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** `median (min–max)`. */
export function show({ min, median, max }: Spread): string {
  return `${digits(median)} (${digits(min)}–${digits(max)})`;
}

export function showSamples(rounds: readonly Sample[]): string {
  const of = (name: 'perSecond' | 'p50' | 'p95' | 'p99') => show(spreadBy(rounds, (round) => round[name]));
  return `${of('perSecond')}/s; p50 ${of('p50')}, p95 ${of('p95')}, p99 ${of('p99')} ms`;
}

/** Each client does its next piece of work as soon as the last is done. A client whose work is used up (false) stops. */
export async function runClients(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<boolean>,
): Promise<Sample> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        const since = performance.now();
        if (!(await work(client))) return;
        latencies.push(performance.now() - since);
      }
    }),
  );
  return sampleOf(latencies, (performance.now() - began) / 1_000);
}

/** Interleaved: every round takes each measure once, so that a busy minute of the machine falls on all of them. */
export async function interleave<K extends string>(
  rounds: number,
  measures: Record<K, () => Promise<Sample>>,
): Promise<Record<K, Sample[]>> {
  const found = Object.fromEntries(Object.keys(measures).map((name) => [name, [] as Sample[]])) as Record<K, Sample[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of Object.keys(measures) as K[]) found[name].push(await measures[name]());
  return found;
}

/** Ratio of two measures, round by round. */
export function ratioOf<T>(ours: readonly T[], reference: readonly T[], of: (round: T) => number): Spread {
  return spreadOf(
    ours.map((round, index) => {
      const other = reference[index];
      return other === undefined ? Number.NaN : of(round) / of(other);
    }),
  );
}
