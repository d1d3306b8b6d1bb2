import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import type { Change } from '@/domain/change';
import { refusal } from '../../kernel/errors';
import type { OrderHead } from './load';

/** @throws refused where the hospital asks for no cancelling, or it was answered. */
export function mustBeAsked(order: OrderHead): void {
  if (order.cancelAskedAt === null) throw refusal({ code: 'order.no_cancel_asked', facts: { no: order.no } });
}

/** The change of an order whose state a deed names itself. */
export function orderChange(
  order: OrderHead,
  action: string,
  state: BloodOrderState,
  told: { readonly before?: object; readonly after?: object; readonly reason?: string } = {},
): Change {
  return {
    module: 'blood-orders',
    recordId: order.id,
    action: `blood-orders.${action}`,
    version: order.version + 1,
    state,
    orgId: order.orgId,
    partyOrgId: order.partyOrgId,
    isHeardByOffices: true,
    ...(told.reason ? { reason: told.reason } : {}),
    before: { state: order.state, ...told.before },
    after: { state, ...told.after },
  };
}
