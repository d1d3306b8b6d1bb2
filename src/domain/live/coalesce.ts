import type { Envelope } from '../change';
import { layCells } from './cells';

/**
 * Two envelopes about the same record become one: the later one in the feed, with the newest version of every cell that either
 * carried. The screen that hears only the merged one ends where the screen that heard both ends.
 */
export function mergeEnvelopes(earlier: Envelope, later: Envelope): Envelope {
  const [first, last] = earlier.seq <= later.seq ? [earlier, later] : [later, earlier];
  if (first.cells.length === 0) return last;
  const cells = layCells(layCells(new Map(), first.cells), last.cells);
  return { ...last, cells: [...cells.values()] };
}

export function recordKey(envelope: Pick<Envelope, 'module' | 'recordId'>): string {
  return `${envelope.module}|${envelope.recordId}`;
}

/** What waits for one room: per record the latest, at most `limit` records; beyond that the room reads everything again. */
export class WaitingChanges {
  #byRecord = new Map<string, Envelope>();
  #seq = 0;
  #isOverflowing = false;

  constructor(private readonly limit: number) {}

  add(envelope: Envelope): void {
    this.#seq = Math.max(this.#seq, envelope.seq);
    if (this.#isOverflowing) return;
    const key = recordKey(envelope);
    const waiting = this.#byRecord.get(key);
    // Taken out and put back, so that the frame stays in feed order.
    if (waiting) this.#byRecord.delete(key);
    this.#byRecord.set(key, waiting ? mergeEnvelopes(waiting, envelope) : envelope);
    if (this.#byRecord.size > this.limit) {
      this.#isOverflowing = true;
      this.#byRecord.clear();
    }
  }

  get isOverflowing(): boolean {
    return this.#isOverflowing;
  }

  get isEmpty(): boolean {
    return this.#byRecord.size === 0 && !this.#isOverflowing;
  }

  /** Hands over what waits and starts empty. */
  take(): { readonly seq: number; readonly changes: readonly Envelope[]; readonly isOverflowing: boolean } {
    const taken = { seq: this.#seq, changes: [...this.#byRecord.values()], isOverflowing: this.#isOverflowing };
    this.#byRecord = new Map();
    this.#isOverflowing = false;
    return taken;
  }
}
