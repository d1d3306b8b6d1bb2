import type { HistoryEntry } from '@/server/kernel/history';

type Versioned = Pick<HistoryEntry, 'version'>;

/** What was done to a record after a version of it, in the order of its history. A print has no version of its own and hides no change. */
export function changesSince<Entry extends Versioned>(history: readonly Entry[], version: number): Entry[] {
  return history.filter((entry) => entry.version > version);
}

/** Up to which version a record is known to whoever reads these; 0: nothing is shown. */
export function newestVersion(entries: readonly Versioned[]): number {
  return Math.max(0, ...entries.map((entry) => entry.version));
}
