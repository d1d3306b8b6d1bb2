import { confirmPhoneInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { actorName } from '../stock/post';
import { takeOrder } from './load';
import { orderChange } from './steps';

/** 电话确认: who of the other side was told, by whom, when. */
export const confirmPhone = defineCommand({
  name: 'blood-orders.confirm-phone',
  permission: 'blood-orders.confirm-phone',
  input: confirmPhoneInput,
  async run(scope, { id, version, phonedWith }) {
    const states = ['submitted', 'accepted', 'picking', 'packed', 'on_the_way'] as const;
    const order = await takeOrder(scope, { id, version }, 'either', states);
    await scope.q`
      update blood_orders set phoned_with = ${phonedWith}, phoned_by = ${actorName(scope)}, phoned_at = city_now(), updated_at = city_now(),
        version = version + 1 where id = ${id}`;
    return done(
      { id, version: version + 1 },
      orderChange(order, 'confirm-phone', order.state, {
        before: { phonedWith: order.phonedWith },
        after: { phonedWith },
      }),
    );
  },
});
