import { placeAfter, type StoragePlace, storageOf } from '@/domain/stock/places';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

export interface PlaceMove {
  readonly unitId: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Bags are put elsewhere in the house, under the locks of the verb. No movement of the ledger: their account stays the same.
 * @param movedAt of what a paper tells; otherwise now.
 */
export async function putBags(scope: Scope, moves: readonly PlaceMove[], movedAt?: Date): Promise<void> {
  if (moves.length === 0) return;
  await scope.q`
    with wanted as (
      select * from jsonb_to_recordset(${scope.q.json(moves as never)}) as w("unitId" uuid, "from" text, "to" text)
    ), put as (
      update blood_units u set storage_place = w."to", version = u.version + 1 from wanted w where u.id = w."unitId" and u.holder_org_id = ${scope.orgId}
    )
    insert into place_moves (org_id, unit_id, from_place, to_place, moved_by, moved_at)
    select ${scope.orgId}, w."unitId", w."from", w."to", ${actorName(scope)}, coalesce(${movedAt ?? null}, city_now()) from wanted w order by w."unitId"`;
}

/** Bags that are something else since a processing leave a place that is too cold or too warm for them. The places are those of the house, locked. */
export async function putWhereFit(
  scope: Scope,
  unitIds: readonly string[],
  places: readonly StoragePlace[],
  movedAt?: Date,
): Promise<void> {
  const bags = await scope.q<{ id: string; component: string; processedAs: string[]; storagePlace: string }[]>`
    select id, component, processed_as as "processedAs", storage_place as "storagePlace" from blood_units
    where id = any(${unitIds as string[]}) and holder_org_id = ${scope.orgId} order by id`;
  await putBags(
    scope,
    bags.flatMap(({ id, component, processedAs, storagePlace }) => {
      const storage = storageOf(component, processedAs, scope.now);
      const to = storage ? placeAfter(storage, storagePlace, places) : storagePlace;
      return to === storagePlace ? [] : [{ unitId: id, from: storagePlace, to }];
    }),
    movedAt,
  );
}
