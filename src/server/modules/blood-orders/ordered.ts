import { placeKey } from '@/domain/stock/matrix';
import type { Scope } from '../../kernel/scope';

/**
 * What this hospital has ordered for its stock and is not on its way yet, in hundredths by cell; what was ordered for one patient will not be stock.
 * @param except an order that is being written anew.
 */
export async function loadOrdered({ q, orgId }: Scope, except?: string): Promise<Map<string, number>> {
  const rows = await q<{ component: string; abo: string; rhd: string; amount: number }[]>`
    select l.component, l.abo, l.rhd, sum(case when o.state = 'submitted' then l.amount
      else greatest(0, l.accepted_amount + l.later_amount - l.closed_amount - coalesce(b.gone, 0)) end)::int as amount
    from blood_orders o join blood_order_lines l on l.order_id = o.id
      left join lateral (
        select sum(b.amount) as gone from blood_order_bags b where b.line_id = l.id and b.state in ('sent', 'received')
      ) b on true
    where o.org_id = ${orgId} and o.state in ('submitted', 'accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received')
      and not l.is_for_patient and o.id is distinct from ${except ?? null}
    group by 1, 2, 3`;
  return new Map(rows.map((row) => [placeKey(row), row.amount]));
}
