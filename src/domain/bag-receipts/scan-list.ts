import {
  applyScan,
  type BagPart,
  type BagScanState,
  emptyBagScan,
  isComplete,
  missingParts,
  type ScannedBag,
  valueOfPart,
} from '../blood/barcodes/bag-scan';
import { readScan, type Scan } from '../blood/barcodes/read-scan';
import type { ScanContext, ScanErrorCode } from '../blood/barcodes/scan-types';
import type { Violation } from '../result';
import type { BagCheck, HandEntryReason, HoldReason } from './label-checks';
import { type ExpectedBag, hardStopsOf, type SettledState } from './rules';

/** A bag on the open list. What becomes of it is judged anew at every look, from exceptions and temperature. */
export interface ScanLine {
  readonly unitId: string;
  readonly boxNo: number;
  readonly codes: readonly string[];
  readonly entry: 'scan' | 'hand';
  readonly entryReason?: HandEntryReason;
  readonly exceptions: readonly BagCheck[];
  /** A person's decision beyond the rules: hold it, or send it back. */
  readonly decided?: {
    readonly outcome: 'held' | 'refused';
    readonly reason: HoldReason;
    /** By nobody: a hard stop stood when somebody else settled the bag. */
    readonly isUnanswered?: true;
  };
  readonly scannedAt: string;
}

/** What happened at a scan, for the big panel, the list and the tone. */
export type ScanNews =
  | { readonly kind: 'reading'; readonly bag: ScannedBag; readonly expected: ExpectedBag | null }
  | { readonly kind: 'taken'; readonly unitId: string; readonly line: number }
  | { readonly kind: 'duplicate'; readonly unitId: string; readonly line: number }
  | { readonly kind: 'already-settled'; readonly unitId: string; readonly state: SettledState }
  | { readonly kind: 'not-on-note'; readonly donationNo: string; readonly productCode: string }
  | { readonly kind: 'left-incomplete'; readonly donationNo: string; readonly missing: readonly BagPart[] }
  | { readonly kind: 'unreadable'; readonly code: ScanErrorCode | 'unknown' | 'ambiguous'; readonly raw: string }
  | { readonly kind: 'stop'; readonly expected: ExpectedBag; readonly violations: readonly Violation[] }
  | { readonly kind: 'conflict'; readonly part: BagPart; readonly held: string; readonly scanned: string };

export interface ScanNote {
  readonly id: number;
  readonly at: string;
  readonly news: ScanNews;
}

export interface ScanListState {
  readonly lines: readonly ScanLine[];
  readonly scan: BagScanState;
  /** Raw text of the parts in hand, so that the server can read them again. */
  readonly raws: Readonly<Record<string, string>>;
  readonly last: ScanNews | null;
  /** Newest last: what was refused, repeated or left, shown between the lines. */
  readonly notes: readonly ScanNote[];
  /** A hard stop waits for the person; until the bag is held, nothing else is done to the list. */
  readonly stop: StoppedBag | null;
}

export interface StoppedBag {
  readonly expected: ExpectedBag;
  readonly violations: readonly Violation[];
  readonly codes: readonly string[];
  readonly at: string;
}

/** As a draft keeps it: what a reload or another PC needs to stand before the same list, and before the same stop. */
export interface StoredScanList {
  readonly lines: readonly ScanLine[];
  /** Absent in drafts of older releases. */
  readonly stop?: (Pick<StoppedBag, 'violations' | 'codes' | 'at'> & { readonly unitId: string }) | null;
}

export const emptyScanList: ScanListState = {
  lines: [],
  scan: emptyBagScan,
  raws: {},
  last: null,
  notes: [],
  stop: null,
};

export interface ScanListContext extends ScanContext {
  readonly expected: readonly ExpectedBag[];
}

const notesKept = 200;

/** What a draft keeps of the list: the lines, and the stop that nobody has answered. */
export function storeScanList({ lines, stop }: ScanListState): StoredScanList {
  return {
    lines,
    stop: stop && { unitId: stop.expected.unitId, violations: stop.violations, codes: stop.codes, at: stop.at },
  };
}

