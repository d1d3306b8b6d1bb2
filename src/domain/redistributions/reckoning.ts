import { type BloodComponent, findComponent } from '../blood/components';
import { dailyUse } from '../stock/cover';
import type { LeftOutCode } from './bag-states';

/** Figures of the reckoning and the hours of its record. All [unsourced: default], to be agreed with the city. */
export const redistributionRule = {
  version: '2026-11-30',
  /** A bag is short-dated in its last days; what lives a year and more in its last thirty. */
  shortDatedDays: 14,
  shortDatedDaysFrozen: 30,
  /** From shelf to shelf, at the least; where the next lorry comes later, until then. */
  carryingHours: 24,
  /** Complete days of use that must be known of a house before it gives or takes anything. */
  minimumUseDays: 14,
  /** What must be left of its life when it is there. */
  minimumLeftHours: 24,
  /** An offer waits so long. */
  answerHours: 4,
  /** What was taken is kept so long for the transfer, and at least until the lorry that it is to go with. */
  sendHours: 24,
  /** An offer that this house left unanswered so often is not made to it again for the same bag. */
  unansweredTimes: 2,
  /** From this hour of the city's day on the morning's proposals are made. */
  morningHour: 6,
} as const;

export interface StandingBag {
  readonly unitId: string;
  /** Where it stands, or is awaited: of a bag that is promised, the house it is promised to. */
  readonly orgId: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly expiresAt: Date;
  /** On the shelf and kept for nobody, neither held nor processed, for any patient: it may be given away. */
  readonly isFree: boolean;
}

export interface CellUse {
  readonly orgId: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  /** Issued to patients over the window, hundredths. */
  readonly amount: number;
}

export interface ReckoningHouse {
  readonly id: string;
  readonly district: string;
  /** Complete days of the window that have data; before a house's first movement there are none. */
  readonly useDays: number;
  /** Not heard of within its interval: nobody knows what it has, on paper or not. */
  readonly isSilent: boolean;
  /** When the next lorry comes to it; null: its station has not said. */
  readonly nextDelivery: Date | null;
}

/** What a house keeps of a cell whatever is used of it: rare groups for whoever comes at night. Hundredths. */
export interface CellMinimum {
  readonly orgId: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly minimumAmount: number;
}

export interface ReckoningFacts {
  readonly now: Date;
  readonly houses: readonly ReckoningHouse[];
  readonly use: readonly CellUse[];
  readonly minima: readonly CellMinimum[];
  readonly bags: readonly StandingBag[];
  /** Who is not asked again for which bag: said no, did not answer twice, or let it lie. */
  readonly declined: readonly { readonly unitId: string; readonly orgId: string }[];
}

