'use client';
import { useCallback, useState } from 'react';
import { useCityNow } from '@/app/_client/live';
import { useIsPractice } from '@/components/record/drawn-for';
import { playTone, type ScanTone } from '@/components/scan/scan-sounds';
import {
  applyScan,
  type BagPart,
  type BagScanEvent,
  type BagScanState,
  hasManualPart,
  isComplete,
  missingParts,
  type ScannedBag,
} from '@/domain/blood/barcodes/bag-scan';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import { type PartScan, readScan } from '@/domain/blood/barcodes/read-scan';
import { isOfOtherCity } from '@/domain/practice';
import type { Violation } from '@/domain/result';
import { readReleasedBags } from '@/domain/station-stock/rules';
import type { ReleaseLine } from '@/domain/station-stock/schema';
import { cityZone } from '@/i18n/format';

export type ScanProblem =
  | { code: 'unreadable' | 'mismatch' | 'expired' | 'badCheck' }
  | { code: 'duplicate'; line: number }
  /** A bag of practice in the real city, or the other way round. */
  | { code: 'otherCity'; donationNo: string }
  | { code: 'unknownProduct'; productCode: string }
  /** One text, two labels it may be: a person says which. */
  | { code: 'ambiguous'; candidates: readonly PartScan[] };

export interface ReleaseEntry {
  readonly state: BagScanState;
  /** The city's time is known: before that no label can be judged. */
  readonly isReady: boolean;
  /** As they were begun, those that still lack labels among them: none of them may fall between two bags. */
  readonly bags: readonly ScannedBag[];
  readonly incomplete: number;
  readonly current: ScannedBag | null;
  /** Stays until the next bag is complete, or it is dismissed: the eyes are on the bags. */
  readonly problem: ScanProblem | null;
  readonly dismiss: () => void;
  readonly lines: readonly ReleaseLine[];
  /** What the rules of a release refuse, by bag: seen here as soon as it is scanned, asked again when it is posted. */
  readonly faults: ReadonlyMap<ScannedBag, readonly Violation[]>;
  readonly take: (text: string, isManual: boolean) => ScanProblem | null;
  readonly takePart: (part: PartScan) => void;
  readonly remove: (bag: ScannedBag) => void;
}

/** What was scanned so far, each label with its tone. A label that may not be released is told and does not come onto the list. */
export function useRelease(
  products: readonly ProductMapping[],
  initial: BagScanState,
  onUnknown: (productCode: string) => void,
): ReleaseEntry {
  const now = useCityNow(60_000);
  const isPractice = useIsPractice();
  const [state, setState] = useState(initial);
  const [problem, setProblem] = useState<ScanProblem | null>(null);

  const follow = useCallback(
    (step: ReturnType<typeof applyScan>) => {
      const told = problemOfEvents(step.events, step.state, isPractice);
      playTone(
        told?.code === 'duplicate' ? 'duplicate' : told?.code === 'otherCity' ? 'refuse' : toneOfEvents(step.events),
      );
      setState(told?.code === 'mismatch' ? withoutCurrent(state) : step.state);
      const isOver = step.events.some(({ type }) => type === 'bag-completed');
      setProblem((former) => told ?? (isOver || former?.code === 'ambiguous' ? null : former));
      return told;
    },
    [state, isPractice],
  );
  const take = useCallback(
    (text: string, isManual: boolean) => {
      if (!now) return null;
      const scan = readScan(text, { now, timeZone: cityZone, isManual });
      const found = problemOfScan(scan, products);
      if (found) {
        playTone('refuse');
        setProblem(found);
        if (found.code === 'unknownProduct') onUnknown(found.productCode);
        return found;
      }
      const chosen = scan.kind === 'ambiguous' ? chooseReading(scan.candidates, state) : null;
      if (scan.kind === 'ambiguous' && !chosen) {
        const asked = { code: 'ambiguous', candidates: scan.candidates } as const;
        playTone('refuse');
        setProblem(asked);
        return asked;
      }
      return follow(applyScan(state, chosen ? { ...chosen, isManual } : scan));
    },
    [now, products, state, follow, onUnknown],
  );

  const complete = state.bags.filter(isComplete);
  const current = state.current === null ? null : (state.bags[state.current] ?? null);
  return {
    state,
    isReady: now !== null,
    bags: state.bags,
    incomplete: state.bags.length - complete.length,
    current: current && !isComplete(current) ? current : null,
    problem,
    dismiss: () => setProblem(null),
    takePart: (part) => void follow(applyScan(state, { ...part, isManual: true })),
    lines: complete.flatMap((bag) => lineOf(bag)),
    faults: now ? faultsOf(complete, products, now, isPractice) : new Map(),
    take,
    remove: (bag) => {
      setState((before) => withoutBag(before, bag));
      setProblem(null);
    },
  };
}

