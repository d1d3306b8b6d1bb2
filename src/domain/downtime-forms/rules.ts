import { readDonationText, readProductText } from '../blood/bag-texts';
import type { LabelScheme } from '../blood/barcodes/scan-types';
import { type Compatibility, isHardStop, type Recipient } from '../blood/compatibility';
import type { BloodComponent } from '../blood/component-catalogue';
import { isExpired } from '../blood/expiry';
import { type AboGroup, formatGroup, isSameGroup, type Rhd } from '../blood/groups';
import { toLocalTime } from '../blood/zoned-time';
import type { Violation } from '../result';
import type { UnitState } from '../stock/effects';
import { holdReasonOf } from '../stock/holds';
import type { BrokenRule, IncidentFacts, IncidentRule } from '../stock/incidents';
import type { DowntimeFormState } from './lifecycle';
import type { DowntimeLine } from './schema';

export interface LabelOfLine {
  readonly labelScheme: LabelScheme;
  readonly donationNo: string;
  readonly productCode: string;
}

export interface FormFacts {
  readonly now: Date;
  readonly no: string;
  readonly state: DowntimeFormState;
  /** Who entered or voided it, once it is. */
  readonly by: string;
}

/** The clock of the wall and of the city may differ by so much. [unsourced: default] */
const clockSkewMs = 60_000;

/**
 * What of a form is no fact but nonsense; nothing else is refused. Refusals, all at once: the form was entered or voided already; a number that
 * cannot be read or whose check character is wrong; a time in the future; the same bag twice for the same thing.
 */
export function readForm(
  lines: readonly DowntimeLine[],
  { now, no, state, by }: FormFacts,
): { labels: LabelOfLine[]; violations: Violation[] } {
  const violations: Violation[] = [];
  if (state !== 'printed')
    violations.push({ code: state === 'void' ? 'form.is_void' : 'form.already_entered', facts: { no, by } });
  const seen = new Map<string, number>();
  const labels = lines.map((line, index): LabelOfLine => {
    const path = `lines.${index}`;
    const at = { line: index + 1 };
    if (line.occurredAt.getTime() > now.getTime() + clockSkewMs)
      violations.push({ code: 'form.in_future', path: `${path}.occurredAt`, facts: at });
    const donation = readDonationText(line.donation, line.labelScheme);
    const donationNo = donation.ok ? donation.value.donationNo : line.donation;
    if (!donation.ok) violations.push({ code: donation.code, path: `${path}.donation`, facts: { ...at, donationNo } });
    const product = readProductText(line.productCode);
    if (!product.ok) violations.push({ code: product.code, path: `${path}.productCode`, facts: { ...at, donationNo } });
    const label: LabelOfLine = {
      labelScheme: donation.ok ? donation.value.scheme : 'isbt128',
      donationNo,
      productCode: product.ok ? product.value : line.productCode,
    };
    const key = `${line.kind} ${label.labelScheme} ${label.donationNo} ${label.productCode}`;
    const first = seen.get(key);
    if (first !== undefined)
      violations.push({ code: 'form.listed_twice', path: `${path}.donation`, facts: { ...at, donationNo, first } });
    else seen.set(key, index + 1);
    return label;
  });
  return { labels, violations };
}

/** Entered on a later day than it happened: flagged, for the day's figures were read without it. */
export function isBackdated(occurredAt: Date, now: Date, timeZone: string): boolean {
  const dayOf = (at: Date) => {
    const { year, month, day } = toLocalTime(at, timeZone);
    return `${year}-${month}-${day}`;
  };
  return dayOf(occurredAt) !== dayOf(now);
}

/** Where the bag was by the ledger when the line was entered. */
export type Place = 'here' | 'arriving' | 'elsewhere' | 'unknown';

export interface LineFacts {
  readonly place: Place;
  /** Of a bag elsewhere: whose hands the ledger has it in. Never which house. */
  readonly elsewhere: 'station' | 'hospital' | 'on_the_way' | null;
  /** Null of a bag that nobody knew. */
  readonly state: UnitState | null;
  readonly holdReason: string | null;
  /** On hold by an earlier line of this very form: nobody had held it when this happened. */
  readonly isHeldByForm: boolean;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  readonly component: Pick<BloodComponent, 'requiresCrossmatch' | 'transport'> | undefined;
  /** Kept for a patient, and not for the one of this line. */
  readonly isReservedForAnother: boolean;
  /** Of an issue. */
  readonly recipient: Pick<Recipient, 'abo' | 'rhd'> | null;
  readonly verdict: Compatibility | null;
}

/** States after which the ledger has no bag to move: it is with a patient, or made into something else. */
const gone: readonly UnitState[] = ['issued', 'processed', 'out_of_city'];

/** Whether the paper contradicts the ledger about a bag that nobody can move any more: the line stands, and a person finds out which is true. */
export function isBeyond({ state }: Pick<LineFacts, 'state'>): boolean {
  return state !== null && gone.includes(state);
}

