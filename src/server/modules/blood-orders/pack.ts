import { findComponent } from '@/domain/blood/components';
import { checkClosing } from '@/domain/blood-orders/rules';
import { packInput } from '@/domain/blood-orders/schema';
import { decideBy } from '@/domain/result';
import { type BoxedBag, checkBoxes, judgeClosing } from '@/domain/stock/boxes';
import { transportOf } from '@/domain/stock/places';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { settleOrder } from '../stock/settle-order';
import { loadOpenDelivery, takeOrder } from './load';

/** 装箱: every picked bag in a box of its temperature class, with the temperature measured at closing. */
export const packDelivery = defineCommand({
  name: 'blood-orders.pack',
  permission: 'blood-orders.deliver',
  input: packInput,
  async run(scope, { orderId, boxes, lines }) {
    const { no, priority } = await takeOrder(scope, { id: orderId }, 'station', [
      'picking',
      'packed',
      'on_the_way',
      'arrived',
    ]);
    const delivery = await loadOpenDelivery(scope, orderId, 'for update');
    if (!delivery) throw refusal({ code: 'order.nothing_picked', facts: { no } });
    const picked = await loadPicked(scope, delivery.id);
    const loose = picked.filter(({ unitId }) => !lines.some((line) => line.unitId === unitId)).length;
    const unread = picked.filter(({ isScanned }) => !isScanned).length;
    const boxed = lines.map(({ unitId, boxNo }) => ({ boxNo, bag: picked.find((bag) => bag.unitId === unitId) }));
    const foreign = lines.filter((line) => !picked.some(({ unitId }) => unitId === line.unitId)).length;
    unwrap(
      decideBy(
        [
          ...(loose > 0 ? [{ code: 'order.bags_unpacked', path: 'lines', facts: { count: loose } }] : []),
          ...(unread > 0 ? [{ code: 'order.bags_unscanned', path: 'lines', facts: { count: unread } }] : []),
          ...(foreign > 0 ? [{ code: 'order.bag_not_picked', path: 'lines', facts: { no } }] : []),
          ...checkBoxes(boxes, boxed),
          ...checkClosing(boxes, boxed, priority),
        ],
        () => null,
      ),
    );
    await scope.q`
      update blood_order_bags b set box_no = l."boxNo" from jsonb_to_recordset(${scope.q.json(lines)}) as l("unitId" uuid, "boxNo" int)
      where b.delivery_id = ${delivery.id} and b.unit_id = l."unitId"`;
    // A box that was cooled and measured anew needs no reason any more.
    const closed = boxes.map(({ offReason, ...box }) => {
      const transports = boxed.flatMap(({ boxNo, bag }) => (boxNo === box.boxNo && bag ? [bag.transport] : []));
      const isOff = judgeClosing(box.packedAtCelsius ?? 0, box.temperatureClass, transports) === 'off';
      return isOff ? { ...box, offReason } : box;
    });
    await scope.q`
      update blood_order_deliveries set state = 'packed', boxes = ${scope.q.json(closed)}, packed_by = ${actorName(scope)}, packed_at = city_now()
      where id = ${delivery.id}`;
    const change = await settleOrder(scope, {
      orderId,
      action: 'pack',
      after: { deliveryNo: delivery.deliveryNo, bagCount: lines.length, boxes: closed },
    });
    return done({ orderId, version: change.version }, change);
  },
});

async function loadPicked(
  { q, now }: Scope,
  deliveryId: string,
): Promise<(BoxedBag & { unitId: string; isScanned: boolean })[]> {
  const rows = await q<
    { unitId: string; isScanned: boolean; donationNo: string; component: string; processedAs: string[] }[]
  >`
    select b.unit_id as "unitId", b.scanned_at is not null as "isScanned", u.donation_no as "donationNo", u.component, u.processed_as as "processedAs"
    from blood_order_bags b join blood_units u on u.id = b.unit_id where b.delivery_id = ${deliveryId} and b.state = 'picked' order by b.unit_id`;
  return rows.map(({ unitId, isScanned, donationNo, component, processedAs }) => {
    const known = findComponent(component, now);
    if (!known) throw new RangeError(`component ${component} is not in the catalogue`);
    return { unitId, isScanned, donationNo, ...transportOf(known, processedAs) };
  });
}
