import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import type { Scope } from '../../kernel/scope';
import type { Round } from './load';

export interface OwnOrder {
  readonly id: string;
  readonly no: string;
  readonly state: BloodOrderState;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
  readonly updatedAt: Date;
  /** Numbers of the notes with which it came or comes, oldest first. */
  readonly notes: readonly string[];
}

/** What the person of a round of ordering has ordered in it: the first routine order since its material came that was neither called off nor refused. */
export async function loadOwnOrder(
  { q, orgId }: Pick<Scope, 'q' | 'orgId'>,
  { code, personName, suppliedAt }: Pick<Round, 'code' | 'personName' | 'suppliedAt'>,
): Promise<OwnOrder | null> {
  if (code !== 'order' || !suppliedAt) return null;
  const [order] = await q<OwnOrder[]>`
    select o.id, o.no, o.state, o.created_at as "createdAt", o.answered_at as "answeredAt", o.sent_at as "sentAt", o.received_at as "receivedAt",
      o.updated_at as "updatedAt", coalesce((select array_agg(s.no order by s.created_at) from blood_order_deliveries d join shipments s on s.id = d.shipment_id
        where d.order_id = o.id and d.state <> 'void' and s.state <> 'void'), '{}') as notes
    from blood_orders o where o.org_id = ${orgId} and o.created_by = ${personName} and o.created_at >= ${suppliedAt} and o.priority = 'routine'
      and o.state not in ('cancelled', 'rejected') order by o.created_at limit 1`;
  return order ?? null;
}
