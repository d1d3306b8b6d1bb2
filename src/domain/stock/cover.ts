/**
 * Days of cover and alarm levels, pure. Thresholds: proposal of domain research (anchored on national and hospital contingency plans),
 * to be calibrated with the city [unsourced: default]. Hospital stock, station stock and city total are separate series: a level belongs
 * to the series it was computed for, and totals over several components carry none.
 * Not yet: hysteresis (a level is left only after 24 h above its threshold + 0.5 d) needs the alert record; here a level follows the figure.
 */
export type Level = 1 | 2 | 3 | 4;

export interface CoverRule {
  readonly version: string;
  /** Days below which level 4, 3, 2, 1 begins. */
  readonly days: { readonly [level in Level]: number };
  readonly scaleDays: number;
}

export const coverRules = {
  /** Red cells, plasma, cryo. */
  standard: { version: '2026-11-01', days: { 4: 7, 3: 5, 2: 3, 1: 2 }, scaleDays: 10 },
  platelets: { version: '2026-11-01', days: { 4: 1.5, 3: 1, 2: 0.75, 1: 0.5 }, scaleDays: 2 },
  /** Red cells of a district's hospitals together, without the station behind them. */
  district: { version: '2026-11-01', days: { 4: 4, 3: 3, 2: 2, 1: 1 }, scaleDays: 10 },
} as const satisfies Record<string, CoverRule>;

/** Complete business days whose issues make the mean daily use. */
export const useWindowDays = 28;

export function coverRuleFor(componentClass: string): CoverRule {
  return componentClass === 'platelets' ? coverRules.platelets : coverRules.standard;
}

/** The ruler's ticks, smallest first: 2 · 3 · 5 · 7. */
export function ticksOf(rule: CoverRule): number[] {
  return [rule.days[1], rule.days[2], rule.days[3], rule.days[4]];
}

/** Mean daily issue in hundredths over the complete days that have data; 0 where nothing was issued. */
export function dailyUse(issuedAmount: number, days: number = useWindowDays): number {
  return issuedAmount > 0 && days > 0 ? issuedAmount / days : 0;
}

/**
 * Stock ÷ mean daily issue, same unit (hundredths); null when nothing was issued in the window (shown as —, never 0 or ∞).
 * `days` is how many complete days of the window have data: a day before the first record is missing, not zero.
 */
export function daysOfCover(usableAmount: number, issuedAmount: number, days: number = useWindowDays): number | null {
  const perDay = dailyUse(issuedAmount, days);
  return perDay > 0 ? usableAmount / perDay : null;
}

/** Below one bag a day, and always for RhD negative, a cell is judged by count against a minimum. */
export function isJudgedByCount(
  rhd: string,
  issuedBags: number,
  isMadeToOrder: boolean,
  days: number = useWindowDays,
): boolean {
  return rhd !== 'positive' || isMadeToOrder || issuedBags < days;
}

export function levelOfDays(days: number | null, rule: CoverRule): Level | null {
  if (days === null) return null;
  for (const level of [1, 2, 3, 4] as const) if (days < rule.days[level]) return level;
  return null;
}

/**
 * Level of a counted cell in a hospital: an empty stocked cell is level 2 (the city can answer),
 * half the minimum or less 3, below the minimum 4; no minimum, no level.
 */
export function levelOfCount(amount: number, minimumAmount: number | null): Level | null {
  if (minimumAmount === null || minimumAmount <= 0) return null;
  if (amount <= 0) return 2;
  if (amount * 2 <= minimumAmount) return 3;
  return amount < minimumAmount ? 4 : null;
}

/**
 * Level of a counted group in the city: below the minimum 4, at half of it or less 3, while frozen reserve covers the gap;
 * one level higher where it does not; 1 when there is nothing and no reserve at all. Amounts in the same unit.
 */
export function levelOfCityCount(amount: number, minimumAmount: number | null, frozenAmount: number): Level | null {
  if (minimumAmount === null || minimumAmount <= 0 || amount >= minimumAmount) return null;
  if (amount <= 0 && frozenAmount <= 0) return 1;
  const isCovered = frozenAmount >= minimumAmount - amount;
  const isHalf = amount * 2 <= minimumAmount;
  if (isHalf) return isCovered ? 3 : 2;
  return isCovered ? 4 : 3;
}

/** The level whose line lies next above a level: what one would restore to. Level 2 → 3, its line is where level 3 ends. */
export function nextMilderLevel(level: Level): Level {
  return level === 1 ? 2 : level === 2 ? 3 : 4;
}

/** Hundredths that bring a cell back to `targetDays`, rounded up to whole units; 0 when it stands there already. */
export function amountToReach(
  targetDays: number,
  usableAmount: number,
  issuedAmount: number,
  days: number = useWindowDays,
): number {
  const missing = dailyUse(issuedAmount, days) * targetDays - usableAmount;
  return missing <= 0 ? 0 : Math.ceil(missing / 100) * 100;
}

/** What the screen shows as near expiry: 7 days, platelets 24 h. */
export function warningHours(componentClass: string): number {
  return componentClass === 'platelets' ? 24 : 168;
}

/**
 * Upper ends (hours from now, included) of the first two expiry groups of a cell's bags; the third has none.
 * The first equals the warning window, so that 效 under a figure is the first group's subtotal.
 */
export function expiryBucketHours(componentClass: string): readonly [number, number] {
  return componentClass === 'platelets' ? [24, 48] : [168, 336];
}