/**
 * Every rule that this fact broke, each once. Nothing is refused: the bag moves all the same. Asked of every line: is the bag known, here, and
 * still in stock; does the group on paper agree; were there two. Of a delivery: was it awaited, in date and at a temperature of WS 399-2012. Of an
 * issue: what `临床输血技术规范` (2000) and the compatibility of this patient ask. Of a discard: was it free. Expiry is judged when it happened,
 * holds and reservations as they stand now [unsourced: default].
 */
export function findBroken(line: DowntimeLine, facts: LineFacts): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const add = (rule: IncidentRule, told: IncidentFacts = {}) => broken.push({ rule, facts: told });
  const { place, state } = facts;
  if (place === 'unknown') add('unknown_bag');
  if (place === 'elsewhere' && !isBeyond(facts)) add('elsewhere', { place: facts.elsewhere ?? 'hospital' });
  if (state && (isBeyond(facts) || state === 'discarded' || state === 'lost')) add('already_gone', { state });
  if (place !== 'unknown' && line.abo && !isSameGroup({ abo: line.abo, rhd: line.rhd ?? 'unspecified' }, facts))
    add('group_differs', {
      labelGroup: formatGroup(line.abo, line.rhd ?? 'unspecified'),
      unitGroup: formatGroup(facts.abo, facts.rhd),
    });
  const names = new Set([line.first, line.second].map((name) => name.toLowerCase()).filter((name) => name !== ''));
  if (names.size < 2) add('one_person', { people: names.size });
  if (isBeyond(facts)) return broken;
  switch (line.kind) {
    case 'received':
      addReceived(line, facts, add);
      break;
    case 'issued':
      addHeld(facts, add);
      addIssued(line, facts, add);
      break;
    case 'discarded':
      if (place === 'arriving') add('not_received');
      if (isOnHold(facts) && facts.holdReason === 'recall') add('recalled');
      if (facts.isReservedForAnother) add('reserved');
      break;
  }
  return broken;
}

type Add = (rule: IncidentRule, facts?: IncidentFacts) => void;

const isOnHold = ({ state, place, isHeldByForm }: LineFacts) =>
  place === 'here' && state === 'quarantined' && !isHeldByForm;

function addReceived(line: DowntimeLine, { place, state, expiresAt, component }: LineFacts, add: Add): void {
  if (place === 'here' && state !== 'discarded' && state !== 'lost') add('already_here');
  if (isExpired(expiresAt, line.occurredAt)) addExpired(line, expiresAt, add);
  if (line.celsius === null) add('temperature_missing');
  else if (component && !isWithin(line.celsius, component.transport)) add('temperature_out', { celsius: line.celsius });
}

function isWithin(celsius: number, { minC, maxC }: BloodComponent['transport']): boolean {
  return (minC === null || celsius >= minC) && celsius <= maxC;
}

/** A bag that was swept out when its time came broke no hold: whether it was in date then is asked of the clock. */
function addHeld(facts: LineFacts, add: Add): void {
  if (facts.place === 'arriving') add('not_received');
  if (!isOnHold(facts) || facts.holdReason === 'expired') return;
  if (facts.holdReason === 'recall') add('recalled');
  else add('on_hold', { holdReason: holdReasonOf(facts.holdReason) });
}

function addIssued(line: DowntimeLine, facts: LineFacts, add: Add): void {
  const { verdict, recipient, component, expiresAt } = facts;
  if (facts.isReservedForAnother) add('reserved');
  if (isExpired(expiresAt, line.occurredAt)) addExpired(line, expiresAt, add);
  const groups = recipient && {
    recipientGroup: formatGroup(recipient.abo, recipient.rhd),
    unitGroup: formatGroup(facts.abo, facts.rhd),
  };
  const isRhdMissing = verdict?.reasons.some(({ code }) => code === 'recipient_rhd_unknown') ?? false;
  const isAboWrong = verdict?.reasons.some(({ code }) => code === 'abo_incompatible') ?? false;
  if (!groups || recipient.abo === 'unknown' || (isRhdMissing && !isAboWrong)) add('recipient_group_unknown');
  else if (verdict && isHardStop(verdict)) add('incompatible', groups);
  else if (verdict?.override) add('override_unsigned', { ...groups, reason: verdict.reasons[0]?.code ?? '' });
  if (!component || component.requiresCrossmatch) {
    if (line.crossmatch === 'none') add('crossmatch_missing');
    if (line.crossmatch === 'incompatible') add('crossmatch_incompatible');
  }
}

function addExpired(line: DowntimeLine, expiresAt: Date, add: Add): void {
  add('expired', { occurredAt: line.occurredAt.toISOString(), expiresAt: expiresAt.toISOString() });
}

/** A sheet that was not needed, or spoilt: it is accounted for once, and not after it was entered. */
export function checkVoid({ no, state, by }: Omit<FormFacts, 'now'>): Violation[] {
  if (state === 'printed') return [];
  return [{ code: state === 'void' ? 'form.is_void' : 'form.already_entered', facts: { no, by } }];
}
