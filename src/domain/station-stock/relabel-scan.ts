import { type BagPart, missingParts, type ScannedBag, valueOfPart } from '../blood/barcodes/bag-scan';
import type { PartScan } from '../blood/barcodes/scan-types';
import type { RelabelledBag } from './relabel';

/** A bag, known by its old label, with the codes of the new one that were read so far. */
export interface RelabelEntry {
  readonly bag: RelabelledBag;
  readonly label: ScannedBag;
}

export interface RelabelScan {
  /** Whole ones, in the order they were stuck. */
  readonly entries: readonly RelabelEntry[];
  /** The bag in the hand: its old label was read, and every code from here on is of the new one. */
  readonly current: RelabelEntry | null;
}

export const emptyRelabelScan: RelabelScan = { entries: [], current: null };

export type RelabelNews =
  | { readonly kind: 'taken' | 'reading'; readonly entry: RelabelEntry; readonly missing: readonly BagPart[] }
  | { readonly kind: 'completed'; readonly entry: RelabelEntry; readonly line: number }
  | { readonly kind: 'again' | 'ignored' }
  /** A new label is of one piece, and so is what is in the hand: both labels are read anew. */
  | { readonly kind: 'conflict'; readonly held: string; readonly scanned: string };

const partOfKind = {
  'donation-number': 'donation',
  product: 'product',
  group: 'group',
  expiry: 'expiry',
  collection: 'collection',
  production: null,
} as const satisfies Record<PartScan['kind'], BagPart | null>;

export function partOf({ kind }: Pick<PartScan, 'kind'>): BagPart | null {
  return partOfKind[kind];
}

/** The old label was read whole, and the bag is this station's. */
export function takeOldLabel(state: RelabelScan, bag: RelabelledBag): { state: RelabelScan; news: RelabelNews } {
  const entry = { bag, label: {} };
  return { state: { ...state, current: entry }, news: { kind: 'taken', entry, missing: missingParts({}) } };
}

/**
 * Codes of the new label of the bag in hand, in any order. Nothing of the old label counts for it; a code that contradicts one that was read lays the bag down,
 * so that no label is put together from two, and none is read for a bag that was left lying. Whole, the bag joins the list. Pure.
 */
export function readNewLabel(
  state: RelabelScan,
  parts: readonly (PartScan & { readonly isManual?: boolean })[],
): { state: RelabelScan; news: RelabelNews } {
  const { current } = state;
  if (!current) return { state, news: { kind: 'ignored' } };
  let { label } = current;
  let isNew = false;
  for (const part of parts) {
    const name = partOf(part);
    if (!name) continue;
    const held = label[name];
    if (held && valueOfPart(held) !== valueOfPart(part))
      return {
        state: { ...state, current: null },
        news: { kind: 'conflict', held: valueOfPart(held), scanned: valueOfPart(part) },
      };
    if (held) continue;
    label = { ...label, [name]: part };
    isNew = true;
  }
  if (!isNew) return { state, news: { kind: parts.some(partOf) ? 'again' : 'ignored' } };
  const entry = { ...current, label };
  const missing = missingParts(label);
  if (missing.length > 0) return { state: { ...state, current: entry }, news: { kind: 'reading', entry, missing } };
  const entries = [...state.entries, entry];
  return { state: { entries, current: null }, news: { kind: 'completed', entry, line: entries.length } };
}

/** Of a text that may be two codes the one that the label in hand still lacks, when it is only one. */
export function chooseForLabel<P extends PartScan>({ current }: RelabelScan, candidates: readonly P[]): P | null {
  if (!current) return null;
  const missing: readonly (BagPart | null)[] = missingParts(current.label);
  const wanted = candidates.filter((candidate) => missing.includes(partOf(candidate)));
  return wanted.length === 1 ? (wanted[0] ?? null) : null;
}

/** The bag in hand is left as it is. */
export function giveUp(state: RelabelScan): RelabelScan {
  return { ...state, current: null };
}

export function removeEntry(state: RelabelScan, unitId: string): RelabelScan {
  return { ...state, entries: state.entries.filter(({ bag }) => bag.id !== unitId) };
}
