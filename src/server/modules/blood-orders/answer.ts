import { checkAnswer } from '@/domain/blood-orders/rules';
import { answerInput, reasonedInput } from '@/domain/blood-orders/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { actorName } from '../stock/post';
import { settleQuota } from '../stock/settle-order';
import { loadDay, loadLines, takeOrder } from './load';
import { orderChange } from './steps';

/** 受理: what comes now, what later and on which day, what not and why; line by line. */
export const acceptOrder = defineCommand({
  name: 'blood-orders.accept',
  permission: 'blood-orders.answer',
  input: answerInput,
  async run(scope, { id, version, lines }) {
    const order = await takeOrder(scope, { id, version }, 'station', ['submitted']);
    const ordered = await loadLines(scope, id);
    const { today } = await loadDay(scope);
    unwrap(decideBy(checkAnswer(lines, { today, lines: ordered }), () => null));
    await scope.q`
      update blood_order_lines l set accepted_amount = a.now, later_amount = a.later, later_on = case when a.later > 0 then a."laterOn" end,
        declined_amount = a.declined, decline_code = case when a.declined > 0 then a."declineCode" end
      from jsonb_to_recordset(${scope.q.json(lines)}) as a("lineId" uuid, now int, later int, "laterOn" date, declined int, "declineCode" text)
      where l.id = a."lineId" and l.order_id = ${id}`;
    const owedLines = lines.filter((line) => line.now + line.later > 0).length;
    await scope.q`
      update blood_orders set state = 'accepted', owed_lines = ${owedLines}, answered_by = ${actorName(scope)}, answered_at = city_now(), filled_percent = 0,
        updated_at = city_now(), version = version + 1 where id = ${id}`;
    await settleQuota(scope, id, false);
    return done(
      { id, version: version + 1 },
      orderChange(order, 'accept', 'accepted', { after: { owedLines, lines } }),
    );
  },
});

/** 退回: nothing of the order comes, with the reason. */
export const rejectOrder = defineCommand({
  name: 'blood-orders.reject',
  permission: 'blood-orders.answer',
  input: reasonedInput,
  async run(scope, { id, version, reason }) {
    const order = await takeOrder(scope, { id, version }, 'station', ['submitted']);
    await scope.q`
      update blood_orders set state = 'rejected', reason = ${reason}, answered_by = ${actorName(scope)}, answered_at = city_now(), filled_percent = 0,
        updated_at = city_now(), version = version + 1 where id = ${id}`;
    await settleQuota(scope, id, false);
    return done({ id, version: version + 1 }, orderChange(order, 'reject', 'rejected', { reason }));
  },
});
