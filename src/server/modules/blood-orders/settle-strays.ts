import type { Change } from '@/domain/change';
import { commitChanges } from '../../kernel/command';
import { inScope, type Scope } from '../../kernel/scope';
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
  return eachByItself(
    runtime,
    strays,
    'an order could not be brought to where its bags are',
    async (scope, { id, shipments }) => {
      const changes: Change[] = [];
      for (const shipmentId of shipments) changes.push(...(await followShipment(scope, shipmentId, 'receive')));
      if (shipments.length === 0) changes.push(await settleOrder(scope, { orderId: id, action: 'put-back' }));
      const [first, ...rest] = changes;
      if (first) await commitChanges(scope, [first, ...rest], null);
      return true;
    },
  );
}

/** Each order in an audited transaction of its house; one that cannot be done now is noted, and holds up no other. @returns how many were done. */
async function eachByItself<T extends { readonly id: string; readonly org: string }>(
  runtime: Runtime,
  orders: readonly T[],
  failed: string,
  work: (scope: Scope, order: T) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (const order of orders) {
    const house = { kind: 'system', name: 'orders', orgId: order.org } as const;
    try {
      if (await inScope({ runtime, actor: house, requestId: 'orders' }, 'write', (scope) => work(scope, order)))
        done += 1;
    } catch (error) {
      runtime.log.error({ err: error, orderId: order.id }, failed);
    }
  }
  if (done > 0) runtime.bell.ring();
  return done;
}

/** Orders that did not wait for their hospital's accounts, and those whose bags came back, are counted. @returns how many. */
export async function countQuotaDue(runtime: Runtime): Promise<number> {
  const actor = { kind: 'system', name: 'orders', orgId: '-' } as const;
  const due = await inScope(
    { runtime, actor, requestId: 'orders' },
    'read',
    ({ q }) => q<{ id: string; org: string; notes: string[] }[]>`
      select order_id as id, org_id as org, array_agg(id::text) as notes from quota_due group by 1, 2 order by min(noted_at), 1 limit 500`,
  );
  return eachByItself(
    runtime,
    due,
    'an order could not be counted into its plan',
    async (scope, { id, org, notes }) => {
      const [order] = await scope.q<{ state: string; partyOrgId: string; version: number; over: number }[]>`
      select state, party_org_id as "partyOrgId", version, over_plan_amount::float8 as over from blood_orders where id = ${id} for update`;
      if (!order) return false;
      const { over, later } = await settleQuota(scope, id, false);
      // What was read before the counting: whatever was noted since stays. An order that has to come again has just been noted anew.
      await scope.q`delete from quota_due where id = any(${notes}::bigint[])`;
      const { over: before, ...rest } = order;
      if (later || over === before) return !later;
      const told = { module: 'blood-orders', recordId: id, orgId: org, isHeardByOffices: true, ...rest } as const;
      const overPlan = { before: { overPlan: before > 0 }, after: { overPlan: over > 0 } };
      await commitChanges(scope, [{ ...told, ...overPlan, action: 'blood-orders.count' }], null);
      return true;
    },
  );
}