function faultsOf(
  bags: readonly ScannedBag[],
  products: readonly ProductMapping[],
  now: Date,
  isPractice: boolean,
): Map<ScannedBag, Violation[]> {
  // An issuer that is not on the label is the same one, this station, for all of them.
  const facts = { now, products, stationId: '' };
  const faults = new Map<ScannedBag, Violation[]>();
  for (const violation of readReleasedBags(bags.flatMap(lineOf), facts).violations) {
    const bag = bags[Number(violation.path?.split('.')[1])];
    if (bag) faults.set(bag, [...(faults.get(bag) ?? []), violation]);
  }
  for (const bag of bags) {
    const { donationNo = '' } = bag.donation ?? {};
    if (!isOfOtherCity(donationNo, isPractice)) continue;
    const code = isPractice ? 'unit.of_real_city' : 'unit.of_practice';
    faults.set(bag, [{ code, path: 'donation', facts: { donationNo } }, ...(faults.get(bag) ?? [])]);
  }
  return faults;
}

const partOfKind = {
  'donation-number': 'donation',
  product: 'product',
  group: 'group',
  expiry: 'expiry',
  collection: 'collection',
  production: null,
} as const satisfies Record<PartScan['kind'], BagPart | null>;

/** Twelve digits may be an old donation number or an expiry: the one that the bag in hand still lacks, when it is only one. */
function chooseReading(candidates: readonly PartScan[], state: BagScanState): PartScan | null {
  const bag = state.current === null ? undefined : state.bags[state.current];
  if (!bag) return null;
  const missing: readonly (BagPart | null)[] = missingParts(bag);
  const wanted = candidates.filter((candidate) => missing.includes(partOfKind[candidate.kind]));
  return wanted.length === 1 ? (wanted[0] ?? null) : null;
}

function problemOfScan(scan: ReturnType<typeof readScan>, products: readonly ProductMapping[]): ScanProblem | null {
  if (scan.kind === 'error') return { code: scan.code.startsWith('check_') ? 'badCheck' : 'unreadable' };
  if (scan.kind === 'unknown' || scan.kind === 'badge' || scan.kind === 'patient' || scan.kind === 'place')
    return { code: 'unreadable' };
  const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? [] : [scan];
  for (const part of parts) {
    if (part.kind === 'expiry' && part.isExpired) return { code: 'expired' };
    if (part.kind === 'product' && !findProduct(part.productCode, products))
      return { code: 'unknownProduct', productCode: part.productCode };
  }
  return null;
}

function problemOfEvents(
  events: readonly BagScanEvent[],
  { bags, current }: BagScanState,
  isPractice: boolean,
): ScanProblem | null {
  if (events.some(({ type }) => type === 'conflict')) return { code: 'mismatch' };
  for (const event of events) {
    if (event.type === 'already-scanned') return { code: 'duplicate', line: event.bag + 1 };
    const bag = event.type === 'duplicate' ? bags[event.bag] : undefined;
    // A label of a finished bag read again: the bag is on the list, whatever was read of it.
    if (event.type === 'duplicate' && bag && isComplete(bag) && events.every(({ type }) => type === 'duplicate'))
      return { code: 'duplicate', line: event.bag + 1 };
  }
  // It stays on the list until it is taken off: what is scanned next are its labels, and no other bag's.
  const donationNo = current === null ? undefined : bags[current]?.donation?.donationNo;
  if (donationNo !== undefined && isOfOtherCity(donationNo, isPractice)) return { code: 'otherCity', donationNo };
  return null;
}

function toneOfEvents(events: readonly BagScanEvent[]): ScanTone {
  const types = events.map(({ type }) => type);
  if (types.some((type) => type === 'conflict' || type === 'ignored' || type === 'left-incomplete')) return 'refuse';
  return types.some((type) => type === 'already-scanned' || type === 'duplicate') ? 'duplicate' : 'ok';
}

/** The bag in the hand stays the one that the next label belongs to. */
function withoutBag(state: BagScanState, bag: ScannedBag): BagScanState {
  const held = state.current === null ? undefined : state.bags[state.current];
  const bags = state.bags.filter((candidate) => candidate !== bag);
  const current = held === undefined ? -1 : bags.indexOf(held);
  return { bags, current: current < 0 ? null : current };
}

function withoutCurrent(state: BagScanState): BagScanState {
  return { bags: state.bags.filter((_, index) => index !== state.current), current: null };
}

/** A bag whose labels were all read, as a command takes it: what was typed must carry its check character. */
export function lineOf(bag: ScannedBag): ReleaseLine[] {
  const { donation, product, group, expiry, collection } = bag;
  if (!donation || !product || !group || !expiry) return [];
  const suffix = donation.flags ?? (donation.isChecked ? computeCheckCharacter(donation.donationNo) : '');
  return [
    {
      donation: donation.flags === null ? `${donation.donationNo}${suffix}` : `=${donation.donationNo}${suffix}`,
      labelScheme: donation.scheme,
      productCode: product.productCode,
      abo: group.abo,
      rhd: group.rhd,
      intendedUse: group.intendedUse,
      expiresAt: expiry.expiresAt,
      collectedAt: collection?.at ?? null,
      preparedAt: null,
      entry: hasManualPart(bag) ? 'hand' : 'scan',
    },
  ];
}
