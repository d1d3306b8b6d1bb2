import { reasonedInput, seenInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { settleQuota } from '../stock/settle-order';
import { mustBeUnsent } from './cancel';
import { loadOpenDelivery, takeOrder } from './load';
import { putBackAll } from './put-back-all';
import { mustBeAsked, orderChange } from './steps';

/** 同意取消: what was picked goes back on the shelf. */
export const agreeCancel = defineCommand({
  name: 'blood-orders.agree-cancel',
  permission: 'blood-orders.answer',
  input: seenInput,
  async run(scope, { id, version }) {
    const order = await takeOrder(scope, { id, version }, 'station', ['accepted', 'picking', 'packed']);
    mustBeAsked(order);
    await mustBeUnsent(scope, order);
    const delivery = await loadOpenDelivery(scope, id, 'for update');
    const unitIds = delivery ? await putBackAll(scope, id, delivery.id) : [];
    const reason = order.cancelReason ?? '';
    await scope.q`
      update blood_orders set state = 'cancelled', reason = ${reason}, cancel_asked_at = null, cancel_asked_by = null, owed_lines = 0, updated_at = city_now(),
        version = version + 1 where id = ${id}`;
    await settleQuota(scope, id, false);
    return done(
      { id, version: version + 1 },
      orderChange(order, 'agree-cancel', 'cancelled', { reason, after: { unitIds } }),
    );
  },
});

/** 不同意取消, with the reason; the order goes on. */
export const refuseCancel = defineCommand({
  name: 'blood-orders.refuse-cancel',
  permission: 'blood-orders.answer',
  input: reasonedInput,
  async run(scope, { id, version, reason }) {
    const order = await takeOrder(scope, { id, version }, 'station', ['accepted', 'picking', 'packed']);
    mustBeAsked(order);
    await scope.q`
      update blood_orders set cancel_asked_at = null, cancel_asked_by = null, updated_at = city_now(), version = version + 1 where id = ${id}`;
    return done({ id, version: version + 1 }, orderChange(order, 'refuse-cancel', order.state, { reason }));
  },
});
