import { type BagLabel, labelKey } from '../blood/bag-label';
import type { AboGroup, Rhd } from '../blood/groups';
import { formatGroup } from '../blood/groups';

/** A bag as one of the two read it. */
export interface CountedBag extends BagLabel {
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  /** What else the product table says of it: irradiated, split. */
  readonly modifiers: readonly string[];
  /** The blood station it was said to come from. */
  readonly stationId: string;
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly preparedAt: Date | null;
  readonly expiresAt: Date;
}

/** Where the ledger has the label: nowhere, here, once here and gone, on its way here, at a station, at another house. */
export const ledgerPlaces = ['free', 'here', 'gone', 'awaited', 'station', 'elsewhere'] as const;
export type LedgerPlace = (typeof ledgerPlaces)[number];

export const bagDifferences = ['product', 'station', 'group', 'use', 'component', 'amount', 'expiry'] as const;
export type BagDifference = (typeof bagDifferences)[number];

/** The first four are posted; the others are named with what to do, and are not. */
export const openingOutcomes = [
  'accepted',
  'held_expired',
  'held_group',
  'held_warm',
  'only_first',
  'only_second',
  'missing',
  'differs',
  'here',
  'gone',
  'awaited',
  'station',
  'elsewhere',
] as const;
export type OpeningOutcome = (typeof openingOutcomes)[number];

export const postedOutcomes = [
  'accepted',
  'held_expired',
  'held_group',
  'held_warm',
] as const satisfies readonly OpeningOutcome[];

export function isPosted(outcome: OpeningOutcome): outcome is (typeof postedOutcomes)[number] {
  return (postedOutcomes as readonly OpeningOutcome[]).includes(outcome);
}

export interface OpeningRow<B extends CountedBag = CountedBag> {
  readonly key: string;
  readonly outcome: OpeningOutcome;
  readonly differences: readonly BagDifference[];
  /** As the first read it, and the second where the first has not. */
  readonly bag: B;
  /** What the second read of it, where that differs; of a bag that is `here`, what the ledger says of it, where that differs. */
  readonly other: B | null;
  /** It is held for another reason, and some house has noted that it stood warm. */
  readonly isAlsoWarm: boolean;
}

export interface OpeningFacts<B extends CountedBag = CountedBag> {
  readonly now: Date;
  /** How the first counted. A list says nothing of what a bag is meant for: that, and its times, are the scan's then. */
  readonly firstEntry: 'scan' | 'import';
  /** By `labelKey`; a label that is absent is free. */
  readonly places: ReadonlyMap<string, LedgerPlace>;
  /** Labels of bags that stand in no house now, and of which some house has noted that they stood warm. */
  readonly warm: ReadonlySet<string>;
  /** Bags that the ledger has on this shelf, where the whole of it was counted. */
  readonly onShelf: readonly B[];
  /** By the `labelKey` of a label that was counted: what the ledger says of the bag, which may bear another label by now. */
  readonly here: ReadonlyMap<string, B>;
  /** Groups of bags of the same donations that this house has already. */
  readonly known: readonly (Pick<CountedBag, 'labelScheme' | 'issuer' | 'donationNo'> & {
    readonly abo: string;
    readonly rhd: string;
  })[];
}

/**
 * Two counts of one shelf laid side by side, and what becomes of each bag. Both read it alike, and the ledger has it nowhere: it is posted; on hold
 * when it is expired (a fact is never lost), when bags of its donation bear different groups, or when it had been in a house and stood warm. What one alone has found, what the two have read
 * differently, what the ledger has somewhere, and what it has on this shelf and neither has found, is named and not posted. Bags of one donation that each found one of are one difference and not two.
 * Of a list and a scan that agree, what the bag is meant for and its times are the scan's.
 * A bag that the ledger has here is laid beside what the ledger says of it. What is not as it should be first. Pure; no refusals. Two people, and what is held [unsourced: default].
 */
