/** What became of a scan that put no bag on the list. */
export interface ScanNote {
  readonly donationNo: string;
  /** Null while it is not known which bag of the donation it was. */
  readonly unitId: string | null;
  readonly text: string;
  /** The bag in the hand is not listed, and must not slip in with the others: this stays until somebody answers it. */
  readonly isRefusal: boolean;
}

/** @returns the notes with this one: refusals stay, each bag has one, and what was merely told makes room. */
export function addNote(notes: readonly ScanNote[], note: ScanNote): readonly ScanNote[] {
  const isSame = (other: ScanNote) =>
    other.donationNo === note.donationNo && (other.unitId === null || other.unitId === note.unitId);
  return [...notes.filter((other) => other.isRefusal && !isSame(other)), note];
}

/** @returns the notes once this bag was scanned well: its own refusals are answered by it, those of other bags are not. */
export function settleNotes(
  notes: readonly ScanNote[],
  bag: { readonly id: string; readonly donationNo: string },
): readonly ScanNote[] {
  return notes.filter(
    (note) => note.isRefusal && note.unitId !== bag.id && !(note.unitId === null && note.donationNo === bag.donationNo),
  );
}