export interface ProposedBag {
  readonly unitId: string;
  readonly fromOrgId: string;
  readonly toOrgId: string;
  /** What is used before it where it stands, and how much of that a day: why it is unlikely to be used. Hundredths. */
  readonly aheadAmount: number;
  readonly perDay: number;
  /** What the taker could use beyond what it has, before this bag. Hundredths. */
  readonly surplusAmount: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Days before its expiry in which a bag of this component is short-dated. */
export function shortDatedDaysOf({ shelfLives: [usual] }: Pick<BloodComponent, 'shelfLives'>): number {
  return usual.unit === 'year' ? redistributionRule.shortDatedDaysFrozen : redistributionRule.shortDatedDays;
}

/** When a bag that leaves now is on the taker's shelf: with its next lorry, and not before the usual way. */
export function arrivalOf(nextDelivery: Date | null, now: Date): Date {
  return notBefore(nextDelivery, now, redistributionRule.carryingHours);
}

/** Until when a bag that is taken now is kept: a day, and at least until the lorry that it is to go with. */
export function keepUntil(nextDelivery: Date | null, now: Date): Date {
  return notBefore(nextDelivery, now, redistributionRule.sendHours);
}

/** The next lorry, and in so many hours at the earliest. */
function notBefore(nextDelivery: Date | null, now: Date, hours: number): Date {
  const earliest = now.getTime() + hours * hourMs;
  return new Date(Math.max(earliest, nextDelivery?.getTime() ?? earliest));
}

/** Whether enough of its life is left when it is there. */
export function isMovable(expiresAt: Date, arrivesAt: Date): boolean {
  return expiresAt.getTime() - arrivesAt.getTime() >= redistributionRule.minimumLeftHours * hourMs;
}

/** Why nothing of a house is reckoned, or null. */
export function leftOutFor({ useDays, isSilent }: ReckoningHouse): LeftOutCode | null {
  if (isSilent) return 'silent';
  return useDays < redistributionRule.minimumUseDays ? 'short_history' : null;
}

export interface Reckoned {
  readonly proposed: readonly ProposedBag[];
  /** Unlikely to be used where they are, and nobody would use them: no day's silence about these. */
  readonly untaken: readonly { readonly unitId: string; readonly orgId: string }[];
}

/**
 * Which short-dated bags are unlikely to be used where they are, and who would use each; first to expire first, a bag once.
 * Unlikely: what stands before it and stays, and itself, exceeds use a day × days left. Who would use it: a house whose own use a day × days left,
 * less the way, exceeds what it has with the same or an earlier expiry (on its shelf, kept or not, on its way, promised) by the whole bag, and whose
 * own short-dated bags behind it would still be used. Same district first, then the largest surplus. Groups are identical, RhD too. A house of which
 * too few days are known, or that is silent, neither gives nor takes; and none gives below the minimum that it keeps of a cell.
 * Amounts in hundredths of the component's unit. Mean use as in src/domain/stock/cover.ts. [unsourced: default]
 */
export function proposeMoves(facts: ReckoningFacts): Reckoned {
  const { now } = facts;
  const houses = facts.houses.filter((house) => leftOutFor(house) === null);
  const cells = cellsOf(facts);
  const refused = new Set(facts.declined.map(({ unitId, orgId }) => `${unitId} ${orgId}`));
  const proposed: ProposedBag[] = [];
  const untaken: { unitId: string; orgId: string }[] = [];
  for (const bag of [...facts.bags].sort(byExpiry)) {
    const component = findComponent(bag.component, now);
    const giver = houses.find(({ id }) => id === bag.orgId);
    if (!giver || !bag.isFree || !component || component.isMadeToOrder) continue;
    const shortDays = shortDatedDaysOf(component);
    if (daysLeft(bag, now) > shortDays) continue;
    const cell = cells.of(bag, giver.id);
    const aheadAmount = sumOf(cell.bags.filter((other) => other !== bag && byExpiry(other, bag) < 0));
    if (aheadAmount + bag.amount <= cell.perDay * daysLeft(bag, now)) continue;
    if (sumOf(cell.bags) - bag.amount < cell.minimumAmount) continue;
    const takers = houses
      .filter(({ id }) => id !== giver.id && !refused.has(`${bag.unitId} ${id}`))
      .map((house) => ({ house, arrivesAt: arrivalOf(house.nextDelivery, now) }))
      .filter(({ arrivesAt }) => isMovable(bag.expiresAt, arrivesAt))
      .map(({ house, arrivesAt }) => ({
        house,
        surplus: surplusOf(bag, cells.of(bag, house.id), { now, arrivesAt }, shortDays),
      }))
      .filter(({ surplus }) => surplus >= bag.amount)
      .sort(
        (left, right) =>
          Number(isNear(right.house, giver)) - Number(isNear(left.house, giver)) ||
          right.surplus - left.surplus ||
          (left.house.id < right.house.id ? -1 : 1),
      );
    const [best] = takers;
    if (!best) {
      untaken.push({ unitId: bag.unitId, orgId: giver.id });
      continue;
    }
    proposed.push({
      unitId: bag.unitId,
      fromOrgId: giver.id,
      toOrgId: best.house.id,
      aheadAmount,
      perDay: cell.perDay,
      surplusAmount: Math.floor(best.surplus),
    });
    cell.bags = cell.bags.filter((other) => other !== bag);
    cells.of(bag, best.house.id).bags.push(bag);
  }
  return { proposed, untaken };
}

interface Cell {
  bags: StandingBag[];
  readonly minimumAmount: number;
  readonly perDay: number;
}

function cellsOf({ houses, use, minima, bags }: ReckoningFacts) {
  const keyOf = (place: Pick<StandingBag, 'component' | 'abo' | 'rhd'>, orgId: string) =>
    `${orgId}|${place.component}|${place.abo}|${place.rhd}`;
  const daysOf = new Map(houses.map(({ id, useDays }) => [id, useDays]));
  const used = new Map(use.map((row) => [keyOf(row, row.orgId), dailyUse(row.amount, daysOf.get(row.orgId) ?? 0)]));
  const least = new Map(minima.map((row) => [keyOf(row, row.orgId), row.minimumAmount]));
  const known = new Map<string, Cell>();
  const of = (place: Pick<StandingBag, 'component' | 'abo' | 'rhd'>, orgId: string): Cell => {
    const key = keyOf(place, orgId);
    const cell = known.get(key) ?? {
      bags: [],
      minimumAmount: least.get(key) ?? 0,
      perDay: used.get(key) ?? 0,
    };
    known.set(key, cell);
    return cell;
  };
  for (const bag of bags) of(bag, bag.orgId).bags.push(bag);
  return { of };
}

/** What a house could use of this beyond what it has, the least of that over its own short-dated bags behind it: none of them is to be left over for it. */
export function surplusOf(
  bag: StandingBag,
  { bags, perDay }: { readonly bags: readonly StandingBag[]; readonly perDay: number },
  { now, arrivesAt }: { readonly now: Date; readonly arrivesAt: Date },
  shortDays: number,
): number {
  const own = perDay * daysLeft(bag, arrivesAt);
  // A city has many houses, and most could not use it: nothing more is asked of them.
  if (own < bag.amount) return own;
  const has = sumOf(bags.filter(({ expiresAt }) => expiresAt <= bag.expiresAt));
  if (own - has < bag.amount) return own - has;
  const behind = bags
    .filter((other) => other.expiresAt > bag.expiresAt && daysLeft(other, now) <= shortDays)
    .map(
      (other) => perDay * daysLeft(other, now) - sumOf(bags.filter(({ expiresAt }) => expiresAt <= other.expiresAt)),
    );
  return Math.min(own - has, ...behind);
}

function daysLeft({ expiresAt }: Pick<StandingBag, 'expiresAt'>, now: Date): number {
  return Math.max(0, (expiresAt.getTime() - now.getTime()) / dayMs);
}

function byExpiry(left: StandingBag, right: StandingBag): number {
  return left.expiresAt.getTime() - right.expiresAt.getTime() || (left.unitId < right.unitId ? -1 : 1);
}

function sumOf(bags: readonly StandingBag[]): number {
  return bags.reduce((sum, { amount }) => sum + amount, 0);
}

function isNear(house: { readonly district: string }, giver: { readonly district: string }): boolean {
  return house.district !== '' && house.district === giver.district;
}
