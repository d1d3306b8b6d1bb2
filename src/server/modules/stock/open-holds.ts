import type { Scope } from '../../kernel/scope';

/** Of the bag `u`: the reasons of this house's holds since it was last released, which may be more than the one it was put on hold for. */
export function openHolds({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) {
  return q`array(
    select distinct h.reason from bag_holds h where h.unit_id = u.id and h.org_id = ${orgId} and h.kind = 'hold' and h.created_at > coalesce(
      (select max(r.created_at) from bag_holds r where r.unit_id = u.id and r.org_id = ${orgId} and r.kind = 'release'), '-infinity') order by h.reason)`;
}
