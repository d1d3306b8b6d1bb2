import { putBackInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { post } from '../stock/post';
import { settleOrder } from '../stock/settle-order';
import { loadOpenDelivery, takeOrder } from './load';
import { putBackAll } from './put-back-all';

/** 放回: picked bags go back on the shelf. With the last one the delivery is none; a packed one is open again. */
export const putBackBags = defineCommand({
  name: 'blood-orders.put-back',
  permission: 'blood-orders.deliver',
  input: putBackInput,
  async run(scope, { orderId, unitIds }) {
    const { no } = await takeOrder(scope, { id: orderId }, 'station', ['picking', 'packed', 'on_the_way', 'arrived']);
    const delivery = await loadOpenDelivery(scope, orderId, 'for update');
    if (!delivery) throw refusal({ code: 'order.nothing_picked', facts: { no } });
    const back = await scope.q<{ unitId: string }[]>`
      update blood_order_bags set state = 'back' where delivery_id = ${delivery.id} and unit_id = any(${unitIds}) and state = 'picked'
      returning unit_id as "unitId"`;
    if (back.length !== new Set(unitIds).size) throw refusal({ code: 'order.bag_not_picked', facts: { no } });
    const ids = back.map(({ unitId }) => unitId).sort();
    await post(scope, { kind: 'unreserve', unitIds: ids, module: 'blood-orders', recordId: orderId });
    const [left] = await scope.q<{ bags: number }[]>`
      select count(*)::int as bags from blood_order_bags where delivery_id = ${delivery.id} and state = 'picked'`;
    if (left?.bags === 0) await putBackAll(scope, orderId, delivery.id);
    else if (delivery.state === 'packed')
      await scope.q`update blood_order_deliveries set state = 'picking', packed_by = null, packed_at = null where id = ${delivery.id}`;
    const change = await settleOrder(scope, {
      orderId,
      action: 'put-back',
      after: { deliveryNo: delivery.deliveryNo, unitIds: ids },
    });
    return done({ orderId, version: change.version }, change);
  },
});
