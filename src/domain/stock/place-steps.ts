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
 * happened in that very instant nobody knows which came first, paper has whole minutes: it stood where it was before and where it was after.
 */
export function placesAt(moment: Date, today: Standing, steps: readonly PlaceStep[]): readonly string[] {
  let { isOnShelf, place } = today;
  const places = new Set<string>();
  for (const step of [...steps].reverse()) {
    if (step.at < moment) break;
    if (isOnShelf && step.at <= moment) places.add(place);
    // What came back may have been put elsewhere since: it stood in the place that it had left.
    if (step.kind !== 'came' && step.from !== null) place = step.from;
    if (step.kind !== 'put') isOnShelf = step.kind === 'left';
  }
  if (isOnShelf) places.add(place);
  return [...places];
}
