import type {
  CompoundScan,
  DonationNumberScan,
  ExpiryScan,
  GroupScan,
  MomentScan,
  ProductScan,
  Scan,
} from './scan-types';

type Flagged<T> = T & { readonly isManual?: boolean };

/** The labels of one bag as far as they were scanned. `collection` is welcome, never asked for. */
export interface ScannedBag {
  readonly donation?: Flagged<DonationNumberScan>;
  readonly product?: Flagged<ProductScan>;
  readonly group?: Flagged<GroupScan>;
  readonly expiry?: Flagged<ExpiryScan>;
  readonly collection?: Flagged<MomentScan>;
}

export const requiredParts = ['donation', 'product', 'group', 'expiry'] as const;
export type BagPart = (typeof requiredParts)[number] | 'collection';

export interface BagScanState {
  /** In the order they were begun; those begun and not finished stay among them. */
  readonly bags: readonly ScannedBag[];
  /** The bag that the next label belongs to. */
  readonly current: number | null;
}

export type BagScanEvent =
  | { readonly type: 'bag-started' | 'bag-resumed'; readonly bag: number; readonly part: BagPart }
  | { readonly type: 'part-added' | 'bag-completed' | 'duplicate'; readonly bag: number; readonly part: BagPart }
  /** This bag is in the list already: the screen shows its line. */
  | { readonly type: 'already-scanned'; readonly bag: number; readonly part: BagPart }
  /** A former bag was left without these parts. */
  | { readonly type: 'left-incomplete'; readonly bag: number; readonly missing: readonly BagPart[] }
  /** Two labels that contradict each other on one bag: nothing is changed, a person looks. */
  | {
      readonly type: 'conflict';
      readonly bag: number;
      readonly part: BagPart;
      readonly held: string;
      readonly scanned: string;
    }
  | { readonly type: 'ignored'; readonly kind: Scan['kind'] };

export const emptyBagScan: BagScanState = { bags: [], current: null };

type PartValue = NonNullable<ScannedBag[BagPart]>;

function partOf(scan: PartValue): BagPart | undefined {
  switch (scan.kind) {
    case 'donation-number':
      return 'donation';
    case 'product':
    case 'group':
    case 'expiry':
    case 'collection':
      return scan.kind;
    case 'production':
      return undefined;
  }
}

/** What two labels of one part are compared by, and what a person is shown. */
export function valueOfPart(scan: PartValue): string {
  switch (scan.kind) {
    case 'donation-number':
      return scan.donationNo;
    case 'product':
      return scan.productCode;
    case 'group':
      return scan.groupCode.slice(0, 2);
    case 'expiry':
      return scan.hasTime ? scan.expiresAt.toISOString() : scan.localDate;
    case 'collection':
    case 'production':
      return scan.hasTime ? scan.at.toISOString() : scan.localDate;
  }
}

export function missingParts(bag: ScannedBag): BagPart[] {
  return requiredParts.filter((part) => bag[part] === undefined);
}

export function isComplete(bag: ScannedBag): boolean {
  return missingParts(bag).length === 0;
}

export function hasManualPart(bag: ScannedBag): boolean {
  return Object.values(bag).some((part) => part?.isManual === true);
}

/** The key of a bag: donation number and whole product code; undefined until both are scanned. */
export function bagKey(bag: ScannedBag): string | undefined {
  return bag.donation && bag.product ? `${bag.donation.donationNo}.${bag.product.productCode}` : undefined;
}

/**
 * One label more. Labels of a bag come in any order; a donation number other than the current one begins a new bag, and so
 * does any label that differs from a complete bag's. What contradicts an incomplete bag is a `conflict` and changes nothing.
 * A label equal to one already held is a `duplicate` and is never carried over to the next bag: a group that was not
 * scanned from a bag must not count as scanned, even at the price of scanning twice.
 */
export function applyScan(
  state: BagScanState,
  scan: Scan | CompoundScan | Flagged<PartValue>,
): { state: BagScanState; events: BagScanEvent[] } {
  const isManual = 'isManual' in scan && scan.isManual === true;
  const parts = partsOf(scan).map((part) => ({ ...part, isManual }));
  if (parts.length === 0) return { state, events: [{ type: 'ignored', kind: scan.kind }] };
  const events: BagScanEvent[] = [];
  let next = state;
  for (const part of parts) {
    const step = applyPart(next, part);
    next = step.state;
    events.push(...step.events);
  }
  return { state: next, events };
}

