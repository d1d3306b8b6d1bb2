import { reasonedInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { settleOrder } from '../stock/settle-order';
import { takeOrder } from './load';

/** 欠供关闭: what is still owed is given up, with the reason. Not while something is picked or on its way. */
export const closeOrderShort = defineCommand({
  name: 'blood-orders.close-short',
  permission: 'blood-orders.close-short',
  input: reasonedInput,
  async run(scope, { id, version, reason }) {
    await takeOrder(scope, { id, version }, 'either', ['accepted', 'partly_received']);
    const given = await scope.q<{ lineNo: number; amount: number }[]>`
      update blood_order_lines l set closed_amount = l.closed_amount + o.owed from (
        select s.id, s.accepted_amount + s.later_amount - s.closed_amount - coalesce(sum(b.amount) filter (where b.state <> 'back'), 0)::int as owed
        from blood_order_lines s left join blood_order_bags b on b.line_id = s.id where s.order_id = ${id} group by s.id
      ) o where l.id = o.id and o.owed > 0 returning l.line_no as "lineNo", o.owed as amount`;
    await scope.q`update blood_orders set reason = ${reason} where id = ${id}`;
    const change = await settleOrder(scope, {
      orderId: id,
      action: 'close-short',
      reason,
      after: { given: [...given] },
    });
    return done({ id, version: change.version }, change);
  },
});
