import { reasonedInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { settleQuota } from '../stock/settle-order';
import { type OrderHead, takeOrder } from './load';
import { orderChange } from './steps';

/** 取消: an order that nobody has answered. Its number stays used. */
export const cancelOrder = defineCommand({
  name: 'blood-orders.cancel',
  permission: 'blood-orders.submit',
  input: reasonedInput,
  async run(scope, { id, version, reason }) {
    const order = await takeOrder(scope, { id, version }, 'hospital', ['submitted']);
    await scope.q`
      update blood_orders set state = 'cancelled', reason = ${reason}, updated_at = city_now(), version = version + 1 where id = ${id}`;
    await settleQuota(scope, id, false);
    await dropDraft(scope, 'blood-orders', `change:${id}`);
    return done({ id, version: version + 1 }, orderChange(order, 'cancel', 'cancelled', { reason }));
  },
});

/** 申请取消: an order that the station is working on. The station agrees or says why not; until then it goes on. */
export const askCancel = defineCommand({
  name: 'blood-orders.ask-cancel',
  permission: 'blood-orders.submit',
  input: reasonedInput,
  async run(scope, { id, version, reason }) {
    const order = await takeOrder(scope, { id, version }, 'hospital', ['accepted', 'picking', 'packed']);
    await mustBeUnsent(scope, order);
    await scope.q`
      update blood_orders set cancel_asked_at = city_now(), cancel_asked_by = ${actorName(scope)}, cancel_reason = ${reason}, updated_at = city_now(),
        version = version + 1 where id = ${id}`;
    return done({ id, version: version + 1 }, orderChange(order, 'ask-cancel', order.state, { reason }));
  },
});

/** Of what has left, nothing can be called off: what is still owed can be given up. */
export async function mustBeUnsent({ q }: Scope, { id, no }: OrderHead): Promise<void> {
  const [sent] = await q`
    select 1 from blood_order_deliveries where order_id = ${id} and shipment_id is not null and state <> 'void' limit 1`;
  if (sent) throw refusal({ code: 'order.already_sent', facts: { no } });
}
