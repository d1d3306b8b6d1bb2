import type { Violation } from '../result';
import type { PlaceClass } from '../stock/places';
import { isOutOfRange, isReadInTime } from './temperatures';

/** How long ago the earliest reading of a file may have been taken: a month, read out in the first days of the next. [unsourced: default] */
export const seriesDays = 35;

/** A reading of a recorder's file, of a place that it names by its code. */
export interface SeriesLine {
  readonly place: string;
  readonly readAt: Date;
  readonly celsius: number;
}

export interface SeriesFacts {
  readonly places: readonly { readonly id: string; readonly code: string; readonly placeClass: PlaceClass }[];
  /** What is written down already at the instants that the file names. */
  readonly known: readonly (FreshReading & { readonly isOut: boolean })[];
  readonly now: Date;
}

export interface FreshReading {
  readonly placeId: string;
  readonly celsius: number;
  readonly readAt: Date;
}

export interface ReadSeries {
  readonly fresh: readonly FreshReading[];
  /** Lines that say what another line or the record says already. */
  readonly skipped: number;
  readonly violations: readonly Violation[];
}

/** Codes are compared without width, case and spaces, as recorders write them. */
export function foldPlaceCode(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/**
 * The lines of a file that nobody has written down yet. Refusals: a place unknown; a time to come, or earlier than `seriesDays`; one instant of a place
 * with two values; an instant written down already in range where the file says out, or the other way. Known alike it is skipped, however old: a
 * recorder keeps what was read out before.
 */
export function readSeries(lines: readonly SeriesLine[], { places, known, now }: SeriesFacts): ReadSeries {
  const placeOf = new Map(places.map((place) => [foldPlaceCode(place.code), place]));
  const keyOf = (placeId: string, readAt: Date) => `${placeId} ${readAt.getTime()}`;
  const knownAt = new Map(known.map((reading) => [keyOf(reading.placeId, reading.readAt), reading]));
  const fresh = new Map<string, FreshReading>();
  const violations: Violation[] = [];
  let skipped = 0;
  for (const [index, { place: code, readAt, celsius }] of lines.entries()) {
    const place = placeOf.get(foldPlaceCode(code));
    const refuse = (rule: string, column: string, facts: Violation['facts']) =>
      violations.push({ code: rule, path: `lines.${index}.${column}`, facts: { place: code, ...facts } });
    const key = place ? keyOf(place.id, readAt) : '';
    const written = knownAt.get(key);
    const earlier = fresh.get(key);
    if (!place) refuse('place.unknown', 'place', {});
    else if (written && written.isOut !== isOutOfRange(celsius, place.placeClass))
      refuse('temperature.known_otherwise', 'celsius', { known: written.celsius, celsius });
    else if (earlier && earlier.celsius !== celsius)
      refuse('temperature.two_at_once', 'celsius', { known: earlier.celsius, celsius });
    else if (written || earlier) skipped += 1;
    else if (!isReadInTime(readAt, now, seriesDays * 24))
      refuse('temperature.series_time', 'readAt', { days: seriesDays });
    else fresh.set(key, { placeId: place.id, celsius, readAt });
  }
  return { fresh: [...fresh.values()], skipped, violations };
}
