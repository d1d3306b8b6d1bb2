import { undoingKinds } from '@/domain/stock/effects';
import type { PlaceStep } from '@/domain/stock/place-steps';
import type { Scope } from '../../kernel/scope';

/**
 * What changed at that moment and since where these bags stand in this house, oldest first. Since when is said, so that older partitions stay shut. What a
 * downtime form tells happened when the paper says, and was written down later. A departure that its own entry took back never was.
 */
export async function loadPlaceSteps(
  { q, orgId }: Scope,
  unitIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, PlaceStep[]>> {
  const rows = await q<(PlaceStep & { unitId: string })[]>`
    select unit_id as "unitId", at, kind, "from" from (
      select unit_id, moved_at as at, 'put' as kind, from_place as "from" from place_moves
      where org_id = ${orgId} and unit_id = any(${unitIds as string[]}) and moved_at >= ${since}
      union all
      select unit_id, occurred_at, case when to_org = ${orgId} and to_bucket in ('available', 'reserved', 'quarantined') then 'came' else 'left' end,
        (select v.to_place from place_moves v where v.org_id = ${orgId} and v.unit_id = s.unit_id and v.moved_at <= s.occurred_at and v.moved_at >= coalesce(
          (select max(c.occurred_at) from stock_movements c where c.unit_id = s.unit_id and c.to_org = ${orgId} and c.kind in ('receive', 'receive_hold', 'produce', 'appear', 'refuse') and c.occurred_at <= s.occurred_at), '-infinity')
          order by v.moved_at desc, v.id desc limit 1)
      from stock_movements s where unit_id = any(${unitIds as string[]}) and s.at >= ${since} and s.occurred_at >= ${since}
        and (from_org = ${orgId} and from_bucket in ('available', 'reserved', 'quarantined')) is distinct from (to_org = ${orgId} and to_bucket in ('available', 'reserved', 'quarantined'))
        and s.kind <> all(${[...undoingKinds]})
        and not exists (select 1 from stock_movements u where u.unit_id = s.unit_id and u.record_id = s.record_id and u.id > s.id and u.at >= s.at and u.kind = any(${[...undoingKinds]}))
    ) steps order by at, array_position(array['came', 'put', 'left'], kind)`;
  const steps = new Map<string, PlaceStep[]>();
  for (const { unitId, ...step } of rows) steps.set(unitId, [...(steps.get(unitId) ?? []), step]);
  return steps;
}
