import type { PlaceChange, StoragePlace } from '@/domain/stock/places';
import type { Scope } from '../../kernel/scope';
import { isLastOut } from './last-reading';

export type LoadedPlace = StoragePlace & { readonly id: string; readonly name: string };

/** The storage places of this house; shared while bags are put into one, so that nobody changes what it is meanwhile. Before the bags. */
export async function loadPlaces({ q, orgId }: Scope, lock?: 'for share'): Promise<LoadedPlace[]> {
  if (lock) await q`select id from storage_places where org_id = ${orgId} order by id for share`;
  return [
    ...(await q<LoadedPlace[]>`
      select id, code, name, place_class as "placeClass", state, is_default as "isDefault", ${isLastOut({ q, orgId })} as "isLastOut" from storage_places p
      where org_id = ${orgId} order by place_class = 'red_cells' desc, place_class = 'platelets' desc, place_class, code`),
  ];
}

/** How these places were changed since that moment, oldest first, by their trail. */
export async function loadPlaceChanges(
  { q, orgId }: Scope,
  placeIds: readonly string[],
  since: Date,
): Promise<PlaceChange[]> {
  return [
    ...(await q<PlaceChange[]>`
      select record_id as "placeId", at, case action when 'storage-places.register' then '{"isDefault": false}' else payload::jsonb->'before' end as before from audit_log
      where org_id = ${orgId} and module = 'storage-places' and record_id = any(${placeIds as string[]}) and action in ('storage-places.register', 'storage-places.modify')
        and at > ${since} order by seq`),
  ];
}
