import { z } from 'zod';
import { instant } from '../instant';
import type { Violation } from '../result';
import { type PlaceClass, placeRanges } from '../stock/places';

/** A place without automatic recording is read by hand at least so often. Source: 临床输血技术规范 (2000) as taught: every 4 h. */
export const readEveryHours = 4;
/** Minutes of grace before a reading counts as overdue. [unsourced: default] */
export const graceMinutes = 15;
/** How long ago a reading may have been taken that is written down only now. [unsourced: default] */
export const lateHours = 24;

/** Two decimals are kept, a third is refused. */
export const placeCelsius = z.number().min(-200).max(60).multipleOf(0.01);

export const readTemperatureInput = z.strictObject({
  placeId: z.uuid(),
  celsius: placeCelsius,
  /** Of a value out of range: the same value typed again. */
  again: placeCelsius.nullable().default(null),
  /** Left out: now. */
  readAt: instant.nullable().default(null),
});
export type ReadTemperatureInput = z.output<typeof readTemperatureInput>;

/** True when the measured value is one that this class may not have. Source: WS 399-2012, as `placeRanges`. */
export function isOutOfRange(celsius: number, placeClass: PlaceClass): boolean {
  const { minC, maxC } = placeRanges[placeClass];
  return celsius > maxC || (minC !== null && celsius < minC);
}

/** °C by which a value lies outside the range of this class; 0 within. */
export function excessOf(celsius: number, placeClass: PlaceClass): number {
  const { minC, maxC } = placeRanges[placeClass];
  return Math.max(0, celsius - maxC, minC === null ? 0 : minC - celsius);
}

/** The reading farthest out of range, the earliest of equals; null when none is out. */
export function worstOf<R extends { readonly celsius: number }>(
  readings: readonly R[],
  placeClass: PlaceClass,
): R | null {
  let worst: R | null = null;
  for (const reading of readings)
    if (excessOf(reading.celsius, placeClass) > (worst ? excessOf(worst.celsius, placeClass) : 0)) worst = reading;
  return worst;
}

/** Each reading with the time of the next of the place; null: nobody has read it since. @param times all that are known or come with them. */
export function withUntil<R extends { readonly readAt: Date }>(
  readings: readonly R[],
  times: readonly Date[],
): (R & { readonly until: Date | null })[] {
  const sorted = [...new Set(times.map((time) => time.getTime()))].sort((a, b) => a - b);
  return readings.map((reading) => {
    const next = firstAfter(sorted, reading.readAt.getTime());
    return { ...reading, until: next === null ? null : new Date(next) };
  });
}

function firstAfter(sorted: readonly number[], moment: number): number | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? null;
}

/** Decimals that show a value as it was read: 6.01 is not 6.0, for it is out of range. */
export function celsiusDecimals(celsius: number): 1 | 2 {
  return Math.round(celsius * 100) % 10 === 0 ? 1 : 2;
}

/** Nobody has read this place for longer than may be; true of one that was never read. */
export function isReadingOverdue(lastReadAt: Date | null, now: Date): boolean {
  if (!lastReadAt) return true;
  return now.getTime() - lastReadAt.getTime() > (readEveryHours * 60 + graceMinutes) * 60_000;
}

/** A place that a recorder watches is read by hand as well, at least so often in 24 hours and so many hours apart. Source: WS/T 623-2018. */
export const handReadings = 2;
export const handHoursApart = 8;

export interface HandFacts {
  /** The last reading that a recorder took. */
  readonly recordedAt: Date | null;
  /** The last reading by hand that was followed by another one, that many hours later or more. */
  readonly pairedAt: Date | null;
}

/** The reading by hand that another one followed late enough. @param readAts of readings by hand, in order of time. */
export function pairedOf(readAts: readonly Date[]): Date | null {
  const last = readAts.at(-1);
  return readAts.findLast((at) => last && last.getTime() - at.getTime() >= handHoursApart * 3_600_000) ?? null;
}

/**
 * A place that a recorder watched since then, and that nobody read by hand twice, far enough apart: told as a gap, and never forbids anything.
 * One that no recorder watches is asked for every four hours instead. Source: WS/T 623-2018, automatic recording: at least 2 readings by hand a day, at least 8 h apart.
 */
export function isHandShort({ recordedAt, pairedAt }: HandFacts, since: Date): boolean {
  return recordedAt !== null && recordedAt >= since && (pairedAt === null || pairedAt < since);
}

/** Whether it is short of readings by hand now: of the 24 hours that are over, with the grace of every reading; the first day of a place is not asked. [unsourced: default] */
export function isHandOverdue({ createdAt, ...facts }: HandFacts & { readonly createdAt: Date }, now: Date): boolean {
  const since = new Date(now.getTime() - (24 * 60 + graceMinutes) * 60_000);
  return createdAt <= since && isHandShort(facts, since);
}

/** Not in the future, but for a clock that is a minute fast, and not longer ago than so many hours. */
export function isReadInTime(readAt: Date, now: Date, hours: number): boolean {
  const age = now.getTime() - readAt.getTime();
  return age >= -60_000 && age <= hours * 3_600_000;
}

/**
 * What forbids a reading to be written down. A time to come, or more than a day ago; a value out of range that was not typed twice alike: a slip
 * of the finger must not hold a fridge. Typed twice it is a fact, and its bags are held.
 */
export function checkReading(
  { celsius, again, readAt }: Pick<ReadTemperatureInput, 'celsius' | 'again' | 'readAt'>,
  placeClass: PlaceClass,
  now: Date,
): Violation[] {
  const violations: Violation[] = [];
  if (readAt && !isReadInTime(readAt, now, lateHours))
    violations.push({ code: 'temperature.time', path: 'readAt', facts: { hours: lateHours } });
  if (isOutOfRange(celsius, placeClass) && again === null)
    violations.push({ code: 'temperature.type_again', path: 'again', facts: { celsius } });
  else if (again !== null && again !== celsius)
    violations.push({ code: 'temperature.differs', path: 'again', facts: { celsius, again } });
  return violations;
}

export type Consequence = 'hold' | 'mark' | 'tell' | 'note';

/**
 * What a reading out of range does to a bag that stood in the place when it was read, wherever it is by now. On the shelf of this house: it is held.
 * On hold there already: it stays held for what it was, and is marked, so that nobody releases it without knowing. With a patient, on its way or
 * with another house: whoever has it must be told. Discarded, lost, used up, or its opening taken back: noted, for the case that this is undone; what was made of it answers.
 */
export function consequenceOf({
  state,
  isHere,
  isUnmade = false,
}: {
  readonly state: string;
  readonly isHere: boolean;
  /** It was made by a processing that has been taken back: nothing is in it. */
  readonly isUnmade?: boolean;
}): Consequence | null {
  if (isUnmade) return null;
  if (state === 'discarded' || state === 'lost' || state === 'processed' || state === 'withdrawn') return 'note';
  if (!isHere || state === 'issued' || state === 'in_transit') return 'tell';
  return state === 'quarantined' ? 'mark' : 'hold';
}
