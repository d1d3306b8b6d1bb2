import { placeAt } from '@/domain/stock/place-steps';
import { shelfStates } from '@/domain/stock/record';
import type { Scope } from '../../kernel/scope';
import { loadPlaceSteps } from '../stock/load-place-steps';
import type { LabelledBag } from '../stock/open-incidents';

export interface StoodBag extends LabelledBag {
  /** `elsewhere`: another house has it, and it is known by what the own ledger says of it. */
  readonly state: string;
  readonly isHere: boolean;
  readonly storagePlace: string;
}

/**
 * The bags that stood in a place at that moment, wherever they are now, and what has been made of them since; those of this house locked in id
 * order. One that was put elsewhere, issued or sent away meanwhile stood there all the same.
 */
export async function lockStoodBags(scope: Scope, code: string, moment: Date): Promise<StoodBag[]> {
  const { q, orgId } = scope;
  const wanted = await q<{ id: string }[]>`
    select id from blood_units where holder_org_id = ${orgId} and storage_place = ${code} and state in ('available', 'reserved', 'quarantined')
    union select unit_id from place_moves where org_id = ${orgId} and from_place = ${code} and moved_at > ${moment}
    union select unit_id from stock_movements where from_org = ${orgId} and at > ${moment} and from_bucket in ('available', 'reserved', 'quarantined')
      and (to_org = ${orgId} and to_bucket in ('available', 'reserved', 'quarantined')) is not true`;
  const bags = await lockBags(
    scope,
    wanted.map(({ id }) => id),
  );
  const ids = bags.map(({ id }) => id);
  const steps = await loadPlaceSteps(scope, ids, moment);
  const stood = bags.filter((bag) => {
    const isOnShelf = bag.isHere && (shelfStates as readonly string[]).includes(bag.state);
    return placeAt(moment, { isOnShelf, place: bag.storagePlace }, steps.get(bag.id) ?? []) === code;
  });
  const made = await q<{ id: string }[]>`
    with recursive made as (
      select child_id as id from unit_parents where org_id = ${orgId} and parent_id = any(${stood.map(({ id }) => id)})
      union select p.child_id from unit_parents p join made m on m.id = p.parent_id where p.org_id = ${orgId}
    ) select id from made`;
  return [
    ...stood,
    ...(await lockBags(
      scope,
      made.map(({ id }) => id).filter((id) => !stood.some((bag) => bag.id === id)),
    )),
  ];
}

/** Bags as they are now. Of one that is shown here no more the place is the last it was put into, and the label what the ledger says. */
async function lockBags({ q, orgId }: Scope, ids: readonly string[]): Promise<StoodBag[]> {
  if (ids.length === 0) return [];
  await q`select id from blood_units where id = any(${ids as string[]}) and holder_org_id = ${orgId} order by id for update`;
  return [
    ...(await q<StoodBag[]>`
      select w.id, coalesce(u.donation_no, '') as "donationNo", coalesce(u.product_code, '') as "productCode", coalesce(u.component, m.component) as component,
        coalesce(u.abo, m.abo) as abo, coalesce(u.rhd, m.rhd) as rhd, coalesce(u.state, 'elsewhere') as state, coalesce(u.holder_org_id = ${orgId}, false) as "isHere",
        coalesce(case when u.holder_org_id = ${orgId} then u.storage_place else p.to_place end, '') as "storagePlace"
      from unnest(${ids as string[]}::uuid[]) as w(id)
      left join blood_units u on u.id = w.id
      left join lateral (
        select s.component, s.abo, s.rhd from stock_movements s where u.id is null and s.unit_id = w.id and s.from_org = ${orgId} order by s.id desc limit 1
      ) m on true
      left join lateral (
        select v.to_place from place_moves v where u.holder_org_id is distinct from ${orgId} and v.org_id = ${orgId} and v.unit_id = w.id order by v.moved_at desc, v.id desc limit 1
      ) p on true
      order by w.id`),
  ];
}
