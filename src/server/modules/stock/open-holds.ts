import type { Scope } from '../../kernel/scope';

/**
 * Of the bag `u`: whether a hold of this house still holds it. It was not released since, and nobody else has sent the bag here since: what an
 * earlier stay left behind was judged by whoever had it in between. A bag that was sent and taken back, thrown away and found, or received by
 * mistake and then again, has been here all the time.
 */
export function isOpenHold({ q, orgId }: Pick<Scope, 'q' | 'orgId'>, hold: string) {
  const createdAt = q(`${hold}.created_at`);
  return q`(${createdAt} > coalesce((select max(r.created_at) from bag_holds r where r.unit_id = u.id and r.org_id = ${orgId} and r.kind = 'release'), '-infinity')
    and ${createdAt} >= coalesce((select max(m.at) from stock_movements m where m.unit_id = u.id and m.to_org = ${orgId} and m.kind in ('ship', 'give_back', 'announce')), '-infinity'))`;
}

/** Of the bag `u`: the reasons of this house's holds that are open, which may be more than the one it was put on hold for. */
export function openHolds(scope: Pick<Scope, 'q' | 'orgId'>) {
  const { q, orgId } = scope;
  return q`array(
    select distinct h.reason from bag_holds h where h.unit_id = u.id and h.org_id = ${orgId} and h.kind = 'hold' and ${isOpenHold(scope, 'h')} order by h.reason)`;
}
