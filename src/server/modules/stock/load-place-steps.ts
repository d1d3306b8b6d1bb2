import { undoingKinds } from '@/domain/stock/effects';
import type { PlaceStep } from '@/domain/stock/place-steps';
import type { Scope } from '../../kernel/scope';

/**
 * What changed at that moment and since where these bags stand in this house, oldest first. Since when is said, so that older partitions stay shut. What a
 * downtime form tells happened when the paper says, and was written down later. A departure that its own entry took back never was, nor a receipt that was
 * voided and posted anew: the bag stood all the time where it stood before, and has been put since where it stands after.
 */
export async function loadPlaceSteps(
  { q, orgId }: Scope,
  unitIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, PlaceStep[]>> {
  const placeAt = (moment: string) => q`
    (select v.to_place from place_moves v where v.org_id = ${orgId} and v.unit_id = s.unit_id and v.moved_at <= ${q(moment)} and v.moved_at >= coalesce(
      (select max(c.occurred_at) from stock_movements c where c.unit_id = s.unit_id and c.to_org = ${orgId} and c.kind in ('receive', 'receive_hold', 'produce', 'appear', 'refuse', 'opening', 'opening_hold') and c.occurred_at <= ${q(moment)}), '-infinity')
      order by v.moved_at desc, v.id desc limit 1)`;
  const rows = await q<(PlaceStep & { unitId: string })[]>`
    with crossed as (
      select s.*, w.is_back from stock_movements s
      cross join lateral (select
        (s.from_org = ${orgId} and s.from_bucket in ('available', 'reserved', 'quarantined')) is true as was_here,
        (s.to_org = ${orgId} and s.to_bucket in ('available', 'reserved', 'quarantined')) is true as is_back) w
      where s.unit_id = any(${unitIds as string[]}) and s.at >= ${since} and s.occurred_at >= ${since} and w.was_here <> w.is_back
    ), steps as (
      select s.unit_id, s.occurred_at as at, case when d.at is not null then 'put' when s.is_back then 'came' else 'left' end as kind,
        case when d.at is not null then ${placeAt('d.at')} when not s.is_back then ${placeAt('s.occurred_at')} end as "from", case when s.is_back then 1 else 3 end as rank
      from crossed s
      left join lateral (
        select l.at from stock_movements l where s.is_back and l.unit_id = s.unit_id and l.id < s.id and l.from_org = ${orgId}
          and (s.kind = any(${[...undoingKinds]}) and l.record_id = s.record_id
            or s.kind in ('receive', 'receive_hold') and l.kind = 'unreceive'
              and l.id = (select max(p.id) from stock_movements p where p.unit_id = s.unit_id and p.id < s.id and (p.from_org = ${orgId} or p.to_org = ${orgId})))
        order by l.id desc limit 1
      ) d on true
      where s.is_back or not exists (
        select 1 from stock_movements b where b.unit_id = s.unit_id and b.id > s.id and b.at >= s.at
          and (b.kind = any(${[...undoingKinds]}) and b.record_id = s.record_id
            or s.kind = 'unreceive' and b.kind in ('receive', 'receive_hold') and b.to_org = ${orgId}
              and b.id = (select min(n.id) from stock_movements n where n.unit_id = s.unit_id and n.id > s.id and n.at >= s.at and (n.from_org = ${orgId} or n.to_org = ${orgId}))))
      union all
      select unit_id, moved_at, 'put', from_place, 2 from place_moves
      where org_id = ${orgId} and unit_id = any(${unitIds as string[]}) and moved_at >= ${since}
    )
    select unit_id as "unitId", at, kind, "from" from steps order by at, rank`;
  const steps = new Map<string, PlaceStep[]>();
  for (const { unitId, ...step } of rows) steps.set(unitId, [...(steps.get(unitId) ?? []), step]);
  return steps;
}
