import {
  applyScan,
  type BagPart,
  type BagScanEvent,
  type BagScanState,
  isComplete,
  missingParts,
} from '../blood/barcodes/bag-scan';
import { readScan } from '../blood/barcodes/read-scan';
import type { ScanContext, ScanErrorCode } from '../blood/barcodes/scan-types';
import { isExpired } from '../blood/expiry';
import { type BloodGroup, isSameGroup } from '../blood/groups';
import { isOfOtherCity } from '../practice';

/** What one scan of a delivery without a note did, for the line of words and the tone. Lines count from 1. */
export type UnnotedNews =
  | { readonly kind: 'reading' | 'repeated'; readonly missing: readonly BagPart[] }
  | { readonly kind: 'completed' | 'already-listed'; readonly line: number }
  /** Its expiry was read and is past: told at once, and again with each label that follows. */
  | { readonly kind: 'expired'; readonly line: number; readonly expiresAt: Date; readonly missing: readonly BagPart[] }
  /** A bag of practice in the real city, or the other way round: told with each of its labels, until it is taken off. */
  | { readonly kind: 'other-city'; readonly donationNo: string }
  | { readonly kind: 'left-incomplete'; readonly donationNo: string | null; readonly missing: readonly BagPart[] }
  | { readonly kind: 'conflict'; readonly held: string; readonly scanned: string }
  | { readonly kind: 'unreadable'; readonly code: ScanErrorCode | 'unknown' | 'ambiguous' };

/** Where codes are read: in the real city, or in that for practising. */
export interface UnnotedContext extends ScanContext {
  readonly isPractice: boolean;
}

/** One code more, against no note. Pure. What is no label of a bag changes nothing. The gravest of what happened is the news. */
export function scanWithoutNote(
  state: BagScanState,
  raw: string,
  context: UnnotedContext,
): { state: BagScanState; news: UnnotedNews } {
  const scan = readScan(raw, context);
  if (scan.kind === 'error') return { state, news: { kind: 'unreadable', code: scan.code } };
  if (scan.kind === 'ambiguous') return { state, news: { kind: 'unreadable', code: 'ambiguous' } };
  const step = applyScan(state, scan);
  return { state: step.state, news: newsOf(step.events, step.state, context) };
}

function newsOf(
  events: readonly BagScanEvent[],
  state: BagScanState,
  { now, isPractice }: UnnotedContext,
): UnnotedNews {
  const has = (type: BagScanEvent['type']) => events.some((event) => event.type === type);
  const conflict = events.find((event) => event.type === 'conflict');
  if (conflict) return { kind: 'conflict', held: conflict.held, scanned: conflict.scanned };
  const bag = state.current === null ? undefined : state.bags[state.current];
  const donationNo = bag?.donation?.donationNo;
  if (donationNo !== undefined && isOfOtherCity(donationNo, isPractice) && !has('ignored'))
    return { kind: 'other-city', donationNo };
  const left = events.find((event) => event.type === 'left-incomplete');
  if (left) {
    const leftNo = state.bags[left.bag]?.donation?.donationNo ?? null;
    return { kind: 'left-incomplete', donationNo: leftNo, missing: left.missing };
  }
  if (state.current === null || !bag || has('ignored')) return { kind: 'unreadable', code: 'unknown' };
  const line = state.current + 1;
  if (has('already-scanned')) return { kind: 'already-listed', line };
  if (bag.expiry && isExpired(bag.expiry.expiresAt, now))
    return { kind: 'expired', line, expiresAt: bag.expiry.expiresAt, missing: missingParts(bag) };
  // A label of a finished bag read twice brings nothing; its collection time, read last, does.
  if (isComplete(bag))
    return { kind: has('duplicate') && !has('bag-completed') ? 'already-listed' : 'completed', line };
  return { kind: has('duplicate') ? 'repeated' : 'reading', missing: missingParts(bag) };
}

/** Takes one bag off; the bag in hand stays in hand, unless it is this one. */
export function removeBag({ bags, current }: BagScanState, index: number): BagScanState {
  const next = current === null || current === index ? null : current > index ? current - 1 : current;
  return { bags: bags.filter((_, other) => other !== index), current: next };
}

/** Bags that are none of this city, wherever they stand in the list. */
export function bagsOfOtherCity<B extends Pick<BagScanState['bags'][number], 'donation'>>(
  bags: readonly B[],
  isPractice: boolean,
): B[] {
  return bags.filter(({ donation }) => donation !== undefined && isOfOtherCity(donation.donationNo, isPractice));
}

/** The groups of a bag's donation that contradict its own, as other bags of the list are labelled: it will come in on hold. */
export function otherGroupsOf({ bags }: BagScanState, index: number): BloodGroup[] {
  const bag = bags[index];
  return bags.flatMap(({ donation, group }) =>
    group && bag?.group && donation?.donationNo === bag.donation?.donationNo && !isSameGroup(group, bag.group)
      ? [{ abo: group.abo, rhd: group.rhd }]
      : [],
  );
}
