import type { ProcessingName } from '@/domain/processings/kinds';
import type { IncidentRule } from '@/domain/stock/incidents';
import type { Outcome } from '../../support/city-work';

/** The city in a few lines: what every bag, note, record and incident should be after each verb. Written from the rules, not from the code. */

export type Hospital = 0 | 1 | 2;
export type Place = 'station' | Hospital;
export type Product = 'red' | 'plasma' | 'platelets' | 'washed' | 'pooled';
export type State =
  | 'available'
  | 'reserved'
  | 'quarantined'
  | 'in_transit'
  | 'issued'
  | 'discarded'
  | 'lost'
  | 'processed'
  /** An opening that had entered it was taken back: it stands in no house. */
  | 'withdrawn';
export const hourMs = 3_600_000;
export const reservationHours = 24;
/** Of a whole bag, hundredths of its unit. */
export const amounts = { red: 200, plasma: 20_000, platelets: 100 } as const;

export interface ModelBag {
  readonly product: Product;
  readonly amount: number;
  readonly expiresAtMs: number;
  /** Registered from a sheet, or made of such a bag: when it was collected nobody knows. */
  readonly isOfUnknownAge: boolean;
  /** What processings have done to it. */
  readonly marks: readonly string[];
  readonly state: State;
  readonly holder: Place;
  readonly expected: Place | null;
  readonly reservedFor: { readonly patient: number; readonly releaseAtMs: number } | null;
  /** What it is on hold for. */
  readonly hold: string | null;
  /** What it was on hold for when it was given back, thrown away or lost. */
  readonly heldFor: string | null;
  /** By house: reasons of its holds there since it was last released there. */
  readonly openHolds: Readonly<Record<string, readonly string[]>>;
  /** The record that moved it last; keeping it for a patient moves nothing. */
  readonly movedBy: string;
  /** The note with which it is on its way. */
  readonly sentBy: string | null;
  /** The receipt it came by, until something happened that undoing the receipt would hide. */
  readonly receivedBy: string | null;
  /** By house: the last thing that somebody did with it, between an account of that house and any other. */
  readonly events: Readonly<Record<string, number>>;
  /** Made by a processing that was voided: made again it is this bag. */
  readonly isUnproduced: boolean;
  /** The opening it came by, until something happened to it. */
  readonly openedBy: string | null;
}

export interface ModelShipment {
  readonly from: Place;
  readonly to: Place;
  readonly kind: 'delivery' | 'return' | 'transfer';
  readonly state: 'shipped' | 'partly_received' | 'received' | 'closed_short' | 'void';
  readonly version: number;
  readonly received: number;
  /** Somebody has had bags of it in hand, also where that receipt was voided. */
  readonly wasReceived: boolean;
  readonly bags: Readonly<Record<string, 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing'>>;
}

export interface ModelReceipt {
  readonly place: Place;
  readonly shipment: string;
  readonly state: 'posted' | 'void';
  readonly lines: readonly { readonly bag: string; readonly outcome: Outcome }[];
}

export interface ModelIssue {
  readonly hospital: Hospital;
  readonly state: 'issued' | 'void';
  readonly bags: readonly string[];
  /** Of one that a sheet told of: what its bag was on hold for. */
  readonly heldFor?: string | null;
}

export interface ModelOutbound {
  readonly hospital: Hospital;
  readonly state: 'registered' | 'void';
  readonly bags: readonly string[];
  /** What its bags were on hold for. */
  readonly heldFor: Readonly<Record<string, string | null>>;
  /** Of a return or a transfer: its note has the same name. */
  readonly isJourney: boolean;
}

/** A count by two that began bags in the ledger. */
export interface ModelOpening {
  readonly hospital: Hospital;
  readonly state: 'posted' | 'void';
  readonly bags: readonly string[];
}

export interface ModelProcessing {
  readonly hospital: Hospital;
  readonly what: ProcessingName;
  readonly isOpenSystem: boolean;
  readonly state: 'started' | 'ended' | 'cancelled' | 'void';
  readonly version: number;
  readonly startedAtMs: number;
  readonly bags: readonly string[];
  /** Those of its bags that were processed, with what they were before. */
  readonly done: Readonly<Record<string, Pick<ModelBag, 'expiresAtMs'>>>;
  readonly made: readonly string[];
}

/** One rule that a fact broke. */
export interface ModelIncident {
  readonly house: Place;
  readonly bag: string;
  readonly rule: IncidentRule;
  readonly isBinding: boolean;
  readonly isOpen: boolean;
}

export interface Model {
  readonly bags: Readonly<Record<string, ModelBag>>;
  readonly shipments: Readonly<Record<string, ModelShipment>>;
  readonly receipts: Readonly<Record<string, ModelReceipt>>;
  readonly issues: Readonly<Record<string, ModelIssue>>;
  readonly outbounds: Readonly<Record<string, ModelOutbound>>;
  readonly processings: Readonly<Record<string, ModelProcessing>>;
  readonly openings: Readonly<Record<string, ModelOpening>>;
  readonly incidents: readonly ModelIncident[];
}

export const emptyModel: Model = {
  bags: {},
  shipments: {},
  receipts: {},
  issues: {},
  outbounds: {},
  processings: {},
  openings: {},
  incidents: [],
};

/** Outside every account of the city's organisations. */
export function isOut({ state }: ModelBag): boolean {
  return state === 'issued' || state === 'processed' || state === 'withdrawn' || isEnded(state);
}

export function isEnded(state: State): boolean {
  return state === 'discarded' || state === 'lost';
}

type Standing = Pick<ModelBag, 'state' | 'holder' | 'expected'>;

/** The bag's events after it went from here to there: only the houses whose accounts these are know of it. */
export function eventsAfter(
  events: ModelBag['events'],
  { from, to, atMs }: { readonly from: ModelBag; readonly to: ModelBag; readonly atMs: number },
): ModelBag['events'] {
  const houses = [from, to].filter((bag) => !isOut(bag)).map(accountOf);
  return { ...events, ...Object.fromEntries(houses.map((house) => [house, Math.max(events[house] ?? 0, atMs)])) };
}

function accountOf({ state, holder, expected }: Standing): Place {
  return state === 'in_transit' ? (expected ?? holder) : holder;
}

/** Incidents for which this bag waits, of one house or of all. */
export function bindingOf(model: Model, bag: string, house?: Place): ModelIncident[] {
  return model.incidents.filter(
    (one) => one.bag === bag && one.isBinding && one.isOpen && (house === undefined || one.house === house),
  );
}

export interface Cell {
  readonly available: number;
  readonly reserved: number;
  readonly quarantined: number;
  readonly inTransit: number;
  readonly amount: number;
}

/** Bags per account: what is on its way counts at the receiver. Key: `<place> <product>`. */
export function cellsOf(model: Model): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const bag of Object.values(model.bags)) {
    if (isOut(bag)) continue;
    const name = `${bag.state === 'in_transit' ? bag.expected : bag.holder} ${bag.product}`;
    const bucket = bag.state === 'in_transit' ? 'inTransit' : (bag.state as 'available' | 'reserved' | 'quarantined');
    const cell = cells[name] ?? { available: 0, reserved: 0, quarantined: 0, inTransit: 0, amount: 0 };
    cells[name] = { ...cell, [bucket]: cell[bucket] + 1, amount: cell.amount + bag.amount };
  }
  return cells;
}

export function keysOf<T>(record: Readonly<Record<string, T>>, isWanted: (value: T, key: string) => boolean): string[] {
  return Object.entries(record).flatMap(([key, value]) => (isWanted(value, key) ? [key] : []));
}
