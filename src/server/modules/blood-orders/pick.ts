import { dueOf, owedOf } from '@/domain/blood-orders/order-state';
import { checkPick } from '@/domain/blood-orders/rules';
import { pickInput } from '@/domain/blood-orders/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName, post } from '../stock/post';
import { loadFigures, settleOrder } from '../stock/settle-order';
import { loadDay, loadLines, loadOpenDelivery, loadPickableBags, takeOrder } from './load';

const pickStates = ['accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received'] as const;

/** 拣血: bags from the shelf for one line. They are reserved at once, so that nobody else takes them. A packed delivery is open again. */
export const pickBags = defineCommand({
  name: 'blood-orders.pick',
  permission: 'blood-orders.deliver',
  input: pickInput,
  async run(scope, { orderId, lineId, unitIds, entry, isEarly }) {
    await takeOrder(scope, { id: orderId }, 'station', pickStates);
    if (entry === 'scan') {
      const read = await readListed(scope, orderId, unitIds);
      if (read) return read;
    }
    const ordered = (await loadLines(scope, orderId)).find(({ id }) => id === lineId);
    const figures = (await loadFigures(scope, orderId)).find((one) => one.lineId === lineId);
    if (!ordered || !figures) throw notFound();
    const bags = await loadPickableBags(scope, unitIds);
    const { today } = await loadDay(scope);
    const due = isEarly ? owedOf(figures) : dueOf(figures, { laterOn: ordered.laterOn, today });
    unwrap(decideBy(checkPick({ ...ordered, ...figures }, bags, unitIds, scope.now, due), () => null));
    const delivery = await openDelivery(scope, orderId);
    const posted = await post(scope, { kind: 'reserve', unitIds, module: 'blood-orders', recordId: orderId });
    await scope.q`
      insert into blood_order_bags (delivery_id, unit_id, line_id, order_id, org_id, party_org_id, amount, state, picked_by, scanned_at)
      select ${delivery.id}, u.id, l.id, l.order_id, l.org_id, l.party_org_id, u.amount, 'picked', ${actorName(scope)}, case when ${entry === 'scan'} then city_now() end
      from jsonb_to_recordset(${scope.q.json(posted.map(({ id, amount }) => ({ id, amount })))}) as u(id uuid, amount int), blood_order_lines l where l.id = ${lineId}
      on conflict (delivery_id, unit_id) do update set state = 'picked', line_id = excluded.line_id, picked_by = excluded.picked_by, picked_at = city_now(),
        scanned_at = excluded.scanned_at, box_no = null`;
    const change = await settleOrder(scope, {
      orderId,
      action: 'pick',
      after: {
        deliveryNo: delivery.deliveryNo,
        lineNo: ordered.lineNo,
        entry,
        unitIds,
        ...(isEarly ? { isEarly } : {}),
      },
    });
    return done({ orderId, picked: posted.length, version: change.version }, change);
  },
});

/** What was chosen from the list is in the hand: its label is read. Null: not all of these were listed. */
async function readListed(scope: Scope, orderId: string, unitIds: readonly string[]) {
  const read = await scope.q<{ unitId: string }[]>`
    update blood_order_bags set scanned_at = city_now() where order_id = ${orderId} and unit_id = any(${unitIds as string[]}) and state = 'picked' and scanned_at is null
    returning unit_id as "unitId"`;
  if (read.length === 0) return null;
  if (read.length !== unitIds.length) throw refusal({ code: 'order.bag_taken', facts: { donationNo: '' } });
  const change = await settleOrder(scope, { orderId, action: 'pick', after: { entry: 'scan', unitIds } });
  return done({ orderId, picked: 0, version: change.version }, change);
}

/** The delivery that is being made ready, begun when there is none. */
async function openDelivery(scope: Scope, orderId: string): Promise<{ id: string; deliveryNo: number }> {
  const known = await loadOpenDelivery(scope, orderId, 'for update');
  if (known) {
    if (known.state === 'packed')
      await scope.q`update blood_order_deliveries set state = 'picking', packed_by = null, packed_at = null where id = ${known.id}`;
    return known;
  }
  const [begun] = await scope.q<{ id: string; deliveryNo: number }[]>`
    insert into blood_order_deliveries (order_id, org_id, party_org_id, delivery_no, state, picked_by)
    select o.id, o.org_id, o.party_org_id, 1 + (select count(*) from blood_order_deliveries d where d.order_id = o.id), 'picking', ${actorName(scope)}
    from blood_orders o where o.id = ${orderId} returning id, delivery_no as "deliveryNo"`;
  if (!begun) throw refusal({ code: 'order.wrong_state' });
  return begun;
}
