/** What became of the commands, by verb. */
export interface VerbTally {
  done: number;
  refused: Map<string, number>;
  /** Sent again under its key after silence, and answered then. */
  settledByKey: number;
  /** Milliseconds to the answer, of those that were answered at once. */
  took: number[];
}

export class Tally {
  readonly verbs = new Map<string, VerbTally>();
  /** What must never happen, in words. */
  readonly violations: string[] = [];
  commands = 0;

  of(verb: string): VerbTally {
    const known = this.verbs.get(verb);
    if (known) return known;
    const fresh: VerbTally = { done: 0, refused: new Map(), settledByKey: 0, took: [] };
    this.verbs.set(verb, fresh);
    return fresh;
  }

  /** One line a verb: how often, how fast, what was refused and why. */
  describe(): string[] {
    return [...this.verbs].sort().map(([verb, { done, refused, settledByKey, took }]) => {
      const sorted = [...took].sort((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      const why = [...refused].map(([code, count]) => `${code} ${count}`).join(', ');
      return [
        verb.padEnd(32),
        `${String(done).padStart(6)} done`,
        `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
        settledByKey > 0 ? `${settledByKey} settled by their key` : '',
        why ? `refused: ${why}` : '',
      ]
        .filter(Boolean)
        .join('  ');
    });
  }
}
