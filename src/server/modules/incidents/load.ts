import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { IncidentState } from '@/domain/incidents/lifecycle';
import type { IncidentDecision } from '@/domain/incidents/record';
import type { IncidentBag } from '@/domain/incidents/rules';
import type { IncidentFacts, IncidentRule, Severity } from '@/domain/stock/incidents';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { openHolds } from '../stock/open-holds';

export interface IncidentView {
  readonly id: string;
  readonly no: string;
  readonly rule: IncidentRule;
  readonly severity: Severity;
  readonly facts: IncidentFacts;
  readonly donationNo: string;
  readonly module: string;
  readonly recordId: string;
  readonly recordNo: string;
  readonly occurredAt: Date;
  readonly state: IncidentState;
  readonly ownerId: string | null;
  readonly ownerName: string;
  readonly finding: string;
  readonly decision: IncidentDecision | null;
  readonly resolvedBy: string;
  readonly resolvedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly version: number;
}

/** An incident of this organisation; its row locked when asked. @throws not_found for anybody else's. */
export async function loadIncident({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<IncidentView> {
  const [incident] = await q<IncidentView[]>`
    select id, no, rule, severity, facts, donation_no as "donationNo", module, record_id as "recordId", record_no as "recordNo", occurred_at as "occurredAt", state,
      owner_id as "ownerId", owner_name as "ownerName", finding, decision, resolved_by as "resolvedBy", resolved_at as "resolvedAt", created_by as "createdBy",
      created_at as "createdAt", version
    from incidents where id = ${id} and org_id = ${orgId} ${lock ? q`for update` : q``}`;
  if (!incident) throw notFound();
  return incident;
}

export interface ShownIncidentBag extends IncidentBag {
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date | null;
}

/** The bags of an incident as they stand now, locked in id order when asked. One that has left this house is known by its label alone. */
export async function loadIncidentBags(
  { q, orgId }: Scope,
  id: string,
  lock?: 'for update',
): Promise<ShownIncidentBag[]> {
  if (lock)
    await q`
      select u.id from blood_units u where u.id in (select b.unit_id from incident_bags b where b.incident_id = ${id} and b.org_id = ${orgId})
      order by u.id for update`;
  return [
    ...(await q<ShownIncidentBag[]>`
      select b.unit_id as "unitId", b.donation_no as "donationNo", b.product_code as "productCode", b.component, b.abo, b.rhd, u.expires_at as "expiresAt",
        coalesce(u.state, 'elsewhere') as state, u.hold_reason as "holdReason", ${openHolds({ q, orgId })} as "openHolds", coalesce(u.holder_org_id = ${orgId}, false) as "isHere", b.is_binding as "isBinding",
        coalesce(u.expires_at <= city_now(), false) as "isExpired",
        array(select i.no from incident_bags o join incidents i on i.id = o.incident_id
          where o.unit_id = b.unit_id and o.is_binding and o.org_id = ${orgId} and i.state <> 'resolved' and i.id <> ${id} order by i.created_at, i.no) as "openNos"
      from incident_bags b left join blood_units u on u.id = b.unit_id
      where b.incident_id = ${id} and b.org_id = ${orgId} order by b.unit_id`),
  ];
}
