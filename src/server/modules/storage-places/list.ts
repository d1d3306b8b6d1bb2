import { z } from 'zod';
import { placeClasses } from '@/domain/stock/places';
import { type HandFacts, handHoursApart } from '@/domain/storage-places/temperatures';
import { defineRead } from '../../kernel/read';
import { openHolds } from '../stock/open-holds';
import type { PlaceView } from './load';

export interface ListedPlace extends PlaceView, HandFacts {
  readonly createdAt: Date;
  readonly bags: number;
  readonly heldBags: number;
  readonly underSearch: number;
  /** The last count that two have signed. */
  readonly countedAt: Date | null;
  readonly countedBy: string | null;
  readonly stocktakeId: string | null;
  readonly found: number | null;
  readonly missing: number | null;
  /** The last reading of its temperature. */
  readonly lastCelsius: number | null;
  readonly lastReadAt: Date | null;
}

/** Readings by hand are asked for within a day and its grace: what is older answers for none. */
const handWindowMs = 2 * 86_400_000;

/** Every place of the house with what stands in it now and what its last count found: a short list, never paged. */
export const listPlaces = defineRead({
  name: 'storage-places.list',
  permission: 'storage-places.read',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId, now }): Promise<ListedPlace[]> => [
    ...(await q<ListedPlace[]>`
      select p.id, p.code, p.name, p.place_class as "placeClass", p.state, p.is_default as "isDefault", p.version, p.created_at as "createdAt",
        coalesce(b.bags, 0)::int as bags, coalesce(b.held, 0)::int as "heldBags", coalesce(b.searched, 0)::int as "underSearch",
        s.created_at as "countedAt", s.counted_by as "countedBy", s.id as "stocktakeId", s.found_count as found, s.missing_count as missing,
        r.celsius::float8 as "lastCelsius", r.read_at as "lastReadAt", coalesce(r.is_out, false) as "isLastOut",
        d.recorded as "recordedAt", h.paired as "pairedAt"
      from storage_places p
      left join (
        select storage_place, count(*) as bags, count(*) filter (where state = 'quarantined') as held, count(*) filter (where state = 'quarantined' and (hold_reason = 'under_search' or 'under_search' = any(${openHolds({ q, orgId })}))) as searched
        from blood_units u where holder_org_id = ${orgId} and state in ('available', 'reserved', 'quarantined') and storage_place <> '' group by 1
      ) b on b.storage_place = p.code
      left join lateral (
        select t.id, t.created_at, t.counted_by, t.found_count, t.missing_count from stocktakes t
        where t.place_id = p.id and t.org_id = ${orgId} order by t.created_at desc limit 1
      ) s on true
      left join lateral (
        select t.celsius, t.read_at, t.is_out from temperature_readings t
        where t.org_id = ${orgId} and t.place_id = p.id order by t.read_at desc limit 1
      ) r on true
      left join lateral (
        select max(t.read_at) filter (where t.source <> 'manual') as recorded, max(t.read_at) filter (where t.source = 'manual') as by_hand from temperature_readings t
        where t.org_id = ${orgId} and t.place_id = p.id and t.read_at > ${new Date(now.getTime() - handWindowMs)}
      ) d on true
      left join lateral (
        select max(t.read_at) as paired from temperature_readings t
        where t.org_id = ${orgId} and t.place_id = p.id and t.source = 'manual' and t.read_at > ${new Date(now.getTime() - handWindowMs)}
          and t.read_at <= d.by_hand - make_interval(hours => ${handHoursApart})
      ) h on true
      where p.org_id = ${orgId}
      order by p.state, array_position(${[...placeClasses]}::text[], p.place_class), p.code`),
  ],
});
