import { type BloodComponent, componentsAt } from '../blood/components';
import { type BloodGroup, compareGroups, groupColumns, groupKey } from '../blood/groups';
import type { CellState, Envelope } from '../change';
import {
  type CoverRule,
  coverRuleFor,
  daysOfCover,
  isJudgedByCount,
  type Level,
  levelOfCount,
  levelOfDays,
  warningHours,
} from './cover';

/** What one organisation's stock screen is made of: one snapshot, then kept current by versioned cells. */
export interface StockMatrix {
  readonly orgId: string;
  readonly orgName: string;
  readonly orgNameEn: string;
  readonly epoch: string;
  /** Head of the feed in the same snapshot: every change up to it is contained. */
  readonly seq: number;
  readonly asOf: Date;
  readonly cells: readonly CellState[];
  /** Issues to patients over the complete days of the window, and how many of those days have data. */
  readonly use: readonly CellUse[];
  readonly useDays: number;
  readonly settings: readonly CellSetting[];
  /** Available bags inside the warning window (and a day beyond it), and those past their time that no sweep has taken yet. */
  readonly expiring: readonly ExpiringStock[];
  readonly today: StockDay;
  /** The newest count of a house that declares its stock; null of one that works here. Beside the cells, never in them. */
  readonly declared: DeclaredStock | null;
}

export interface DeclaredStock {
  readonly at: Date;
  /** Until when it holds. */
  readonly dueAt: Date;
  readonly cells: readonly (CellPlace & { readonly amount: number })[];
}

export interface CellPlace {
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
}

/** Bags are counted; amounts are hundredths of the component's unit. */
export interface CellUse extends CellPlace {
  readonly bags: number;
  readonly amount: number;
}

export interface CellSetting extends CellPlace {
  readonly isStocked: boolean;
  readonly minimumAmount: number | null;
}

export interface ExpiringStock extends CellPlace {
  readonly expiresAt: Date;
  readonly bags: number;
  readonly amount: number;
}

/** Bags in the house (available, reserved, quarantined) today: start + received − issued − otherOut + processed = now. */
export interface StockDay {
  readonly start: number;
  readonly received: number;
  readonly issued: number;
  readonly otherOut: number;
  /** Bags that processing made less those it used up. */
  readonly processed: number;
  readonly now: number;
}

export interface Quantity {
  readonly bags: number;
  readonly amount: number;
}

/** How a cell is judged: by days of cover, by count against a minimum, not at all (made to order; use too small and no minimum). */
export type Judgement =
  | { readonly by: 'days'; readonly days: number | null; readonly rule: CoverRule }
  | { readonly by: 'count'; readonly minimumAmount: number }
  | { readonly by: 'order' }
  | { readonly by: 'none' };

export interface CellView {
  readonly component: BloodComponent;
  readonly group: BloodGroup;
  readonly isStocked: boolean;
  /** What can be promised now: available, unreserved, in date. */
  readonly usable: Quantity;
  readonly reserved: Quantity;
  readonly quarantined: Quantity;
  readonly inTransit: Quantity;
  /** Part of `usable` that expires within the warning window. */
  readonly expiring: Quantity;
  readonly use: Quantity;
  readonly judgement: Judgement;
  readonly level: Level | null;
  /** What the house says it has there, hundredths; null when it said nothing. In no other figure, and in no days. */
  readonly declared: number | null;
}

export interface RowTotal
  extends Pick<CellView, 'usable' | 'reserved' | 'quarantined' | 'inTransit' | 'expiring' | 'use' | 'declared'> {
  readonly days: number | null;
  readonly rule: CoverRule;
}

export interface RowView {
  readonly component: BloodComponent;
  readonly cells: readonly CellView[];
  readonly total: RowTotal;
}

export interface MatrixView {
  readonly columns: readonly BloodGroup[];
  readonly rows: readonly RowView[];
  /** Cells with a level: worst first, then larger use. */
  readonly alerts: readonly CellView[];
  readonly expiringBags: number;
}

const none: Quantity = { bags: 0, amount: 0 };
const hourMs = 3_600_000;

export function placeKey({ component, abo, rhd }: CellPlace): string {
  return `${component}|${abo}|${rhd}`;
}

