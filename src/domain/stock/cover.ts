/** Days of cover and alarm levels. Thresholds: proposal of domain research, to be calibrated with the city [unsourced: default]. */
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
} as const satisfies Record<string, CoverRule>;

export function coverRuleFor(componentClass: string): CoverRule {
  return componentClass === 'platelets' ? coverRules.platelets : coverRules.standard;
}

/** Stock ÷ mean daily issue of 28 days, same unit; null when nothing was issued in 28 days (shown as —, never 0 or ∞). */
export function daysOfCover(usableAmount: number, issuedAmount28Days: number): number | null {
  if (issuedAmount28Days <= 0) return null;
  return usableAmount / (issuedAmount28Days / 28);
}

/** Below one bag a day, and always for RhD negative, a cell is judged by count against a minimum. */
export function isJudgedByCount(rhd: string, issuedBags28Days: number, isMadeToOrder: boolean): boolean {
  return rhd === 'negative' || isMadeToOrder || issuedBags28Days < 28;
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

/** What the screen shows as near expiry: 7 days, platelets 24 h. */
export function warningHours(componentClass: string): number {
  return componentClass === 'platelets' ? 24 : 168;
}
