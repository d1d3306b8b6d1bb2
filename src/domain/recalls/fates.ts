import type { UnitState } from '../stock/effects';

/** What became of a recalled bag in a house. The ledger says most of them; what a ward did with a bag that was issued, somebody says. */
export const bagFates = [
  'returned',
  'discarded',
  'lost',
  'processed',
  'transfused',
  'discarded_on_ward',
  'left',
  'released',
] as const;
export type BagFate = (typeof bagFates)[number];

/** What somebody says of a bag in hand. `found`: it stands apart, and is still to be returned or discarded. */
export const saidFates = ['found', 'transfused', 'discarded_on_ward', 'discarded'] as const;
export type SaidFate = (typeof saidFates)[number];

/** What can be said of a bag that stands so. A station discards here; a hospital by 其它血袋出库, with two signatures. */
export function sayableFates(state: UnitState | 'elsewhere', isStation: boolean): SaidFate[] {
  if (state === 'issued') return ['transfused', 'discarded_on_ward'];
  if (state === 'quarantined') return isStation ? ['found', 'discarded'] : ['found'];
  return [];
}

/** The fate of a bag that had come to its end before the recall; null where somebody has to say it. */
export function fateByLedger(state: UnitState): BagFate | null {
  if (state === 'discarded' || state === 'lost' || state === 'processed') return state;
  return state === 'withdrawn' || state === 'out_of_city' ? 'left' : null;
}

/** Where a part stands: it sounds until somebody has acknowledged, and is settled when no bag is without a fate. */
export function partStateOf({
  isAcknowledged,
  openCount,
}: {
  readonly isAcknowledged: boolean;
  readonly openCount: number;
}): 'sounding' | 'acknowledged' | 'settled' {
  if (!isAcknowledged) return 'sounding';
  return openCount === 0 ? 'settled' : 'acknowledged';
}

/** Closed when every part is settled, and there is one: of a donation of which no bag is known yet the recall stays open. */
export function recallStateOf(parts: readonly { readonly state: string }[]): 'active' | 'closed' {
  return parts.length > 0 && parts.every(({ state }) => state === 'settled') ? 'closed' : 'active';
}

/** Minutes after which a house that has not acknowledged is called. [unsourced: default] */
export const callAfterMinutes = 10;

export function isToBeCalled({ state, soundedAt }: { readonly state: string; readonly soundedAt: Date }, now: Date) {
  return state === 'sounding' && now.getTime() - soundedAt.getTime() >= callAfterMinutes * 60_000;
}
