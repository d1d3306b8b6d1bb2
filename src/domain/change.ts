import type { ModuleName } from './modules';

/** One record changed by one command: the source of its audit row, its outbox row, and so of every screen. */
export interface Change {
  readonly module: ModuleName;
  readonly recordId: string;
  readonly action: string;
  readonly version: number;
  readonly state: string;
  /** The organisation the record belongs to and the second party, if any: they decide who hears of it. */
  readonly orgId: string;
  readonly partyOrgId?: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason?: string;
  /** Stock cells that moved with it, absolute and versioned. */
  readonly cells?: readonly CellState[];
  /** Master data of the city: every desk hears of it, and not whose deed it was. */
  readonly isCityWide?: true;
  /** Municipal offices read it in their lists, of whatever house it is, and hear of it: its state, and no figure. */
  readonly isHeardByOffices?: true;
  /** Aggregates the city may see without any patient: bags by kind of movement. */
  readonly tally?: MovementTally;
}

/** A silent mutation does not compile: at least one change, or `unchanged` in so many words. */
export type Changes = readonly [Change, ...Change[]];

/** Absolute stock of one cell. Bags are counted, amounts are hundredths of the component's unit. */
export interface CellState {
  readonly orgId: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly availableBags: number;
  readonly availableAmount: number;
  readonly reservedBags: number;
  readonly reservedAmount: number;
  readonly quarantinedBags: number;
  readonly quarantinedAmount: number;
  readonly inTransitBags: number;
  readonly inTransitAmount: number;
  readonly version: number;
}

export interface MovementTally {
  readonly kind: string;
  readonly bags: number;
  /** The group when all bags share one, for the ticker. */
  readonly group?: string;
  readonly component?: string;
  readonly amount?: number;
}

/** Stands for an organisation in the envelope of what is the city's own. */
export const ofTheCity = 'city';

/** What travels to the screens: no patient, no free text. */
export interface Envelope {
  readonly seq: number;
  readonly epoch: string;
  readonly at: string;
  readonly module: ModuleName;
  readonly recordId: string;
  readonly version: number;
  readonly action: string;
  readonly state: string;
  readonly orgId: string;
  readonly partyOrgId: string | null;
  readonly cells: readonly CellState[];
  readonly tally: MovementTally | null;
}

export function cellKey(cell: Pick<CellState, 'orgId' | 'component' | 'abo' | 'rhd'>): string {
  return `${cell.orgId}|${cell.component}|${cell.abo}|${cell.rhd}`;
}
