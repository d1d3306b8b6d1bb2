import { answerDraft } from '@/domain/blood-orders/kinds';
import { beyondShelf, checkAnswer, checkPromise } from '@/domain/blood-orders/rules';
import { answerInput, reasonedInput } from '@/domain/blood-orders/schema';
import { decideBy } from '@/domain/result';
import { placeKey } from '@/domain/stock/matrix';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { settleQuota } from '../stock/settle-order';
import { loadDay, loadLines, type OrderedLine, takeOrder } from './load';
import { loadPromised } from './promised';
import { orderChange } from './steps';

/** 受理: what comes now, what later and on which day, what not and why; line by line. */
export const acceptOrder = defineCommand({
  name: 'blood-orders.accept',
  permission: 'blood-orders.answer',
  input: answerInput,
  async run(scope, { id, version, lines, beyondShelfReason }) {
    const order = await takeOrder(scope, { id, version }, 'station', ['submitted']);
    const ordered = await loadLines(scope, id);
    const { today } = await loadDay(scope);
    const shelf = await loadFree(scope, id, ordered);
    const places = ordered.map(({ id: lineId, lineNo, ...line }) => ({ id: lineId, lineNo, place: placeKey(line) }));
    const violations = [
      ...checkAnswer(lines, { now: scope.now, today, lines: ordered }),
      ...checkPromise(lines, places, shelf, beyondShelfReason),
    ];
    unwrap(decideBy(violations, () => null));
    const beyond = beyondShelf(lines, places, shelf).map(({ lineNo, here, promised }) => ({ lineNo, here, promised }));
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
    await dropDraft(scope, 'blood-orders', answerDraft(id));
    return done(
      { id, version: version + 1 },
      orderChange(order, 'accept', 'accepted', {
        after: { owedLines, lines, ...(beyond.length > 0 ? { beyond } : {}) },
        ...(beyond.length > 0 ? { reason: beyondShelfReason } : {}),
      }),
    );
  },
});

/** What can still be promised: usable on the shelf, and promised to no other order. */
async function loadFree(scope: Scope, id: string, lines: readonly OrderedLine[]): Promise<Map<string, number>> {
  // Two who answer at once do not both promise the last bags.
  await scope.q`select pg_advisory_xact_lock(hashtextextended(current_schema() || ':promise:' || ${scope.orgId}, 0))`;
  const shelf = await loadShelf(scope, lines);
  const promised = await loadPromised(
    scope,
    id,
    lines.map(({ component }) => component),
  );
  return new Map([...shelf].map(([place, here]) => [place, Math.max(0, here - (promised.get(place) ?? 0))]));
}

/** What lies usable on the station's shelf at this moment, in hundredths, by component and group. */
async function loadShelf({ q, orgId }: Scope, lines: readonly OrderedLine[]): Promise<Map<string, number>> {
  const rows = await q<{ component: string; abo: OrderedLine['abo']; rhd: OrderedLine['rhd']; amount: number }[]>`
    select component, abo, rhd, sum(amount)::float8 as amount from blood_units
    where holder_org_id = ${orgId} and state = 'available' and expires_at > city_now() and component = any(${lines.map((line) => line.component)})
    group by component, abo, rhd`;
  return new Map(rows.map((row) => [placeKey(row), row.amount]));
}

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
    await dropDraft(scope, 'blood-orders', answerDraft(id));
    return done({ id, version: version + 1 }, orderChange(order, 'reject', 'rejected', { reason }));
  },
});