/**
 * The list as it was left. What was settled meanwhile stands on it too: its line says what was found here, and leaves the list by name. So does
 * a stop whose bag is not awaited any more: nothing is left to answer, and what it found is to be told.
 */
export function restoreScanList(stored: StoredScanList | null, expected: readonly ExpectedBag[]): ScanListState {
  const noted = new Map(expected.map((bag) => [bag.unitId, bag]));
  const lines = stored?.lines.filter((line) => noted.has(line.unitId)) ?? [];
  const stopped = stored?.stop && noted.get(stored.stop.unitId);
  if (!stored?.stop || !stopped) return { ...emptyScanList, lines };
  const { violations, codes, at } = stored.stop;
  const stop = { expected: stopped, violations, codes, at };
  return stopped.state === 'expected'
    ? { ...emptyScanList, lines, stop }
    : { ...emptyScanList, lines: [...lines, lineOfStop(stop, at, { isUnanswered: true })] };
}

/** One code more. Pure: the same codes in the same order give the same list. Badges and wristbands are not for this list (unchanged). */
export function scanIntoList(state: ScanListState, raw: string, context: ScanListContext): ScanListState {
  if (state.stop) return state;
  const scan = readScan(raw, context);
  if (scan.kind === 'badge' || scan.kind === 'patient') return state;
  if (scan.kind === 'error') return tell(state, { kind: 'unreadable', code: scan.code, raw }, context);
  if (scan.kind === 'unknown' || scan.kind === 'ambiguous')
    return tell(state, { kind: 'unreadable', code: scan.kind, raw }, context);

  const { state: next, events } = applyScan(state.scan, scan);
  let list: ScanListState = { ...state, scan: next, raws: { ...state.raws, ...rawsOf(scan, raw) } };
  for (const event of events) {
    if (event.type === 'left-incomplete')
      list = tell(
        list,
        {
          kind: 'left-incomplete',
          donationNo: next.bags[event.bag]?.donation?.donationNo ?? '',
          missing: event.missing,
        },
        context,
      );
    if (event.type === 'conflict')
      return tell(list, { kind: 'conflict', part: event.part, held: event.held, scanned: event.scanned }, context);
  }
  const bag = bagInHand(list);
  return bag ? settleBag(list, bag, context) : list;
}

/** What the bag in hand is by now: still being read, stopped, taken, repeated, or not on the note. */
function settleBag(list: ScanListState, bag: ScannedBag, context: ScanListContext): ScanListState {
  const { donation, product } = bag;
  if (!donation || !product) return { ...list, last: { kind: 'reading', bag, expected: null } };
  const expected = context.expected.find(
    (other) => other.donationNo === donation.donationNo && other.productCode === product.productCode,
  );
  if (!expected) {
    return isComplete(bag)
      ? tell(
          onlyThis(list, bag),
          { kind: 'not-on-note', donationNo: donation.donationNo, productCode: product.productCode },
          context,
        )
      : { ...list, last: { kind: 'reading', bag, expected: null } };
  }
  const onLine = list.lines.findIndex((line) => line.unitId === expected.unitId);
  if (onLine >= 0) {
    const isRepeat = list.last?.kind === 'taken' && list.last.unitId === expected.unitId && isComplete(bag);
    const news: ScanNews = { kind: 'duplicate', unitId: expected.unitId, line: onLine + 1 };
    return isRepeat ? { ...list, last: news } : tell(onlyThis(list, bag), news, context);
  }
  if (expected.state !== 'expected')
    return tell(
      onlyThis(list, bag),
      { kind: 'already-settled', unitId: expected.unitId, state: expected.state },
      context,
    );

  const violations = hardStopsOf(expected, bag, context);
  if (violations.length > 0) {
    const stopped = tell(onlyThis(list, bag), { kind: 'stop', expected, violations }, context);
    return { ...stopped, stop: { expected, violations, codes: codesOf(list, bag), at: context.now.toISOString() } };
  }
  if (!isComplete(bag)) return { ...list, last: { kind: 'reading', bag, expected } };
  const line: ScanLine = {
    unitId: expected.unitId,
    boxNo: expected.boxNo,
    codes: codesOf(list, bag),
    entry: 'scan',
    exceptions: [],
    scannedAt: context.now.toISOString(),
  };
  return {
    ...onlyThis(list, bag),
    lines: [...list.lines, line],
    last: { kind: 'taken', unitId: expected.unitId, line: list.lines.length + 1 },
  };
}

