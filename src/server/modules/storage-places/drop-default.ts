import type { Change } from '@/domain/change';
import type { PlaceClass } from '@/domain/stock/places';
import type { Scope } from '../../kernel/scope';

/** One default place for a class: whichever was it until now is it no more. @returns its change, for the trail. */
export async function dropOtherDefault(
  scope: Scope,
  placeClass: PlaceClass,
  exceptId: string | null,
): Promise<Change[]> {
  // All of them, so that two who choose another default at once come one after the other.
  await scope.q`
    select id from storage_places where org_id = ${scope.orgId} and place_class = ${placeClass} order by id for update`;
  const rows = await scope.q<{ id: string; version: number; state: string }[]>`
    update storage_places set is_default = false, version = version + 1
    where org_id = ${scope.orgId} and place_class = ${placeClass} and is_default and id is distinct from ${exceptId}::uuid
    returning id, version, state`;
  return rows.map(({ id, version, state }) => ({
    module: 'storage-places',
    recordId: id,
    action: 'storage-places.modify',
    version,
    state,
    orgId: scope.orgId,
    before: { isDefault: true },
    after: { isDefault: false },
  }));
}