export function layOut<B extends CountedBag>(
  first: readonly B[],
  second: readonly B[],
  facts: OpeningFacts<B>,
): OpeningRow<B>[] {
  const seconds = new Map(second.map((bag) => [labelKey(bag), bag]));
  const firstKeys = new Set(first.map(labelKey));
  const onlySecond = second.filter((bag) => !firstKeys.has(labelKey(bag)));
  const rows: OpeningRow<B>[] = [];
  const row = (bag: B, outcome: OpeningOutcome, other: B | null = null, differences: readonly BagDifference[] = []) =>
    rows.push({
      key: labelKey(bag),
      outcome,
      differences,
      bag,
      other,
      isAlsoWarm: isPosted(outcome) && outcome !== 'held_warm' && facts.warm.has(labelKey(bag)),
    });
  const agreed: B[] = [];
  for (const bag of first) {
    const other = seconds.get(labelKey(bag));
    if (other) {
      const differences = differencesOf(bag, other, facts);
      if (differences.length > 0) row(bag, 'differs', other, differences);
      else agreed.push(agreedBag(bag, other, facts));
      continue;
    }
    const at = onlySecond.findIndex(
      ({ labelScheme, donationNo }) => labelScheme === bag.labelScheme && donationNo === bag.donationNo,
    );
    const [counterpart] = at < 0 ? [] : onlySecond.splice(at, 1);
    if (counterpart) row(bag, 'differs', counterpart, differencesOf(bag, counterpart, facts));
    else row(bag, 'only_first');
  }
  for (const bag of onlySecond) row(bag, 'only_second');
  // Counted under a label that it once bore, it was found.
  const relabelled = new Set([...facts.here.values()].map(labelKey));
  const isFound = (key: string) => firstKeys.has(key) || seconds.has(key) || relabelled.has(key);
  for (const bag of facts.onShelf) if (!isFound(labelKey(bag))) row(bag, 'missing');
  for (const bag of agreed) {
    const outcome = outcomeOfAgreed(bag, agreed, facts);
    const standing = outcome === 'here' ? facts.here.get(labelKey(bag)) : undefined;
    const differences = standing ? differencesOf(bag, standing, facts) : [];
    row(bag, outcome, differences.length > 0 ? standing : null, differences);
  }
  const rank = (outcome: OpeningOutcome) => order.indexOf(outcome);
  return rows.sort((a, b) => rank(a.outcome) - rank(b.outcome) || (a.key < b.key ? -1 : 1));
}

const order: readonly OpeningOutcome[] = [
  'differs',
  'only_first',
  'only_second',
  'missing',
  'elsewhere',
  'station',
  'awaited',
  'gone',
  'here',
  'held_warm',
  'held_group',
  'held_expired',
  'accepted',
];

function outcomeOfAgreed(bag: CountedBag, agreed: readonly CountedBag[], facts: OpeningFacts): OpeningOutcome {
  const place = facts.places.get(labelKey(bag)) ?? 'free';
  if (place !== 'free') return place;
  const isSameDonation = (other: Pick<CountedBag, 'labelScheme' | 'issuer' | 'donationNo'>) =>
    other.labelScheme === bag.labelScheme && other.issuer === bag.issuer && other.donationNo === bag.donationNo;
  const disagrees = [...agreed, ...facts.known].some(
    (other) => isSameDonation(other) && (other.abo !== bag.abo || other.rhd !== bag.rhd),
  );
  if (disagrees) return 'held_group';
  if (facts.warm.has(labelKey(bag))) return 'held_warm';
  return bag.expiresAt <= facts.now ? 'held_expired' : 'accepted';
}

/** What is posted of a bag that both read alike. */
function agreedBag<B extends CountedBag>(bag: B, other: B, { firstEntry }: Pick<OpeningFacts, 'firstEntry'>): B {
  if (firstEntry === 'scan') return bag;
  const { intendedUse } = other;
  return {
    ...bag,
    intendedUse,
    collectedAt: other.collectedAt ?? bag.collectedAt,
    preparedAt: other.preparedAt ?? bag.preparedAt,
  };
}

function differencesOf(
  one: CountedBag,
  other: CountedBag,
  { firstEntry }: Pick<OpeningFacts, 'firstEntry'>,
): BagDifference[] {
  const isSameProduct = one.productCode === other.productCode;
  return [
    ...(isSameProduct ? [] : (['product'] as const)),
    ...(one.issuer === other.issuer && one.stationId === other.stationId ? [] : (['station'] as const)),
    ...(formatGroup(one.abo, one.rhd) === formatGroup(other.abo, other.rhd) ? [] : (['group'] as const)),
    ...(firstEntry === 'import' || one.intendedUse === other.intendedUse ? [] : (['use'] as const)),
    // Of one product code only when the product table was changed between the two.
    ...(!isSameProduct || (one.component === other.component && isSameSet(one.modifiers, other.modifiers))
      ? []
      : (['component'] as const)),
    ...(!isSameProduct || one.amount === other.amount ? [] : (['amount'] as const)),
    ...(one.expiresAt.getTime() === other.expiresAt.getTime() ? [] : (['expiry'] as const)),
  ];
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}

/** How many bags of a layout are posted, on hold among them, named only, and in the ledger but found by neither. */
export function countRows(rows: readonly Pick<OpeningRow, 'outcome'>[]) {
  const posted = rows.filter(({ outcome }) => isPosted(outcome)).length;
  const held = rows.filter(({ outcome }) => isPosted(outcome) && outcome !== 'accepted').length;
  const missing = rows.filter(({ outcome }) => outcome === 'missing').length;
  return { posted, held, accepted: posted - held, left: rows.length - posted - missing, missing };
}
