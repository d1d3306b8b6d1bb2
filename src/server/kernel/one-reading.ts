interface Reading<V> {
  readonly running: Promise<V>;
  next: Promise<V> | null;
}

/**
 * Many who ask for the same are answered by few readings. A reading that runs serves whoever asked before it began; who asks while it
 * runs shares the next one with all others who do, so that nobody is told less than was true when they asked, and a thousand screens
 * that come back at once cost two readings and not a thousand.
 */
export class OneReading {
  readonly #readings = new Map<string, Reading<unknown>>();

  /** @param read fails for all who share it; who asks after that begins anew. */
  ask<V>(key: string, read: () => Promise<V>): Promise<V> {
    const reading = this.#readings.get(key) as Reading<V> | undefined;
    if (!reading) return this.#begin(key, read);
    reading.next ??= reading.running.then(
      () => this.#begin(key, read),
      () => this.#begin(key, read),
    );
    return reading.next;
  }

  #begin<V>(key: string, read: () => Promise<V>): Promise<V> {
    const running = read();
    const reading: Reading<V> = { running, next: null };
    this.#readings.set(key, reading);
    const end = () => {
      // The next one, if anybody waits for it, begins in its own name.
      if (this.#readings.get(key) === reading && reading.next === null) this.#readings.delete(key);
    };
    running.then(end, end);
    return running;
  }
}