function add(left: Quantity, right: Quantity): Quantity {
  return { bags: left.bags + right.bags, amount: left.amount + right.amount };
}

function sum(parts: readonly Quantity[]): Quantity {
  return parts.reduce(add, none);
}

function indexBy<T extends CellPlace>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [placeKey(row), row]));
}

/** Time runs here and not in the cell: what has passed leaves the usable figure, what will soon pass is counted in it. */
function countDown(bags: readonly ExpiringStock[], hours: number, now: Date): { passed: Quantity; expiring: Quantity } {
  const until = now.getTime() + hours * hourMs;
  return {
    passed: sum(bags.filter((bag) => bag.expiresAt <= now)),
    expiring: sum(bags.filter((bag) => bag.expiresAt > now && bag.expiresAt.getTime() <= until)),
  };
}

function judge(
  component: BloodComponent,
  group: BloodGroup,
  usable: Quantity,
  use: Quantity,
  days: number,
  minimum: number | null,
): Judgement {
  if (component.isMadeToOrder) return { by: 'order' };
  if (!isJudgedByCount(group.rhd, use.bags, false, days)) {
    return {
      by: 'days',
      days: daysOfCover(usable.amount, use.amount, days),
      rule: coverRuleFor(component.componentClass),
    };
  }
  return minimum !== null && minimum > 0 ? { by: 'count', minimumAmount: minimum } : { by: 'none' };
}

function levelOf(judgement: Judgement, usable: Quantity): Level | null {
  if (judgement.by === 'days') return levelOfDays(judgement.days, judgement.rule);
  return judgement.by === 'count' ? levelOfCount(usable.amount, judgement.minimumAmount) : null;
}

/**
 * The matrix as it is read at an instant: figures, judgement and level of every cell, sums of every row.
 * Rows are the components stocked or held, in the order of the catalogue; RhD "not specified" is a column only where something stands in it,
 * and is never part of what can be promised to a patient as RhD negative or positive.
 */
export function viewMatrix(data: StockMatrix, now: Date): MatrixView {
  const cells = indexBy(data.cells);
  const use = indexBy(data.use);
  const settings = indexBy(data.settings);
  const declared = indexBy(data.declared?.cells ?? []);
  const expiring = new Map<string, ExpiringStock[]>();
  for (const bag of data.expiring) {
    const key = placeKey(bag);
    const known = expiring.get(key);
    if (known) known.push(bag);
    else expiring.set(key, [bag]);
  }
  // What is overdue stays in its cell, with its age, and is in no sum.
  const isOverdue = data.declared !== null && now > data.declared.dueAt;
  const columns = [...groupColumns, ...unspecifiedColumns(data.cells)];

  function viewCell(component: BloodComponent, group: BloodGroup): CellView {
    const key = placeKey({ component: component.code, abo: group.abo, rhd: group.rhd });
    const cell = cells.get(key);
    const setting = settings.get(key);
    const used = use.get(key) ?? none;
    const { passed, expiring: soon } = countDown(expiring.get(key) ?? [], warningHours(component.componentClass), now);
    const usable: Quantity = {
      bags: Math.max((cell?.availableBags ?? 0) - passed.bags, 0),
      amount: Math.max((cell?.availableAmount ?? 0) - passed.amount, 0),
    };
    const reserved = { bags: cell?.reservedBags ?? 0, amount: cell?.reservedAmount ?? 0 };
    const quarantined = { bags: cell?.quarantinedBags ?? 0, amount: cell?.quarantinedAmount ?? 0 };
    const inTransit = { bags: cell?.inTransitBags ?? 0, amount: cell?.inTransitAmount ?? 0 };
    const isHeld = usable.bags + reserved.bags + quarantined.bags + inTransit.bags + passed.bags > 0;
    const isStocked = isHeld || (setting?.isStocked ?? used.bags > 0);
    const judgement = judge(component, group, usable, used, data.useDays, setting?.minimumAmount ?? null);
    const isJudged = isStocked && setting?.isStocked !== false;
    return {
      component,
      group,
      isStocked,
      usable,
      reserved,
      quarantined,
      inTransit,
      expiring: soon,
      use: { bags: used.bags, amount: used.amount },
      judgement,
      level: isJudged ? levelOf(judgement, usable) : null,
      declared: declared.get(key)?.amount ?? null,
    };
  }

  const rows = componentsAt(now)
    .map((component): RowView => {
      const views = columns.map((group) => viewCell(component, group));
      const total = totalOf(component, views, data.useDays);
      return { component, cells: views, total: isOverdue ? { ...total, declared: null } : total };
    })
    .filter((row) => row.cells.some((cell) => cell.isStocked || cell.declared !== null));
  const all = rows.flatMap((row) => row.cells);
  return {
    columns,
    rows,
    alerts: all.filter((cell) => cell.level !== null).sort(compareAlerts),
    expiringBags: all.reduce((bags, cell) => bags + cell.expiring.bags, 0),
  };
}

