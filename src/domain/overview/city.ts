import { cellKey, type Envelope, type MovementTally } from '../change';
import type { OrganisationKind } from '../permissions';
import type { ExpiringStock } from '../stock/matrix';
import type { Reporting } from '../stock/reporting';
import { agreedKind } from '../stock/tally';

/** The city's stock as every screen with `overview.read` gets it: aggregates per organisation, never a bag, never a patient. */
export interface CitySnapshot {
  readonly epoch: string;
  /** Head of the feed in the same snapshot. */
  readonly seq: number;
  readonly asOf: Date;
  readonly organisations: readonly CityOrganisation[];
  readonly cells: Readonly<Record<string, readonly CityCell[]>>;
  readonly use: Readonly<Record<string, CityUse>>;
  readonly settings: readonly CitySetting[];
  /**
   * Available bags whose time comes within the next hours, and those past it that no sweep has taken yet: of cells as they stand here. A
   * cell that moves takes its bags off this list, because nobody knows which of them are still in its figure.
   */
  readonly expiring: readonly CityExpiring[];
  readonly ticker: readonly TickerEntry[];
  /** Houses with an agreement of their own about how they are heard of; every other one works here and is heard of daily. */
  readonly reporting: Readonly<Record<string, CityReporting>>;
}

/** What a house declares stands beside its cells and is never added to them. */
export interface CityReporting extends Reporting {
  readonly declaredAt: Date | null;
  /** Until when it holds. */
  readonly dueAt: Date | null;
  readonly cells: readonly DeclaredCityCell[];
}

/** Amounts are hundredths of the component's unit; what is not listed was not declared. */
export type DeclaredCityCell = readonly [component: string, abo: string, rhd: string, amount: number];

export interface CityOrganisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  readonly district: string;
  readonly lastMovedAt: Date | null;
}

/** A tuple, because a large city has tens of thousands of them. Bags are counted, amounts are hundredths of the component's unit. */
export type CityCell = readonly [
  component: string,
  abo: string,
  rhd: string,
  availableBags: number,
  availableAmount: number,
  inTransitBags: number,
  inTransitAmount: number,
  version: number,
];

export interface CityUse {
  /** Complete days of the window that have data. */
  readonly days: number;
  readonly cells: readonly (readonly [component: string, abo: string, rhd: string, bags: number, amount: number])[];
}

export interface CitySetting {
  readonly orgId: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly isStocked: boolean;
  readonly minimumAmount: number | null;
}

export interface CityExpiring extends ExpiringStock {
  readonly orgId: string;
}

export interface TickerEntry {
  readonly seq: number;
  readonly at: Date;
  readonly orgId: string;
  readonly partyOrgId: string | null;
  readonly action: string;
  readonly tally: MovementTally;
}

export const tickerLength = 20;

/** Neither a declaration, an agreement nor a step of a going live is carried by an envelope: the city has to be asked when it is newer than what is known. */
export function needsDeclarations(data: CitySnapshot, changes: readonly Pick<Envelope, 'module' | 'seq'>[]): boolean {
  return changes.some(({ module, seq }) => (module === 'declared-stock' || module === 'go-lives') && seq > data.seq);
}

/**
 * Lays one envelope over the city: newer cells win, a tally joins the ticker. The same object when nothing moved, and the same list of
 * expiring bags when none of their cells did.
 */
export function patchCity(data: CitySnapshot, envelope: Envelope): CitySnapshot {
  if (envelope.epoch !== data.epoch) return data;
  const at = new Date(envelope.at);
  const byOrg = new Map<string, readonly CityCell[]>();
  const moved = new Set<string>();
  for (const cell of envelope.cells) {
    const known = byOrg.get(cell.orgId) ?? data.cells[cell.orgId] ?? [];
    const index = known.findIndex(
      ([component, abo, rhd]) => component === cell.component && abo === cell.abo && rhd === cell.rhd,
    );
    const fresh: CityCell = [
      cell.component,
      cell.abo,
      cell.rhd,
      cell.availableBags,
      cell.availableAmount,
      cell.inTransitBags,
      cell.inTransitAmount,
      cell.version,
    ];
    const before = known[index];
    if (before && before[7] >= cell.version) continue;
    moved.add(cellKey(cell));
    byOrg.set(cell.orgId, before ? known.map((other, place) => (place === index ? fresh : other)) : [...known, fresh]);
  }
  const entry =
    envelope.tally && envelope.tally.kind !== agreedKind && !data.ticker.some((known) => known.seq === envelope.seq)
      ? tickerEntryOf(envelope, envelope.tally)
      : null;
  if (byOrg.size === 0 && !entry) return data;
  return {
    ...data,
    seq: Math.max(data.seq, envelope.seq),
    asOf: at > data.asOf ? at : data.asOf,
    cells: byOrg.size === 0 ? data.cells : { ...data.cells, ...Object.fromEntries(byOrg) },
    organisations:
      byOrg.size === 0
        ? data.organisations
        : data.organisations.map((org) =>
            byOrg.has(org.id) ? { ...org, lastMovedAt: laterOf(org.lastMovedAt, at) } : org,
          ),
    expiring: data.expiring.some((bag) => moved.has(cellKey(bag)))
      ? data.expiring.filter((bag) => !moved.has(cellKey(bag)))
      : data.expiring,
    ticker: entry ? [entry, ...data.ticker].sort((a, b) => b.seq - a.seq).slice(0, tickerLength) : data.ticker,
  };
}

function tickerEntryOf(envelope: Envelope, tally: MovementTally): TickerEntry {
  const { seq, at, orgId, partyOrgId, action } = envelope;
  return { seq, at: new Date(at), orgId, partyOrgId, action, tally };
}

function laterOf(left: Date | null, right: Date): Date {
  return left && left > right ? left : right;
}
