import type { Scope } from '../../kernel/scope';
import { post } from '../stock/post';

/** Everything picked for a delivery goes back on the shelf, and the delivery is none. @returns the bags. */
export async function putBackAll(scope: Scope, orderId: string, deliveryId: string): Promise<string[]> {
  const { q } = scope;
  const back = await q<{ unitId: string }[]>`
    update blood_order_bags set state = 'back' where delivery_id = ${deliveryId} and state = 'picked' returning unit_id as "unitId"`;
  const unitIds = back.map(({ unitId }) => unitId).sort();
  await q`update blood_order_deliveries set state = 'void' where id = ${deliveryId}`;
  if (unitIds.length > 0) await post(scope, { kind: 'unreserve', unitIds, module: 'blood-orders', recordId: orderId });
  return unitIds;
}
