import { dueOf, type LineFigures } from '@/domain/blood-orders/order-state';
import { placeKey } from '@/domain/stock/matrix';
import type { Scope } from '../../kernel/scope';
import { loadDay } from './load';

type PromisedLine = LineFigures & { component: string; abo: 'A'; rhd: 'positive'; laterOn: string | null };

/**
 * What this station has promised to other orders for today and not picked yet, in hundredths by component and group: it still lies usable on the shelf,
 * and is nobody's to promise again. What is picked is reserved and no longer there.
 */
export async function loadPromised(
  scope: Scope,
  exceptId: string,
  components: readonly string[],
): Promise<Map<string, number>> {
  const { q, orgId } = scope;
  const { today } = await loadDay(scope);
  const lines = await q<PromisedLine[]>`
    select l.component, l.abo, l.rhd, l.amount as ordered, l.accepted_amount as accepted, l.later_amount as later, l.later_on::text as "laterOn",
      l.declined_amount as declined, l.closed_amount as closed, coalesce(b.picked, 0)::int as picked, coalesce(b.sent, 0)::int as sent, coalesce(b.received, 0)::int as received
    from blood_orders o join blood_order_lines l on l.order_id = o.id
      left join lateral (
        select sum(b.amount) filter (where b.state = 'picked') as picked, sum(b.amount) filter (where b.state = 'sent') as sent,
          sum(b.amount) filter (where b.state = 'received') as received
        from blood_order_bags b where b.line_id = l.id
      ) b on true
    where o.party_org_id = ${orgId} and o.id <> ${exceptId} and l.component = any(${[...components]})
      and o.state in ('accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received')`;
  const promised = new Map<string, number>();
  for (const line of lines) {
    const due = dueOf(line, { laterOn: line.laterOn, today });
    if (due > 0) promised.set(placeKey(line), (promised.get(placeKey(line)) ?? 0) + due);
  }
  return promised;
}
