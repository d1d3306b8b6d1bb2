import { shelfStates } from '../stock/record';

/** What became of one bag of a count. */
export const countOutcomes = [
  'found',
  'missing',
  'still_missing',
  'came',
  'left',
  'in_processing',
  'wrong_place',
  'not_in_stock',
  'unknown',
] as const;
export type CountOutcome = (typeof countOutcomes)[number];

/** A bag by the ledger, at the moment of the judgement. */
export interface LedgerBag {
  readonly state: string;
  readonly holdReason: string | null;
  /** An earlier count did not find it, and nobody has released it since. */
  readonly isSearched: boolean;
  readonly isHere: boolean;
  readonly storagePlace: string;
  /** When it came into the house, or was last put elsewhere in it; null: not known. */
  readonly stoodSince: Date | null;
  /** When it last left this house's shelf, or this place; null: never. */
  readonly leftAt: Date | null;
}

export interface Count {
  readonly placeCode: string;
  readonly startedAt: Date;
}

/** A bag that leaves while its label is being asked has left, and was not found in vain. [unsourced: default] */
const graceMs = 10_000;

/** By the ledger it stands in this place. */
export function standsIn(placeCode: string, bag: Pick<LedgerBag, 'state' | 'isHere' | 'storagePlace'>): boolean {
  return bag.isHere && bag.storagePlace === placeCode && (shelfStates as readonly string[]).includes(bag.state);
}

/**
 * What becomes of one bag, against the ledger at the moment of signing; null: it is none of this count's. Stands here and was scanned:
 * found, whatever it is reserved or held for. Stands here and was not scanned: missing; but one that came after the count began has only come, and
 * one that an earlier count missed is still missing, and one in a processing is in its bath and not here. Was scanned and does not stand here: it left since (issued, put elsewhere), or it stands
 * elsewhere in the house, or it is in nobody's stock here: issued, discarded, another house's.
 */
export function outcomeOf(
  bag: LedgerBag,
  scannedAt: Date | null,
  { placeCode, startedAt }: Count,
): CountOutcome | null {
  if (standsIn(placeCode, bag)) {
    if (scannedAt) return 'found';
    if (bag.state === 'quarantined' && bag.holdReason === 'processing') return 'in_processing';
    if (bag.stoodSince && bag.stoodSince > startedAt) return 'came';
    return bag.state === 'quarantined' && bag.isSearched ? 'still_missing' : 'missing';
  }
  if (!scannedAt) return null;
  if (bag.leftAt && bag.leftAt.getTime() >= scannedAt.getTime() - graceMs) return 'left';
  return bag.isHere && (shelfStates as readonly string[]).includes(bag.state) ? 'wrong_place' : 'not_in_stock';
}

export interface CountTotals {
  /** What should stand here: found, missing, and missing before. */
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  readonly unexpected: number;
}

/** The figures of a count. A bag that came or left while it ran, or is in a processing, is in none of them; one still missing is missing. */
export function totalsOf(outcomes: readonly CountOutcome[]): CountTotals {
  const count = (...wanted: CountOutcome[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  const found = count('found');
  const missing = count('missing', 'still_missing');
  return { expected: found + missing, found, missing, unexpected: count('wrong_place', 'not_in_stock', 'unknown') };
}
