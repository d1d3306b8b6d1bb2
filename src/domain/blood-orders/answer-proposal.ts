/**
 * What the shelf can give of a line for now, in hundredths: all of it, or as much as there is in whole bags of the smallest size. Lines of one place are
 * given one after the other; what is left of the shelf is the next one's. [unsourced: default]
 * @param here usable on the station's shelf for this component and group, before this line.
 */
export function proposeNow(ordered: number, here: number, { sizes }: { readonly sizes: readonly number[] }): number {
  if (here >= ordered) return ordered;
  const bag = sizes.length > 0 ? Math.min(...sizes) : 100;
  return Math.max(0, Math.floor(here / bag) * bag);
}

/** The same for every line of an order, in its order. */
export function proposeAnswers(
  lines: readonly {
    readonly id: string;
    readonly amount: number;
    readonly place: string;
    readonly sizes: readonly number[];
  }[],
  shelf: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const left = new Map(shelf);
  const proposed = new Map<string, number>();
  for (const line of lines) {
    const here = left.get(line.place) ?? 0;
    const now = proposeNow(line.amount, here, line);
    left.set(line.place, here - now);
    proposed.set(line.id, now);
  }
  return proposed;
}
