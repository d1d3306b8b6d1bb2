import { arriveInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { settleOrder } from '../stock/settle-order';
import { takeOrder } from './load';

/** 送达: the delivery stands at the hospital's door; nobody has counted it yet. */
export const arriveDelivery = defineCommand({
  name: 'blood-orders.arrive',
  permission: 'blood-orders.arrive',
  input: arriveInput,
  async run(scope, { orderId, deliveryId }) {
    const { no } = await takeOrder(scope, { id: orderId }, 'either', ['on_the_way', 'arrived']);
    const [delivery] = await scope.q<{ deliveryNo: number }[]>`
      update blood_order_deliveries set state = 'arrived', arrived_at = city_now() where id = ${deliveryId} and order_id = ${orderId} and state = 'on_the_way'
      returning delivery_no as "deliveryNo"`;
    if (!delivery) throw refusal({ code: 'order.not_on_the_way', facts: { no } });
    const change = await settleOrder(scope, { orderId, action: 'arrive', after: { deliveryNo: delivery.deliveryNo } });
    return done({ orderId, version: change.version }, change);
  },
});
