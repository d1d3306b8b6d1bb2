/** One figure of a drill beside what was wanted of it. */
export interface Line {
  readonly what: string;
  readonly figure: string;
  readonly wanted: string;
  /** null: a figure for people, nothing was wanted of it. */
  readonly isMet: boolean | null;
  /** A goal that is missed is said; a demand that is not met fails the drill. */
  readonly weight: 'demand' | 'goal';
}

export interface DrillReport {
  readonly lines: readonly Line[];
  readonly violations: readonly string[];
}

/** Gathers the figures of a drill; a demand that is not met is a violation like any other. */
export class Report {
  readonly lines: Line[] = [];
  readonly violations: string[] = [];

  fact(what: string, figure: string): void {
    this.lines.push({ what, figure, wanted: '', isMet: null, weight: 'goal' });
  }

  goal(what: string, figure: string, wanted: string, isMet: boolean): void {
    this.lines.push({ what, figure, wanted, isMet, weight: 'goal' });
  }

  demand(what: string, figure: string, wanted: string, isMet: boolean): void {
    this.lines.push({ what, figure, wanted, isMet, weight: 'demand' });
    if (!isMet) this.violations.push(`${what}: ${figure}, wanted ${wanted}`);
  }

  /** Findings in words, all of them violations. */
  found(where: string, violations: readonly string[]): void {
    this.violations.push(...violations.map((violation) => `${where}: ${violation}`));
  }
}

const verdictOf = ({ isMet, weight }: Line): string =>
  isMet === null ? '' : isMet ? 'pass' : weight === 'demand' ? 'FAIL' : 'missed';

/** One table, and below it what is wrong. */
export function describeReport({ lines, violations }: DrillReport): string[] {
  const rows = lines.map((line) => [line.what, line.figure, line.wanted, verdictOf(line)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    ...violations.slice(0, 50).map((violation) => `VIOLATION ${violation.slice(0, 500)}`),
    `${violations.length} violations`,
  ];
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
export const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
export const quantiles = (values: readonly number[]) =>
  `p50 ${Math.round(quantile(values, 0.5))}, p99 ${Math.round(quantile(values, 0.99))}, slowest ${Math.round(quantile(values, 1))} ms of ${values.length}`;
