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

/** Where a bag stood at that moment, told backwards from today by the steps since, oldest first; null: not on this house's shelf. */
export function placeAt(moment: Date, today: Standing, steps: readonly PlaceStep[]): string | null {
  let { isOnShelf, place } = today;
  for (const step of [...steps].reverse()) {
    // An instant is cut to its millisecond: what happened in this one happened after it.
    if (step.at < moment) break;
    // What came back may have been put elsewhere since: it stood in the place that it had left.
    if (step.kind !== 'came' && step.from !== null) place = step.from;
    if (step.kind !== 'put') isOnShelf = step.kind === 'left';
  }
  return isOnShelf ? place : null;
}
