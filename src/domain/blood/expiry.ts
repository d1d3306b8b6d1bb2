import type { ComponentClass, ShelfLife, SourceStatus } from './component-catalogue';
import { type LocalTime, toInstant, toLocalTime } from './zoned-time';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A bag is expired from the instant on its label, not a minute later. */
export function isExpired(expiresAt: Date, at: Date): boolean {
  return at.getTime() >= expiresAt.getTime();
}

/** The instant a label with a day only expires: 23:59:00 of that day in the zone [unsourced: default]. */
export function expiryOfDay(day: Pick<LocalTime, 'year' | 'month' | 'day'>, timeZone: string): Date | undefined {
  return toInstant({ ...day, hour: 23, minute: 59 }, timeZone);
}

/** `yyyyMMddHHmm` or `yyyyMMdd` (then 23:59), as hospitals store the expiry code; undefined when it is no date. */
export function parseExpiryText(text: string, timeZone: string): Date | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (match[4] === undefined) return expiryOfDay({ year, month, day }, timeZone);
  return toInstant({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 }, timeZone);
}

export type ProcessingKind = 'opened' | 'irradiated' | 'thawed' | 'washed' | 'deglycerolised' | 'pooled';

export interface ExpiryRule {
  readonly kind: ProcessingKind;
  /** Null: every class. */
  readonly componentClasses: readonly ComponentClass[] | null;
  /** Null: the life stays as it was. */
  readonly hours: number | null;
  /** Processing is refused later than this after collection. */
  readonly latestDaysAfterCollection?: number;
  readonly source: string;
  readonly sourceStatus: SourceStatus;
}

/** The new expiry is the earlier of the old one and `hours` after the processing. The first row that fits holds. */
export const expiryRules = [
  {
    kind: 'opened',
    componentClasses: null,
    hours: 24,
    source: '血液储存要求: closed to open system, 24 h and never beyond the original',
    sourceStatus: 'sourced',
  },
  {
    kind: 'irradiated',
    componentClasses: ['red_cells', 'whole_blood'],
    hours: 14 * 24,
    latestDaysAfterCollection: 14,
    source: '[unsourced: 14 d after collection, then 14 d]',
    sourceStatus: 'unsourced',
  },
  {
    kind: 'irradiated',
    componentClasses: ['platelets', 'granulocytes'],
    hours: null,
    source: '[unsourced: as the original]',
    sourceStatus: 'unsourced',
  },
  {
    kind: 'thawed',
    componentClasses: ['plasma'],
    hours: 24,
    source: '[unsourced: 24 h at 2–6 ℃]',
    sourceStatus: 'unsourced',
  },
  {
    kind: 'thawed',
    componentClasses: ['cryo'],
    hours: 4,
    source: '[unsourced: 4 h at 20–24 ℃]',
    sourceStatus: 'unsourced',
  },
  {
    kind: 'deglycerolised',
    componentClasses: ['red_cells'],
    hours: 24,
    source: 'Hospital dictionary, 1 d',
    sourceStatus: 'sourced',
  },
  {
    kind: 'washed',
    componentClasses: ['red_cells', 'platelets'],
    hours: 24,
    source: 'Hospital dictionary, 1 d, in saline',
    sourceStatus: 'sourced',
  },
  {
    kind: 'pooled',
    componentClasses: ['platelets', 'cryo'],
    hours: 24,
    source: '[unsourced: at most 24 h after open pooling]',
    sourceStatus: 'unsourced',
  },
] as const satisfies readonly ExpiryRule[];

export interface Processing {
  readonly kind: ProcessingKind;
  readonly at: Date;
}

/** The rule of a processing for a class of component; undefined when there is none, and the processing makes no sense. */
export function findExpiryRule(kind: ProcessingKind, componentClass: ComponentClass): ExpiryRule | undefined {
  const rules: readonly ExpiryRule[] = expiryRules;
  return rules.find(
    (rule) => rule.kind === kind && (rule.componentClasses === null || rule.componentClasses.includes(componentClass)),
  );
}

/**
 * Expiry after any number of processings: min(original, each processing + its hours), to the minute. Never later than the
 * original. A processing without a rule for the class changes nothing; ask `findExpiryRule` first to refuse it.
 */
export function expiryAfter(
  originalExpiresAt: Date,
  componentClass: ComponentClass,
  processings: readonly Processing[],
): Date {
  const limits = processings.flatMap(({ kind, at }) => {
    const hours = findExpiryRule(kind, componentClass)?.hours ?? null;
    return hours === null ? [] : [cutToMinute(at.getTime() + hours * hourMs)];
  });
  return new Date(Math.min(originalExpiresAt.getTime(), ...limits));
}

/** Whether irradiation (or another processing with a limit) comes too late after collection. */
export function isTooLateToProcess(
  kind: ProcessingKind,
  componentClass: ComponentClass,
  collectedAt: Date,
  at: Date,
): boolean {
  const days = findExpiryRule(kind, componentClass)?.latestDaysAfterCollection;
  return days !== undefined && at.getTime() - collectedAt.getTime() > days * dayMs;
}

/** Default expiry by shelf life: hours and days run on from the minute; years end on the same date and time of the zone. */
export function expiryByShelfLife(countedFrom: Date, life: Pick<ShelfLife, 'amount' | 'unit'>, timeZone: string): Date {
  const start = cutToMinute(countedFrom.getTime());
  if (life.unit !== 'year') return new Date(start + life.amount * (life.unit === 'day' ? dayMs : hourMs));
  const local = toLocalTime(countedFrom, timeZone);
  const year = local.year + life.amount;
  // 29 February ends on the 28th.
  const end = toInstant({ ...local, year }, timeZone) ?? toInstant({ ...local, year, day: local.day - 1 }, timeZone);
  return end ?? new Date(start + life.amount * 365 * dayMs);
}

/**
 * The latest expiry that a label of this component can carry: the longest of its shelf lives, for what is made of a bag later only shortens it.
 * Undefined when it counts from a preparation that nobody recorded.
 */
export function latestExpiry(
  shelfLives: readonly ShelfLife[],
  { collectedAt, preparedAt }: { readonly collectedAt: Date; readonly preparedAt: Date | null },
  timeZone: string,
): Date | undefined {
  const ends = shelfLives.flatMap((life) => {
    const from = life.countedFrom === 'collection' ? collectedAt : preparedAt;
    return from ? [expiryByShelfLife(from, life, timeZone).getTime()] : [];
  });
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}

function cutToMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}
