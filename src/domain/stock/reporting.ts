import { formatLocalDate, toInstant, toLocalTime } from '../blood/zoned-time';

/** How the city hears of a house's stock: its movements here, or a count it declares because it works elsewhere. */
export const reportingModes = ['works_here', 'declares'] as const;
export type ReportingMode = (typeof reportingModes)[number];

/** Whole days, because a business day has one declaration. */
export const reportingIntervals = [24, 48, 72, 168] as const;
export type ReportingInterval = (typeof reportingIntervals)[number];

export interface Reporting {
  readonly mode: ReportingMode;
  /** Hours after which a house that was not heard of is named as silent; its figures stay, marked. */
  readonly intervalHours: number;
  /** The hour of the city's day by which a declaration is due; means nothing to a house that works here. */
  readonly dueHour: number;
}

/** Once a day is what blood services ask of hospitals [S-BSMS]; the hour is [unsourced: default]. */
export const defaultReporting: Reporting = { mode: 'works_here', intervalHours: 24, dueHour: 10 };

export interface HeardOf {
  readonly lastMovedAt: Date | null;
  /** Until when the newest declaration holds; null: there is none. */
  readonly dueAt: Date | null;
}

const hourMs = 3_600_000;

/**
 * Whether a house has not been heard of within its agreed interval. A house that works here is heard by its movements; one that declares by
 * its declaration alone, for a delivery that is sent to it says nothing of its shelf. Never heard of is silent, and no house's silence is zero.
 */
export function isSilent(reporting: Reporting, { lastMovedAt, dueAt }: HeardOf, now: Date): boolean {
  if (reporting.mode === 'declares') return dueAt === null || now > dueAt;
  return lastMovedAt === null || now.getTime() - lastMovedAt.getTime() > reporting.intervalHours * hourMs;
}

/** A declaration of a business day (`2026-11-23`) holds until the agreed hour of the day on which the next one is due. */
export function dueAtOf(day: string, { intervalHours, dueHour }: Reporting, timeZone: string): Date {
  const due = addDays(day, Math.round(intervalHours / 24));
  const [year = 0, month = 0, date = 0] = due.split('-').map(Number);
  const at = toInstant({ year, month, day: date, hour: dueHour, minute: 0 }, timeZone);
  if (!at) throw new RangeError(`${day} is no day`);
  return at;
}

export function businessDayOf(at: Date, timeZone: string): string {
  return formatLocalDate(toLocalTime(at, timeZone));
}

/** `2026-11-30` and 1 is `2026-12-01`. */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}
