import { z } from 'zod';
import { foldPlaceCode, readSeries, type SeriesLine } from '@/domain/storage-places/series';
import { placeCelsius } from '@/domain/storage-places/temperatures';
import type { Scope } from '../../kernel/scope';
import { isLastOut } from '../stock/last-reading';
import type { PlaceView } from './load';

/** As it stands in a preview: read once already. */
export const seriesLine = z.object({ place: z.string(), readAt: z.coerce.date(), celsius: placeCelsius });

/** Every place of the house, those that a file may name; their rows locked in id order when asked. */
export async function loadPlaces({ q, orgId }: Scope, lock?: 'for update'): Promise<PlaceView[]> {
  return [
    ...(await q<PlaceView[]>`
      select id, code, name, place_class as "placeClass", state, is_default as "isDefault", ${isLastOut({ q, orgId })} as "isLastOut", version
      from storage_places p where org_id = ${orgId} order by id ${lock ? q`for update` : q``}`),
  ];
}

/** The lines of a file beside what is written down already. */
export async function compareSeries(scope: Scope, lines: readonly SeriesLine[], places: readonly PlaceView[]) {
  const idOf = new Map(places.map(({ id, code }) => [foldPlaceCode(code), id]));
  const asked = lines.flatMap(({ place, readAt }) => {
    const placeId = idOf.get(foldPlaceCode(place));
    return placeId ? [{ placeId, readAt }] : [];
  });
  const known = await scope.q<{ placeId: string; celsius: number; readAt: Date; isOut: boolean }[]>`
    select t.place_id as "placeId", t.celsius::float8 as celsius, t.read_at as "readAt", t.is_out as "isOut"
    from unnest(${asked.map(({ placeId }) => placeId)}::uuid[], ${asked.map(({ readAt }) => readAt.toISOString())}::timestamptz[]) as a(place_id, read_at)
    join temperature_readings t on t.place_id = a.place_id and t.read_at = a.read_at and t.org_id = ${scope.orgId}`;
  return readSeries(lines, { places, known, now: scope.now });
}
