import type { StoragePlace } from '@/domain/stock/places';
import type { Scope } from '../../kernel/scope';

/** The storage places of this house. */
export async function loadPlaces({ q, orgId }: Scope): Promise<(StoragePlace & { id: string; name: string })[]> {
  return [
    ...(await q<(StoragePlace & { id: string; name: string })[]>`
      select id, code, name, place_class as "placeClass", state, is_default as "isDefault" from storage_places
      where org_id = ${orgId} order by place_class = 'red_cells' desc, place_class = 'platelets' desc, place_class, code`),
  ];
}
