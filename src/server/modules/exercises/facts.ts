import { type ExerciseCode, type ExerciseFacts, emergencySeconds } from '@/domain/exercises/catalogue';
import type { BagPart, Material } from '@/domain/exercises/material';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import type { Round } from './load';

type Supplied = Pick<Round, 'code' | 'suppliedAt' | 'clockStartedAt'> & { readonly material: Material };
type At = Date | null;

/** What has happened since the material came, as the records of the other modules say it. Nothing is written here. */
export async function loadFacts(scope: Scope, round: Round): Promise<ExerciseFacts> {
  if (!round.material) return {};
  const read = readers[round.code as ExerciseCode] as (typeof readers)[ExerciseCode] | undefined;
  return read ? read(scope, { ...round, material: round.material }) : {};
}

const readers: Readonly<Record<ExerciseCode, (scope: Scope, round: Supplied) => Promise<ExerciseFacts>>> = {
  async receive(scope, { material }) {
    return {
      scanned: await allReceived(scope, unitsOf(material, 'plain'), 'scan'),
      typed: await allReceived(scope, unitsOf(material, 'damaged')),
      received: await shipmentBecame(scope, material, 'received'),
    };
  },
  async 'receive-difference'(scope, { material }) {
    return {
      present_received: await allReceived(scope, unitsOf(material, 'plain')),
      closed_short: await shipmentBecame(scope, material, 'closed_short'),
      forced: await anyReceived(scope, unitsOf(material, 'missing', 'extra')),
    };
  },
  async issue({ q, orgId }, { material }) {
    const { patient } = material;
    if (!patient) return {};
    const issued = await q<{ at: Date }[]>`
      select i.issued_at as at from clinical_issue_lines l join clinical_issues i on i.id = l.issue_id join blood_units u on u.id = l.unit_id
      where i.org_id = ${orgId} and i.patient_id = ${patient.id} and i.state <> 'void' and l.voided_at is null and u.abo = ${patient.abo}
      order by i.issued_at, l.line_no limit 2`;
    return { issued_one: issued[0]?.at ?? null, issued_two: issued[1]?.at ?? null };
  },
  async discard({ q, orgId }, { material }) {
    const [out] = await q<{ at: At }[]>`
      select max(o.created_at) as at from other_outbound_lines l join other_outbounds o on o.id = l.outbound_id
      where o.org_id = ${orgId} and o.kind = 'discard' and o.reason_code = 'expired' and o.state = 'registered' and l.unit_id = any(${unitsOf(material, 'expired')})`;
    return { discarded: out?.at ?? null };
  },
  async stocktake({ q, orgId }, { material, suppliedAt }) {
    const [counted] = await q<{ missing: At; extra: At; signed: At }[]>`
      select min(s.created_at) filter (where l.unit_id = any(${unitsOf(material, 'missing')}) and l.outcome in ('missing', 'still_missing')) as missing,
        min(s.created_at) filter (where l.unit_id = any(${unitsOf(material, 'extra')}) and l.outcome = 'wrong_place') as extra,
        min(s.created_at) filter (where s.found_count = ${unitsOf(material, 'plain').length} and s.missing_count > 0) as signed
      from stocktakes s join stocktake_lines l on l.stocktake_id = s.id
      where s.org_id = ${orgId} and s.place_id = ${material.place?.id ?? null} and s.created_at >= ${suppliedAt}`;
    return {
      missing_named: counted?.missing ?? null,
      extra_named: counted?.extra ?? null,
      counted: counted?.signed ?? null,
    };
  },
  async order(scope, { suppliedAt }) {
    const [order] = await scope.q<{ ordered: Date; accepted: At; sent: At; arrived: At }[]>`
      select created_at as ordered, answered_at as accepted, sent_at as sent, received_at as arrived from blood_orders
      where org_id = ${scope.orgId} and created_by = ${actorName(scope)} and created_at >= ${suppliedAt} and priority = 'routine'
        and state not in ('cancelled', 'rejected') order by created_at limit 1`;
    return order ?? {};
  },
  async emergency(scope, { clockStartedAt }) {
    if (!clockStartedAt) return {};
    const [issue] = await scope.q<{ first: At; inTime: At }[]>`
      select min(issued_at) as first, min(issued_at) filter (where issued_at <= ${clockStartedAt}::timestamptz + make_interval(secs => ${emergencySeconds})) as "inTime"
      from clinical_issues where org_id = ${scope.orgId} and issue_type = 'emergency' and state <> 'void' and created_by = ${actorName(scope)}
        and issued_at >= ${clockStartedAt}`;
    return {
      clock_started: clockStartedAt,
      emergency_issued: issue?.first ?? null,
      emergency_in_time: issue?.inTime ?? null,
    };
  },
  async supply({ q, orgId }, { material }) {
    const [order] = await q<{ answered: At; picked: At; packed: At; departed: At }[]>`
      select o.answered_at as answered, o.sent_at as departed,
        (select max(d.packed_at) from blood_order_deliveries d where d.order_id = o.id and d.state <> 'void') as packed,
        (select case when sum(b.amount) >= (select sum(l.accepted_amount) from blood_order_lines l where l.order_id = o.id) then max(b.picked_at) end
          from blood_order_bags b where b.order_id = o.id and b.state <> 'back') as picked
      from blood_orders o where o.id = ${material.order?.id ?? null} and o.party_org_id = ${orgId}`;
    return order ?? {};
  },
};

function unitsOf({ bags }: Material, ...parts: BagPart[]): string[] {
  return bags.flatMap(({ unitId, part }) => (unitId && parts.includes(part) ? [unitId] : []));
}

/** When the last of these bags was accepted, once all are. */
async function allReceived({ q, orgId }: Scope, unitIds: readonly string[], entry?: 'scan'): Promise<At> {
  const [got] = await q<{ count: number; at: At }[]>`
    select count(distinct l.unit_id)::int as count, max(r.posted_at) as at from bag_receipt_lines l join bag_receipts r on r.id = l.receipt_id
    where r.org_id = ${orgId} and r.state = 'posted' and l.outcome = 'accepted' and l.unit_id = any(${unitIds as string[]}) ${entry ? q`and l.entry = ${entry}` : q``}`;
  return got && unitIds.length > 0 && got.count === unitIds.length ? got.at : null;
}

async function anyReceived({ q, orgId }: Scope, unitIds: readonly string[]): Promise<At> {
  const [got] = await q<{ at: At }[]>`
    select min(r.posted_at) as at from bag_receipt_lines l join bag_receipts r on r.id = l.receipt_id
    where r.org_id = ${orgId} and r.state = 'posted' and l.unit_id = any(${unitIds as string[]})`;
  return got?.at ?? null;
}

async function shipmentBecame(
  { q, orgId }: Scope,
  { shipment }: Material,
  state: 'received' | 'closed_short',
): Promise<At> {
  const [row] = await q<{ at: Date }[]>`
    select updated_at as at from shipments where id = ${shipment?.id ?? null} and party_org_id = ${orgId} and state = ${state}`;
  return row?.at ?? null;
}
