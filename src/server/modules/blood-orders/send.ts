import { deliveryDraft } from '@/domain/blood-orders/kinds';
import { sendInput } from '@/domain/blood-orders/schema';
import { isPhone } from '@/domain/phone';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import { actorName, post } from '../stock/post';
import { sendNote } from '../stock/send-note';
import { settleOrder } from '../stock/settle-order';
import { loadOpenDelivery, takeOrder } from './load';

/** 发运: the packed delivery leaves as a shipment, with who drives, how to call him and when he should be there. */
export const sendDelivery = defineCommand({
  name: 'blood-orders.send',
  permission: 'blood-orders.deliver',
  input: sendInput,
  async run(scope, { orderId, bagCount, carrier, carrierPhone, plate, dueAt }) {
    if (!isPhone(carrierPhone)) throw refusal({ code: 'phone_unreadable', path: 'carrierPhone' });
    const order = await takeOrder(scope, { id: orderId }, 'station', ['packed', 'on_the_way', 'arrived']);
    const delivery = await loadOpenDelivery(scope, orderId, 'for update');
    if (delivery?.state !== 'packed') throw refusal({ code: 'order.not_packed', facts: { no: order.no } });
    if (order.cancelAskedAt !== null) throw refusal({ code: 'order.cancel_unanswered', facts: { no: order.no } });
    const bags = await scope.q<{ unitId: string; boxNo: number }[]>`
      update blood_order_bags set state = 'sent' where delivery_id = ${delivery.id} and state = 'picked' returning unit_id as "unitId", box_no as "boxNo"`;
    const lines = [...bags].sort((left, right) => left.boxNo - right.boxNo || (left.unitId < right.unitId ? -1 : 1));
    const unitIds = lines.map(({ unitId }) => unitId);
    const boxes = delivery.boxes.filter(({ boxNo }) => lines.some((line) => line.boxNo === boxNo));
    if (unitIds.length !== bagCount)
      throw refusal({ code: 'order.bags_changed', facts: { no: order.no, seen: bagCount, count: unitIds.length } });
    await post(scope, { kind: 'unreserve', unitIds, module: 'blood-orders', recordId: orderId });
    const note = { kind: 'delivery', toOrgId: order.orgId, boxes, lines, carrier, carrierPhone } as const;
    const { id: shipmentId, no, posted } = await sendNote(scope, note);
    await scope.q`
      update blood_order_deliveries set state = 'on_the_way', shipment_id = ${shipmentId}, carrier = ${carrier}, carrier_phone = ${carrierPhone},
        plate = ${plate}, due_at = ${dueAt}, sent_by = ${actorName(scope)}, sent_at = city_now() where id = ${delivery.id}`;
    await dropDraft(scope, 'blood-orders', deliveryDraft(orderId));
    const change = await settleOrder(scope, {
      orderId,
      action: 'send',
      after: {
        deliveryNo: delivery.deliveryNo,
        shipmentNo: no,
        bagCount: unitIds.length,
        carrier,
        carrierPhone,
        plate,
        dueAt,
      },
    });
    return done(
      { orderId, shipmentId, no, bagCount: unitIds.length, version: change.version },
      {
        module: 'shipments',
        recordId: shipmentId,
        action: 'shipments.ship',
        version: 1,
        state: 'shipped',
        orgId: scope.orgId,
        partyOrgId: order.orgId,
        before: null,
        after: {
          no,
          partyOrgId: order.orgId,
          state: 'shipped',
          bagCount: unitIds.length,
          boxCount: boxes.length,
          boxes,
          carrier,
          carrierPhone,
          orderNo: order.no,
          unitIds,
        },
        tally: tallyOfBags('ship', posted),
      },
      change,
    );
  },
});