/**
 * The one way on from a hard stop: the bag is here, so it goes on hold with the reason. One that somebody else settled while the stop stood
 * can be held no more: its line says so, and leaves the list by name.
 */
export function holdStoppedBag(state: ScanListState, { expected, now }: ScanListContext): ScanListState {
  const { stop } = state;
  if (!stop) return state;
  const isAwaited = expected.some((bag) => bag.unitId === stop.expected.unitId && bag.state === 'expected');
  const line = isAwaited ? lineOfStop(stop, now.toISOString()) : lineOfStop(stop, stop.at, { isUnanswered: true });
  return { ...state, stop: null, scan: emptyBagScan, raws: {}, lines: [...state.lines, line] };
}

function lineOfStop(
  { expected, violations, codes }: StoppedBag,
  at: string,
  decided?: { isUnanswered: true },
): ScanLine {
  return {
    unitId: expected.unitId,
    boxNo: expected.boxNo,
    codes,
    // Codes that a stop cut short are completed by hand: the bag is in front of the person.
    entry: codes.length >= 4 ? 'scan' : 'hand',
    ...(codes.length >= 4 ? {} : { entryReason: 'other' as const }),
    exceptions: [],
    decided: { outcome: 'held', reason: holdReasonOfStop(violations), ...decided },
    scannedAt: at,
  };
}

/** What a bag is held for that a hard stop was about. */
export function holdReasonOfStop([first]: readonly Violation[]): HoldReason {
  const code = first?.code;
  if (code === 'group_mismatch' || code === 'expiry_mismatch' || code === 'expired') return code;
  return 'other';
}

/** Takes the last line back, for the wrong bag in the hand. Refused (unchanged) while a stop stands: it would take a good bag. */
export function undoLastLine(state: ScanListState): ScanListState {
  if (state.stop) return state;
  return { ...state, lines: state.lines.slice(0, -1), scan: emptyBagScan, raws: {}, last: null };
}

/**
 * These bags were received, here or elsewhere: they leave the list, and whatever was scanned meanwhile stays, the bag in hand
 * included. What names lines by their number goes with them.
 */
export function forgetBags(
  state: ScanListState,
  unitIds: readonly string[],
  { expected }: Pick<ScanListContext, 'expected'>,
): ScanListState {
  const lines = state.lines.filter((line) => !unitIds.includes(line.unitId));
  if (lines.length === state.lines.length) return state;
  const { last } = state;
  const lastUnitId =
    last?.kind === 'taken'
      ? last.unitId
      : last?.kind === 'stop' || last?.kind === 'reading'
        ? last.expected?.unitId
        : '';
  const isLastGone = last?.kind === 'duplicate' || (lastUnitId !== undefined && unitIds.includes(lastUnitId));
  const inHand = bagInHand(state);
  const isInHandGone = expected.some(
    (bag) =>
      unitIds.includes(bag.unitId) &&
      bag.donationNo === inHand?.donation?.donationNo &&
      bag.productCode === inHand.product?.productCode,
  );
  return {
    ...state,
    lines,
    last: isLastGone ? null : last,
    notes: state.notes.filter(({ news }) => news.kind !== 'duplicate'),
    ...(isInHandGone ? { scan: emptyBagScan, raws: {} } : {}),
  };
}

/**
 * A label could not be taken (a dialog stood open): nobody knows whether it belonged to the bag in hand or began the next one.
 * A half-read bag is therefore left and named, so that no later label completes it.
 */
