/** What became of a scan that put no bag on the list. */
export interface ScanNote {
  readonly donationNo: string;
  /** Null while only the donation was read: it may be any bag of it. */
  readonly productCode: string | null;
  /** Null while it is not known which bag it was. */
  readonly unitId: string | null;
  readonly text: string;
  /** The bag in the hand is not listed, and must not slip in with the others: this stays until somebody answers it. */
  readonly isRefusal: boolean;
  /** Scanned while the entry was on its way, and not on it. */
  readonly isLeftOut?: true;
}

type Named = Pick<ScanNote, 'donationNo' | 'productCode' | 'unitId'>;

/** Whether a later scan is about the bag of an earlier note: by the bag where it is known, else by what its labels said. */
function isAbout(earlier: Named, later: Named): boolean {
  if (earlier.donationNo !== later.donationNo) return false;
  if (earlier.unitId !== null && later.unitId !== null) return earlier.unitId === later.unitId;
  return earlier.productCode === null || earlier.productCode === later.productCode;
}

/** @returns the notes with this one: refusals stay, each bag has one, and what was merely told makes room. */
export function addNote(notes: readonly ScanNote[], note: ScanNote): readonly ScanNote[] {
  return [...notes.filter((other) => other.isRefusal && !isAbout(other, note)), note];
}

/** @returns the notes once this bag was scanned well: its own refusals are answered by it, those of other bags are not. */
export function settleNotes(
  notes: readonly ScanNote[],
  bag: { readonly id: string; readonly donationNo: string; readonly productCode: string },
): readonly ScanNote[] {
  return notes.filter((note) => note.isRefusal && !isAbout(note, { ...bag, unitId: bag.id }));
}
