import type { Change } from '@/domain/change';
import { commitChanges } from '../../kernel/command';
import { inScope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { followShipment, settleOrder, settleQuota } from '../stock/settle-order';

interface Stray {
  readonly id: string;
  readonly org: string;
  readonly shipments: string[];
}

/**
 * Orders whose bags went another way than by their own verbs: a note that another house's paper closed, a picked bag that was put on hold or
 * expired. Each is brought to where its lines and deliveries stand, in an audited transaction of its own. @returns orders settled.
 */
export async function settleStrayOrders(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'orders', orgId: '-' } as const;
  const strays = await inScope(
    { runtime, actor, requestId: 'orders' },
    'read',
    ({ q }) => q<Stray[]>`
      select o.id, o.org_id as org, array(
        select distinct d.shipment_id::text from blood_order_deliveries d join shipments s on s.id = d.shipment_id
        left join blood_order_bags b on b.delivery_id = d.id and b.state = 'sent'
        left join shipment_bags l on l.shipment_id = d.shipment_id and l.unit_id = b.unit_id
        where d.order_id = o.id and d.state in ('on_the_way', 'arrived') and (s.state not in ('shipped', 'partly_received') or l.state <> 'expected')
      ) as shipments
      from blood_orders o where o.state in ('picking', 'packed', 'on_the_way', 'arrived') and (
        exists (select 1 from blood_order_deliveries d join shipments s on s.id = d.shipment_id
          left join blood_order_bags b on b.delivery_id = d.id and b.state = 'sent'
          left join shipment_bags l on l.shipment_id = d.shipment_id and l.unit_id = b.unit_id
          where d.order_id = o.id and d.state in ('on_the_way', 'arrived') and (s.state not in ('shipped', 'partly_received') or l.state <> 'expected'))
        or exists (select 1 from blood_order_deliveries d where d.order_id = o.id and d.bag_count <> (
          select count(*) from blood_order_bags b where b.delivery_id = d.id and b.state <> 'back'))
        or (o.state in ('picking', 'packed') and not exists (
          select 1 from blood_order_deliveries d where d.order_id = o.id and d.state = o.state))
      ) order by o.needed_at limit 200`,
  );
  for (const { id, org, shipments } of strays) {
    const house = { kind: 'system', name: 'orders', orgId: org } as const;
    await inScope({ runtime, actor: house, requestId: 'orders' }, 'write', async (scope) => {
      const changes: Change[] = [];
      for (const shipmentId of shipments) changes.push(...(await followShipment(scope, shipmentId, 'receive')));
      if (shipments.length === 0) changes.push(await settleOrder(scope, { orderId: id, action: 'put-back' }));
      const [first, ...rest] = changes;
      if (first) await commitChanges(scope, [first, ...rest], null);
    });
  }
  if (strays.length > 0) runtime.bell.ring();
  return strays.length;
}

/** Orders that did not wait for their hospital's accounts, and those whose bags came back, are counted. @returns how many. */
export async function countQuotaDue(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'orders', orgId: '-' } as const;
  const due = await inScope(
    { runtime, actor, requestId: 'orders' },
    'read',
    ({ q }) => q<{ id: string; org: string }[]>`
      select order_id as id, org_id as org from quota_due order by noted_at, order_id limit 500`,
  );
  let counted = 0;
  for (const { id, org } of due) {
    const house = { kind: 'system', name: 'orders', orgId: org } as const;
    try {
      await inScope({ runtime, actor: house, requestId: 'orders' }, 'write', async (scope) => {
        const [order] = await scope.q<{ state: string; partyOrgId: string; version: number; over: number }[]>`
          select state, party_org_id as "partyOrgId", version, over_plan_amount::float8 as over from blood_orders where id = ${id} for update`;
        if (!order) return;
        const { over, later } = await settleQuota(scope, id, false);
        if (later) return;
        await scope.q`delete from quota_due where order_id = ${id}`;
        counted += 1;
        const { over: before, ...rest } = order;
        if (over === before) return;
        const told = { module: 'blood-orders', recordId: id, orgId: org, isHeardByOffices: true, ...rest } as const;
        const overPlan = { before: { overPlan: before > 0 }, after: { overPlan: over > 0 } };
        await commitChanges(scope, [{ ...told, ...overPlan, action: 'blood-orders.count' }], null);
      });
    } catch (error) {
      // One that cannot be counted holds up no other.
      runtime.log.error({ err: error, orderId: id }, 'an order could not be counted into its plan');
    }
  }
  if (counted > 0) runtime.bell.ring();
  return counted;
}
