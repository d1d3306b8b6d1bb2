/** What changed where a bag stands in one house: it came onto its shelf, left it, or was put elsewhere in it. */
export interface PlaceStep {
  readonly at: Date;
  readonly kind: 'came' | 'left' | 'put';
  /** Of what was put elsewhere: where it stood before. Of what left: the place that it left, null where it had been put nowhere. */
  readonly from: string | null;
}

/** Where a bag stands by the ledger: a code, empty for no place. One that has left the shelf keeps the place it left. */
export interface Standing {
  readonly isOnShelf: boolean;
  readonly place: string;
}

/**
 * Where a bag stood at that moment, told backwards from today by the steps since, oldest first; nowhere: it was not on this house's shelf. Of what
 * happened in that very instant nobody knows which came first, nor of what a paper says by the minute: it stood where it was before and where it was after.
 */
export function placesAt(moment: Date, today: Standing, steps: readonly PlaceStep[]): readonly string[] {
  let { isOnShelf, place } = today;
  const places = new Set<string>();
  for (const step of [...steps].reverse()) {
    if (endOfTold(step.at) <= moment) break;
    if (isOnShelf && step.at <= moment) places.add(place);
    // What came back may have been put elsewhere since: it stood in the place that it had left.
    if (step.kind !== 'came' && step.from !== null) place = step.from;
    if (step.kind !== 'put') isOnShelf = step.kind === 'left';
  }
  if (isOnShelf) places.add(place);
  return [...places];
}

/** A paper has whole minutes: what it tells happened within one. @returns the first moment by which it surely had. */
export function endOfTold(at: Date): Date {
  return new Date(at.getTime() + (at.getTime() % 60_000 === 0 ? 60_000 : 1));
}

/**
 * Whether a bag stood in a place through what was read there: at that moment, or since it came there before the next reading: until then nobody knew
 * better. [unsourced: default] @param until when the place was read next; null: nobody has since.
 */
export function stoodThrough(
  code: string,
  { readAt, until }: { readonly readAt: Date; readonly until: Date | null },
  today: Standing,
  steps: readonly PlaceStep[],
): boolean {
  const isThere = (moment: Date) => placesAt(moment, today, steps).includes(code);
  return (
    isThere(readAt) ||
    steps.some(({ at, kind }) => kind !== 'left' && at > readAt && (until === null || at < until) && isThere(at))
  );
}
