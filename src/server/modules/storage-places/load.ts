import { type PlaceClass, storageOf } from '@/domain/stock/places';
import type { PlacedBag } from '@/domain/storage-places/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { isLastOut } from '../stock/last-reading';

export interface PlaceView {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly placeClass: PlaceClass;
  readonly state: 'active' | 'inactive';
  readonly isDefault: boolean;
  readonly isLastOut: boolean;
  readonly version: number;
}

/** A place of this house; its row locked when asked: shared to put bags in, for update to count or change it. @throws not_found for anybody else's. */
export async function loadPlace(
  { q, orgId }: Scope,
  id: string,
  lock?: 'for share' | 'for update',
): Promise<PlaceView> {
  // In a statement of its own: what was read last is seen only by a statement that begins once the lock is there.
  if (lock)
    await q`select id from storage_places where id = ${id} and org_id = ${orgId} ${lock === 'for share' ? q`for share` : q`for update`}`;
  const [place] = await q<PlaceView[]>`
    select id, code, name, place_class as "placeClass", state, is_default as "isDefault", ${isLastOut({ q, orgId })} as "isLastOut", version
    from storage_places p where id = ${id} and org_id = ${orgId}`;
  if (!place) throw notFound();
  return place;
}

/** Bags as whoever puts them into a place sees them, locked in id order. A bag out of scope is absent. */
export async function lockPlacedBags(scope: Scope, unitIds: readonly string[]): Promise<PlacedBag[]> {
  const rows = await scope.q<(Omit<PlacedBag, 'storage'> & { component: string; processedAs: string[] })[]>`
    select id, donation_no as "donationNo", component, processed_as as "processedAs", state, holder_org_id = ${scope.orgId} as "isHere", storage_place as "storagePlace"
    from blood_units where id = any(${unitIds as string[]}) order by id for update`;
  return rows.map(({ component, processedAs, ...bag }) => ({
    ...bag,
    storage: storageOf(component, processedAs, scope.now),
  }));
}
