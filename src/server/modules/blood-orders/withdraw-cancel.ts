import { seenInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { takeOrder } from './load';
import { mustBeAsked, orderChange } from './steps';

/** 撤回取消申请: before the station has answered it, the hospital wants the order after all. */
export const withdrawCancel = defineCommand({
  name: 'blood-orders.withdraw-cancel',
  permission: 'blood-orders.submit',
  input: seenInput,
  async run(scope, { id, version }) {
    const order = await takeOrder(scope, { id, version }, 'hospital', ['accepted', 'picking', 'packed']);
    mustBeAsked(order);
    await scope.q`
      update blood_orders set cancel_asked_at = null, cancel_asked_by = null, updated_at = city_now(), version = version + 1 where id = ${id}`;
    return done({ id, version: version + 1 }, orderChange(order, 'withdraw-cancel', order.state));
  },
});