function unspecifiedColumns(cells: readonly CellState[]): BloodGroup[] {
  const found = new Map<string, BloodGroup>();
  for (const cell of cells) {
    if (cell.rhd !== 'unspecified') continue;
    if (cell.availableBags + cell.reservedBags + cell.quarantinedBags + cell.inTransitBags === 0) continue;
    const group = { abo: cell.abo, rhd: cell.rhd } as BloodGroup;
    found.set(groupKey(group.abo, group.rhd), group);
  }
  return [...found.values()].sort(compareGroups);
}

function totalOf(component: BloodComponent, cells: readonly CellView[], days: number): RowTotal {
  const pick = (part: 'usable' | 'reserved' | 'quarantined' | 'inTransit' | 'expiring' | 'use') =>
    sum(cells.map((cell) => cell[part]));
  const usable = pick('usable');
  const use = pick('use');
  return {
    usable,
    reserved: pick('reserved'),
    quarantined: pick('quarantined'),
    inTransit: pick('inTransit'),
    expiring: pick('expiring'),
    use,
    declared: cells.reduce<number | null>(
      (sum, cell) => (cell.declared === null ? sum : (sum ?? 0) + cell.declared),
      null,
    ),
    days: component.isMadeToOrder || use.bags < days ? null : daysOfCover(usable.amount, use.amount, days),
    rule: coverRuleFor(component.componentClass),
  };
}

function compareAlerts(left: CellView, right: CellView): number {
  return (
    (left.level ?? 5) - (right.level ?? 5) || right.use.bags - left.use.bags || compareGroups(left.group, right.group)
  );
}

/** Lays the cells of one envelope over the matrix: newer versions win, older or equal ones are ignored. The same object when nothing moved. */
export function patchMatrix(
  data: StockMatrix,
  envelope: Pick<Envelope, 'epoch' | 'seq' | 'at' | 'cells'>,
): StockMatrix {
  if (envelope.epoch !== data.epoch) return data;
  const mine = envelope.cells.filter((cell) => cell.orgId === data.orgId);
  if (mine.length === 0) return data;
  const cells = newestOf(data.cells, mine);
  if (cells === data.cells) return data;
  return { ...data, cells, seq: Math.max(data.seq, envelope.seq), asOf: laterOf(data.asOf, new Date(envelope.at)) };
}

/** What a house declares is its own change, what was agreed with it one of its office; no envelope carries either, so it has to be asked. */
export function needsDeclared(
  data: Pick<StockMatrix, 'orgId' | 'seq'>,
  changes: readonly Pick<Envelope, 'module' | 'orgId' | 'partyOrgId' | 'seq'>[],
): boolean {
  return changes.some(
    ({ module, orgId, partyOrgId, seq }) =>
      module === 'declared-stock' && (orgId === data.orgId || partyOrgId === data.orgId) && seq > data.seq,
  );
}

function newestOf(base: readonly CellState[], over: readonly CellState[]): readonly CellState[] {
  const known = indexBy(base);
  const newer = over.filter((cell) => cell.version > (known.get(placeKey(cell))?.version ?? -1));
  if (newer.length === 0) return base;
  for (const cell of newer) known.set(placeKey(cell), cell);
  return [...known.values()];
}

function laterOf(left: Date, right: Date): Date {
  return right > left ? right : left;
}
