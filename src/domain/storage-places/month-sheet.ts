import type { PlaceClass } from '../stock/places';
import type { Month } from './month';
import { isHandShort, isReadingOverdue, pairedOf, readEveryHours, worstOf } from './temperatures';

const hourMs = 3_600_000;
// The city has had no summer time since 1991: each of its days has 24 hours.
const dayMs = 24 * hourMs;
const slotsOfDay = 24 / readEveryHours;

export interface SheetReading {
  readonly celsius: number;
  readonly readAt: Date;
  readonly source: 'manual' | 'file' | 'interface';
  readonly isOut: boolean;
  readonly heldBags: number;
  readonly readBy: string;
}

/** Of some readings: how many, how many out of range, the lowest, the highest, the mean. */
export interface Summary {
  readonly count: number;
  readonly out: number;
  readonly minC: number;
  readonly maxC: number;
  readonly meanC: number;
}

export interface SheetDay {
  readonly day: number;
  /** Null: nobody has read. */
  readonly summary: Summary | null;
  /** What is printed of it, one list for every four hours. */
  readonly slots: readonly (readonly SheetReading[])[];
}

/** From the first to the last reading out of range, with none in range between. */
export interface Excursion {
  readonly from: Date;
  readonly until: Date;
  readonly worst: SheetReading;
  readonly count: number;
  readonly heldBags: number;
}

/** Longer than the rule without a reading, as far as it lies in the month. */
export interface Gap {
  readonly from: Date;
  readonly until: Date;
}

/** A day that a recorder watched, with too few readings by hand. */
export interface ShortDay {
  readonly day: number;
  /** How many there are. */
  readonly byHand: number;
}

export interface MonthFacts {
  readonly month: Month;
  readonly placeClass: PlaceClass;
  /** Of the month, in order of time. */
  readonly readings: readonly SheetReading[];
  /** The last reading before the month and the first one after it. */
  readonly before: Date | null;
  readonly after: Date | null;
  readonly openedAt: Date;
  readonly isInUse: boolean;
  readonly now: Date;
}

export interface MonthSheet {
  readonly days: readonly SheetDay[];
  readonly summary: Summary | null;
  readonly excursions: readonly Excursion[];
  readonly gaps: readonly Gap[];
  readonly shortDays: readonly ShortDay[];
}

/**
 * The sheet of one place and month: every reading by hand, of a recorder the first of each four hours and the worst of each excursion; the figures are of all readings.
 * Days that have not begun are left out. The mean is of the readings, not of time. Source: 临床输血技术规范 (2000) as taught; the layout is [unsourced: default].
 */
export function drawMonth(facts: MonthFacts): MonthSheet {
  const { month, readings, placeClass, now } = facts;
  const excursions = findExcursions(readings, placeClass);
  const isShown = shownOf(readings, month, excursions);
  const end = Math.min(month.until.getTime(), now.getTime());
  const dayCount = Math.max(0, Math.ceil((end - month.from.getTime()) / dayMs));
  const byDay = Array.from({ length: dayCount }, (): SheetReading[] => []);
  for (const reading of readings) byDay[slotOf(reading, month, dayMs)]?.push(reading);
  const days = byDay.map((ofDay, index): SheetDay => {
    const slots = Array.from({ length: slotsOfDay }, (): SheetReading[] => []);
    for (const reading of ofDay)
      if (isShown.has(reading)) slots[slotOf(reading, month, readEveryHours * hourMs) % slotsOfDay]?.push(reading);
    return { day: index + 1, summary: summaryOf(ofDay), slots };
  });
  return { days, summary: summaryOf(readings), excursions, gaps: findGaps(facts), shortDays: findShort(byDay, facts) };
}

/** Which day or slot of the month a reading lies in, from 0. */
function slotOf({ readAt }: SheetReading, { from }: Month, lengthMs: number): number {
  return Math.floor((readAt.getTime() - from.getTime()) / lengthMs);
}

function shownOf(
  readings: readonly SheetReading[],
  month: Month,
  excursions: readonly Excursion[],
): ReadonlySet<SheetReading> {
  const shown = new Set(excursions.map(({ worst }) => worst));
  const begun = new Set<number>();
  for (const reading of readings) {
    const slot = slotOf(reading, month, readEveryHours * hourMs);
    if (reading.source === 'manual' || !begun.has(slot)) shown.add(reading);
    if (reading.source !== 'manual') begun.add(slot);
  }
  return shown;
}

export function summaryOf(readings: readonly SheetReading[]): Summary | null {
  const [first] = readings;
  if (!first) return null;
  let [minC, maxC, sum, out] = [first.celsius, first.celsius, 0, 0];
  for (const { celsius, isOut } of readings) {
    minC = Math.min(minC, celsius);
    maxC = Math.max(maxC, celsius);
    sum += celsius;
    out += isOut ? 1 : 0;
  }
  return { count: readings.length, out, minC, maxC, meanC: Math.round((sum / readings.length) * 100) / 100 };
}

function findExcursions(readings: readonly SheetReading[], placeClass: PlaceClass): Excursion[] {
  const runs: SheetReading[][] = [];
  let isOpen = false;
  for (const reading of readings) {
    if (reading.isOut && isOpen) runs.at(-1)?.push(reading);
    else if (reading.isOut) runs.push([reading]);
    isOpen = reading.isOut;
  }
  return runs.flatMap((run) => {
    const [first] = run;
    const last = run.at(-1);
    // The class may have been another one when it was read.
    const worst = worstOf(run, placeClass) ?? first;
    if (!first || !last || !worst) return [];
    const heldBags = run.reduce((sum, reading) => sum + reading.heldBags, 0);
    return [{ from: first.readAt, until: last.readAt, worst, count: run.length, heldBags }];
  });
}

/** Between two readings, from the registration to the first, and from the last to now while the place is in use. */
function findGaps({ month, readings, before, after, openedAt, isInUse, now }: MonthFacts): Gap[] {
  const start = before ?? (openedAt < (readings[0]?.readAt ?? now) ? openedAt : null);
  const known = readings.map(({ readAt }) => readAt);
  const end = after ?? (isInUse ? now : null);
  const times = [...(start ? [start] : []), ...known, ...(end ? [end] : [])];
  return times.flatMap((until, index): Gap[] => {
    const from = times[index - 1];
    if (!from || !isReadingOverdue(from, until)) return [];
    const gap = {
      from: from < month.from ? month.from : from,
      until: until > month.until ? month.until : until,
    };
    return gap.from < gap.until ? [gap] : [];
  });
}

/** Days that are over, from the first whole one of the place. */
function findShort(byDay: readonly (readonly SheetReading[])[], { month, openedAt, now }: MonthFacts): ShortDay[] {
  return byDay.flatMap((readings, index): ShortDay[] => {
    const since = new Date(month.from.getTime() + index * dayMs);
    if (openedAt > since || now.getTime() < since.getTime() + dayMs) return [];
    const byHand = readings.flatMap(({ source, readAt }) => (source === 'manual' ? [readAt] : []));
    const recordedAt = readings.findLast(({ source }) => source !== 'manual')?.readAt ?? null;
    return isHandShort({ recordedAt, pairedAt: pairedOf(byHand) }, since)
      ? [{ day: index + 1, byHand: byHand.length }]
      : [];
  });
}