function partsOf(scan: Scan | CompoundScan | PartValue): PartValue[] {
  switch (scan.kind) {
    case 'compound': {
      const parts = scan.parts.filter((part) => partOf(part) !== undefined);
      const [donations, others] = [true, false].map((wanted) =>
        parts.filter((part) => (part.kind === 'donation-number') === wanted),
      );
      return [...(donations ?? []), ...(others ?? [])];
    }
    case 'donation-number':
    case 'product':
    case 'group':
    case 'expiry':
    case 'collection':
      return [scan];
    default:
      return [];
  }
}

interface Step {
  state: BagScanState;
  events: BagScanEvent[];
}

function applyPart(state: BagScanState, scan: PartValue): Step {
  const part = partOf(scan);
  if (part === undefined) return { state, events: [{ type: 'ignored', kind: scan.kind }] };
  const { current } = state;
  const bag = current === null ? undefined : state.bags[current];
  if (current === null || bag === undefined) return startBag(state, part, scan);

  const held = bag[part];
  if (held === undefined) return addPart(state, current, part, scan);
  if (valueOfPart(held) === valueOfPart(scan)) {
    // The same donation on a finished bag: its sister bag, or the same bag again; the product code tells.
    if (part === 'donation' && isComplete(bag)) return startBag(state, part, scan);
    return { state, events: [{ type: 'duplicate', bag: current, part }] };
  }
  if (part === 'donation') return switchDonation(state, current, bag, scan);
  if (isComplete(bag)) return startBag(state, part, scan);
  const conflict = { held: valueOfPart(held), scanned: valueOfPart(scan) };
  return { state, events: [{ type: 'conflict', bag: current, part, ...conflict }] };
}

function startBag(state: BagScanState, part: BagPart, scan: PartValue): Step {
  const index = state.bags.length;
  const next = { bags: [...state.bags, { [part]: scan }], current: index };
  return { state: next, events: [{ type: 'bag-started', bag: index, part }] };
}

function addPart(state: BagScanState, current: number, part: BagPart, scan: PartValue): Step {
  const bag: ScannedBag = { ...state.bags[current], [part]: scan };
  const key = bagKey(bag);
  const twin = state.bags.findIndex((other, index) => index !== current && key !== undefined && bagKey(other) === key);
  if (twin >= 0) return mergeIntoTwin(state, current, twin, bag, part);
  const bags = state.bags.map((other, index) => (index === current ? bag : other));
  const isLast = isComplete(bag) && part !== 'collection';
  const type = isLast ? 'bag-completed' : 'part-added';
  return { state: { bags, current }, events: [{ type, bag: current, part }] };
}

/** The bag being scanned turns out to stand in the list: its labels go to that line, each compared with what the line holds. */
function mergeIntoTwin(state: BagScanState, current: number, twin: number, bag: ScannedBag, part: BagPart): Step {
  const bags = state.bags.filter((_, index) => index !== current);
  const line = twin > current ? twin - 1 : twin;
  const step: Step = { state: { bags, current: line }, events: [{ type: 'already-scanned', bag: line, part }] };
  for (const scan of [bag.group, bag.expiry, bag.collection]) {
    const own = scan && partOf(scan);
    const held = own && bags[line]?.[own];
    if (!scan || !own) continue;
    if (held === undefined) {
      const added = addPart(step.state, line, own, scan);
      step.state = added.state;
      step.events.push(...added.events);
    } else if (valueOfPart(held) !== valueOfPart(scan)) {
      const values = { held: valueOfPart(held), scanned: valueOfPart(scan) };
      step.events.push({ type: 'conflict', bag: line, part: own, ...values });
    }
  }
  return step;
}

/** Another donation number: the former bag is closed, or kept and named when parts are missing. */
function switchDonation(state: BagScanState, current: number, bag: ScannedBag, scan: PartValue): Step {
  const missing = missingParts(bag);
  const isEcho = missing.length === 3 && bag.collection === undefined && isDonationElsewhere(state, current, bag);
  // A donation number read twice from a finished bag leaves no bag behind.
  const bags = isEcho ? state.bags.filter((_, index) => index !== current) : state.bags;
  const left: BagScanEvent[] =
    missing.length > 0 && !isEcho ? [{ type: 'left-incomplete', bag: current, missing }] : [];

  const open = bags.findIndex(
    (other) => other.donation !== undefined && valueOfPart(other.donation) === valueOfPart(scan) && !isComplete(other),
  );
  if (open >= 0) {
    return { state: { bags, current: open }, events: [...left, { type: 'bag-resumed', bag: open, part: 'donation' }] };
  }
  const started = startBag({ bags, current: null }, 'donation', scan);
  return { state: started.state, events: [...left, ...started.events] };
}

function isDonationElsewhere(state: BagScanState, current: number, bag: ScannedBag): boolean {
  return state.bags.some(
    (other, index) => index !== current && other.donation?.donationNo === bag.donation?.donationNo && isComplete(other),
  );
}
