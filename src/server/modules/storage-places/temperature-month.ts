import { z } from 'zod';
import { monthOf, monthText } from '@/domain/storage-places/month';
import { drawMonth, type MonthSheet, type SheetReading } from '@/domain/storage-places/month-sheet';
import { defineRead } from '../../kernel/read';
import { loadPlace, type PlaceView } from './load';

export interface TemperatureMonth extends MonthSheet {
  readonly place: PlaceView;
  readonly month: string;
}

/** 温度月记录表: one place, one month of the city's calendar; the figures are of every reading. */
export const temperatureMonth = defineRead({
  name: 'storage-places.temperature-month',
  permission: 'storage-places.read',
  input: z.strictObject({ placeId: z.uuid(), month: monthText }),
  async run(scope, { placeId, month }): Promise<TemperatureMonth> {
    const { q, orgId } = scope;
    const place = await loadPlace(scope, placeId);
    const { from, until } = monthOf(month);
    const readings = await q<SheetReading[]>`
      select celsius::float8 as celsius, read_at as "readAt", source, is_out as "isOut", held_bags as "heldBags", read_by as "readBy"
      from temperature_readings where org_id = ${orgId} and place_id = ${placeId} and read_at >= ${from} and read_at < ${until} order by read_at`;
    const [around] = await q<{ openedAt: Date; before: Date | null; after: Date | null }[]>`
      select p.created_at as "openedAt",
        (select t.read_at from temperature_readings t where t.org_id = ${orgId} and t.place_id = p.id and t.read_at < ${from} order by t.read_at desc limit 1) as before,
        (select t.read_at from temperature_readings t where t.org_id = ${orgId} and t.place_id = p.id and t.read_at >= ${until} order by t.read_at limit 1) as after
      from storage_places p where p.id = ${placeId} and p.org_id = ${orgId}`;
    const sheet = drawMonth({
      month: { from, until },
      placeClass: place.placeClass,
      readings,
      before: around?.before ?? null,
      after: around?.after ?? null,
      openedAt: around?.openedAt ?? scope.now,
      isInUse: place.state === 'active',
      now: scope.now,
    });
    return { place, month, ...sheet };
  },
});
