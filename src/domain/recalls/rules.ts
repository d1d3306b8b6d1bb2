import type { Violation } from '../result';
import type { UnitState } from '../stock/effects';
import { type BagFate, type SaidFate, sayableFates } from './fates';
import type { RecallState } from './lifecycle';

/** A donation number as somebody scanned, typed or pasted it, read. */
export interface ReadDonation {
  readonly path: string;
  readonly text: string;
  /** Null: not a whole donation number. */
  readonly donationNo: string | null;
}

/** What was listed, each number once. @param read a text of a label to its donation number, or null. */
export function readDonations(texts: readonly string[], read: (text: string) => string | null): ReadDonation[] {
  const seen = new Set<string>();
  return texts.flatMap((text, index) => {
    const donationNo = read(text);
    if (donationNo !== null && seen.has(donationNo)) return [];
    if (donationNo !== null) seen.add(donationNo);
    return [{ path: `donations.${index}`, text, donationNo }];
  });
}

/** What was pasted, number by number. */
export function splitPasted(text: string): string[] {
  return text
    .split(/[\s,;，；、]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export interface DonationFacts {
  /** Whether this station collected it, by a bag that it released or by its facility in the number. */
  readonly isOurs: boolean;
  /** Number of a recall of it that is not released. */
  readonly recalledBy: string | null;
}

/**
 * What forbids this recall: a text that is no whole donation number, a donation that this station did not collect, one that is recalled already. All at
 * once. That a station recalls what it collected and nobody else does [unsourced: default].
 */
export function checkRegister(
  donations: readonly ReadDonation[],
  facts: ReadonlyMap<string, DonationFacts>,
): Violation[] {
  return donations.flatMap(({ path, text, donationNo }): Violation[] => {
    if (donationNo === null) return [{ code: 'recall.not_a_donation', path, facts: { text } }];
    const { isOurs, recalledBy } = facts.get(donationNo) ?? { isOurs: false, recalledBy: null };
    if (!isOurs) return [{ code: 'recall.donation_unknown', path, facts: { donationNo } }];
    return recalledBy ? [{ code: 'recall.recalled_already', path, facts: { donationNo, no: recalledBy } }] : [];
  });
}

/** A bag of a recall as it stands in this house. */
export interface RecalledBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly state: UnitState | 'elsewhere';
  readonly fate: BagFate | null;
}

/**
 * May this be said of these bags: of the recall and here; on hold for `found`, with a patient for what a ward did; nothing of one that has its fate by
 * the ledger, and nothing after the release. What a ward did may be said anew. All violations.
 */
export function checkFate(
  { unitIds, fate }: { readonly unitIds: readonly string[]; readonly fate: SaidFate },
  {
    bags,
    recallState,
    isStation,
  }: { readonly bags: readonly RecalledBag[]; readonly recallState: RecallState; readonly isStation: boolean },
): Violation[] {
  if (recallState === 'released') return [{ code: 'recall.released_already' }];
  const known = new Map(bags.map((bag) => [bag.unitId, bag]));
  return unitIds.flatMap((unitId, index): Violation[] => {
    const path = `unitIds.${index}`;
    const bag = known.get(unitId);
    if (!bag) return [{ code: 'recall.bag_unknown', path }];
    const facts = { donationNo: bag.donationNo, state: bag.state };
    if (sayableFates(bag.state, isStation).includes(fate)) return [];
    if (fate === 'discarded' && bag.state === 'quarantined')
      return [{ code: 'recall.discard_by_outbound', path, facts }];
    return [{ code: 'recall.fate_does_not_fit', path, facts: { ...facts, fate } }];
  });
}

/** May the station release it: not twice. */
export function checkRelease({ no, state }: { readonly no: string; readonly state: RecallState }): Violation[] {
  return state === 'released' ? [{ code: 'recall.released_already', facts: { no } }] : [];
}
