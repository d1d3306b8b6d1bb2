/** Wall-clock time of one zone and instants, by Intl alone: the process's own zone never matters. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The wall clock of a zone at an instant; seconds are cut off. */
export function toLocalTime(at: Date, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - read('year') : read('year');
  return { year, month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute') };
}

// setUTCFullYear, because Date.UTC reads the years 0–99 as 1900–1999.
function asUtc({ year, month, day, hour, minute }: LocalTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute);
  return date.getTime();
}

/**
 * The instant of a wall-clock time in a zone, to the minute; undefined when the calendar has no such date or time.
 * A time that a clock change skips moves on by the gap; one that occurs twice is the earlier.
 */
export function toInstant(local: LocalTime, timeZone: string): Date | undefined {
  if (!isCalendarTime(local)) return undefined;
  const utc = asUtc(local);
  const offsets = [-24, 24].map((hours) => offsetMs(new Date(utc + hours * 60 * minuteMs), timeZone));
  const candidates = offsets.map((offset) => utc - offset).sort((left, right) => left - right);
  const exact = candidates.find((instant) => asUtc(toLocalTime(new Date(instant), timeZone)) === utc);
  return new Date(exact ?? utc - Math.min(...offsets));
}

function offsetMs(at: Date, timeZone: string): number {
  return asUtc(toLocalTime(at, timeZone)) - Math.floor(at.getTime() / minuteMs) * minuteMs;
}

function isCalendarTime(local: LocalTime): boolean {
  const { year, month, day, hour, minute } = local;
  if (![year, month, day, hour, minute].every(Number.isInteger) || year < 1 || year > 9999) return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  const back = new Date(asUtc({ ...local, hour: 0, minute: 0 }));
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2026-11-23` */
export function formatLocalDate({ year, month, day }: LocalTime): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** 1–366 */
export function dayOfYear({ year, month, day }: Pick<LocalTime, 'year' | 'month' | 'day'>): number {
  const at = (m: number, d: number) => asUtc({ year, month: m, day: d, hour: 0, minute: 0 });
  return Math.round((at(month, day) - at(1, 1)) / (24 * 60 * minuteMs)) + 1;
}

/** The date of an ordinal day; undefined outside 1–365, or 366 in a leap year. */
export function dateOfOrdinal(year: number, ordinal: number): { month: number; day: number } | undefined {
  if (!Number.isInteger(ordinal) || ordinal < 1 || ordinal > 366) return undefined;
  const date = new Date(asUtc({ year, month: 1, day: 1, hour: 0, minute: 0 }));
  date.setUTCDate(ordinal);
  if (date.getUTCFullYear() !== year) return undefined;
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