export function leaveBagInHand(state: ScanListState, context: ScanContext): ScanListState {
  const bag = bagInHand(state);
  if (state.stop || !bag || isComplete(bag)) return state;
  const news: ScanNews = {
    kind: 'left-incomplete',
    donationNo: bag.donation?.donationNo ?? '',
    missing: missingParts(bag),
  };
  return { ...tell(state, news, context), scan: emptyBagScan, raws: {} };
}

function bagInHand({ scan }: ScanListState): ScannedBag | undefined {
  return scan.current === null ? undefined : scan.bags[scan.current];
}

/** A bag whose codes cannot be read, chosen from the note with a reason. Refused (unchanged) while a stop stands: it could be that very bag. */
export function addByHand(
  state: ScanListState,
  unitId: string,
  entryReason: HandEntryReason,
  context: ScanListContext,
): ScanListState {
  const expected = context.expected.find((bag) => bag.unitId === unitId && bag.state === 'expected');
  if (state.stop || !expected || state.lines.some((line) => line.unitId === unitId)) return state;
  const line: ScanLine = {
    unitId,
    boxNo: expected.boxNo,
    codes: [],
    entry: 'hand',
    entryReason,
    exceptions: [],
    scannedAt: context.now.toISOString(),
  };
  return { ...state, lines: [...state.lines, line], last: { kind: 'taken', unitId, line: state.lines.length + 1 } };
}

/** What a person finds on a bag of the list, or decides about it. Refused (unchanged) while a stop stands. */
export function changeLine(
  state: ScanListState,
  unitId: string,
  change: Partial<Pick<ScanLine, 'exceptions' | 'boxNo'>> & { decided?: ScanLine['decided'] | null },
): ScanListState {
  if (state.stop) return state;
  const { decided, ...rest } = change;
  return {
    ...state,
    lines: state.lines.map((line) => {
      if (line.unitId !== unitId) return line;
      const { decided: former, ...others } = line;
      const next = decided === undefined ? former : (decided ?? undefined);
      return { ...others, ...rest, ...(next ? { decided: next } : {}) };
    }),
  };
}

function tell(state: ScanListState, news: ScanNews, { now }: ScanContext): ScanListState {
  const id = (state.notes.at(-1)?.id ?? 0) + 1;
  return { ...state, last: news, notes: [...state.notes, { id, at: now.toISOString(), news }].slice(-notesKept) };
}

/** Forgets what was in hand before this bag, but keeps it: a label of it read twice is no new bag. */
function onlyThis(state: ScanListState, bag: ScannedBag): ScanListState {
  return { ...state, scan: { bags: [bag], current: 0 }, raws: pick(state.raws, bag) };
}

type Held = NonNullable<ScannedBag[BagPart]>;

const keyOf = (part: Held): string => `${part.kind}:${valueOfPart(part)}`;

function heldParts(bag: ScannedBag): Held[] {
  return [bag.donation, bag.product, bag.group, bag.expiry].filter((part) => part !== undefined);
}

function rawsOf(scan: Scan, raw: string): Record<string, string> {
  const parts = scan.kind === 'compound' ? scan.parts : [scan];
  return Object.fromEntries(
    parts.flatMap((part) =>
      part.kind === 'donation-number' || part.kind === 'product' || part.kind === 'group' || part.kind === 'expiry'
        ? [[keyOf(part), raw]]
        : [],
    ),
  );
}

function pick(raws: Readonly<Record<string, string>>, bag: ScannedBag): Record<string, string> {
  return Object.fromEntries(
    heldParts(bag).flatMap((part) => (raws[keyOf(part)] === undefined ? [] : [[keyOf(part), raws[keyOf(part)] ?? '']])),
  );
}

function codesOf(state: ScanListState, bag: ScannedBag): string[] {
  return [...new Set(heldParts(bag).flatMap((part) => state.raws[keyOf(part)] ?? []))];
}
