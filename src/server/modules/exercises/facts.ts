import type { BloodOrderState } from '@/domain/blood-orders/lifecycle';
import { type ExerciseCode, type ExerciseFacts, emergencySeconds } from '@/domain/exercises/catalogue';
import type { BagPart, Material } from '@/domain/exercises/material';
import { shelfStates } from '@/domain/stock/record';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import type { Round } from './load';
import { loadOwnOrder } from './own-order';

type Supplied = Round & { readonly material: Material };
type At = Date | null;

/** What has happened since the material came, as the records of the other modules say it. Nothing is written here. */
export async function loadFacts(scope: Scope, round: Round): Promise<ExerciseFacts> {
  if (!round.material) return {};
  const read = readers[round.code as ExerciseCode] as (typeof readers)[ExerciseCode] | undefined;
  return read ? read(scope, { ...round, material: round.material }) : {};
}

const readers: Readonly<Record<ExerciseCode, (scope: Scope, round: Supplied) => Promise<ExerciseFacts>>> = {
  async receive(scope, { material }) {
    const facts = {
      scanned: await allReceived(scope, unitsOf(material, 'plain'), ['accepted'], 'scan'),
      // Put on hold it is dealt with as well: whoever doubts a label is right to.
      typed: await allReceived(scope, unitsOf(material, 'damaged'), ['accepted', 'held']),
      received: await shipmentBecame(scope, material, 'received'),
    };
    return { ...facts, stuck: stuckOf(facts, await shipmentBecame(scope, material, ...endedShipment)) };
  },
  async 'receive-difference'(scope, { material }) {
    const facts = {
      present_received: await allReceived(scope, unitsOf(material, 'plain')),
      closed_short: await shipmentBecame(scope, material, 'closed_short'),
    };
    return {
      ...facts,
      forced: await anyReceived(scope, unitsOf(material, 'missing', 'extra')),
      stuck: stuckOf(facts, await shipmentBecame(scope, material, ...endedShipment)),
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
  async discard(scope, { material }) {
    const { q, orgId } = scope;
    const [out] = await q<{ at: At }[]>`
      select max(o.created_at) as at from other_outbound_lines l join other_outbounds o on o.id = l.outbound_id
      where o.org_id = ${orgId} and o.kind = 'discard' and o.reason_code = 'expired' and o.state = 'registered' and o.registered_by = ${actorName(scope)}
        and l.unit_id = any(${unitsOf(material, 'expired')})`;
    const discarded = out?.at ?? null;
    return { discarded, stuck: discarded ? null : await goneSince(scope, unitsOf(material, 'expired'), 'any') };
  },
  async stocktake(scope, { material, suppliedAt }) {
    const { q, orgId } = scope;
    const [missing, extra] = [unitsOf(material, 'missing'), unitsOf(material, 'extra')];
    // Counted right: of what stands there none is missing but the one that does not. Where the extra one was put is no matter, nor who took another.
    const [counted] = await q<{ missing: At; extra: At; signed: At }[]>`
      select min(at) filter (where lost) as missing, min(at) filter (where strange) as extra, min(at) filter (where lost and not overlooked) as signed from (
        select s.created_at as at, bool_or(l.unit_id = any(${missing}) and l.outcome in ('missing', 'still_missing')) as lost,
          bool_or(l.unit_id = any(${extra}) and l.outcome in ('wrong_place', 'found')) as strange,
          bool_or(l.unit_id = any(${unitsOf(material, 'plain')}) and l.outcome in ('missing', 'still_missing')) as overlooked
        from stocktakes s join stocktake_lines l on l.stocktake_id = s.id
        where s.org_id = ${orgId} and s.place_id = ${material.place?.id ?? null} and s.created_at >= ${suppliedAt} group by s.id
      ) one`;
    const facts = {
      missing_named: counted?.missing ?? null,
      extra_named: counted?.extra ?? null,
      counted: counted?.signed ?? null,
    };
    const sought = [...(facts.counted ? [] : missing), ...(facts.extra_named ? [] : extra)];
    return { ...facts, stuck: await goneSince(scope, sought, 'any') };
  },
  async order(scope, round) {
    const order = await loadOwnOrder(scope, round);
    if (!order) return {};
    const facts = {
      ordered: order.createdAt,
      accepted: order.answeredAt,
      sent: order.sentAt,
      arrived: order.receivedAt,
    };
    return { ...facts, stuck: stuckOf(facts, endedOrder.includes(order.state) ? order.updatedAt : null) };
  },
  async emergency(scope, { material, clockStartedAt }) {
    const units = unitsOf(material, 'plain');
    if (!clockStartedAt) return { stuck: await goneSince(scope, units, 'all') };
    const [issue] = await scope.q<{ first: At; inTime: At }[]>`
      select min(i.issued_at) as first, min(i.issued_at) filter (where i.issued_at <= ${clockStartedAt}::timestamptz + make_interval(secs => ${emergencySeconds})) as "inTime"
      from clinical_issues i join clinical_issue_lines l on l.issue_id = i.id and l.voided_at is null
      where i.org_id = ${scope.orgId} and i.issue_type = 'emergency' and i.state <> 'void' and i.created_by = ${actorName(scope)}
        and i.issued_at >= ${clockStartedAt} and l.unit_id = any(${units})`;
    const inTime = issue?.inTime ?? null;
    return {
      clock_started: clockStartedAt,
      emergency_issued: issue?.first ?? null,
      emergency_in_time: inTime,
      stuck: inTime ? null : await goneSince(scope, units, 'all'),
    };
  },
  async supply({ q, orgId }, { material }) {
    const [order] = await q<{ answered: At; picked: At; packed: At; departed: At; ended: At }[]>`
      select o.answered_at as answered, o.sent_at as departed,
        (select max(d.packed_at) from blood_order_deliveries d where d.order_id = o.id and d.state <> 'void') as packed,
        (select case when sum(b.amount) >= (select sum(l.accepted_amount) from blood_order_lines l where l.order_id = o.id) then max(b.picked_at) end
          from blood_order_bags b where b.order_id = o.id and b.state <> 'back') as picked,
        case when o.state = any(${endedOrder as string[]}) then o.updated_at end as ended
      from blood_orders o where o.id = ${material.order?.id ?? null} and o.party_org_id = ${orgId}`;
    if (!order) return {};
    const { ended, ...facts } = order;
    return { ...facts, stuck: stuckOf(facts, ended) };
  },
};

const endedShipment = ['received', 'closed_short', 'void'] as const;
const endedOrder: readonly BloodOrderState[] = ['cancelled', 'rejected', 'closed_short', 'completed'];

/** It has ended while something of this waits: that never comes any more. */
function stuckOf(waiting: ExerciseFacts, ended: At): At {
  return ended && Object.values(waiting).some((at) => at === null) ? ended : null;
}

function unitsOf({ bags }: Material, ...parts: BagPart[]): string[] {
  return bags.flatMap(({ unitId, part }) => (unitId && parts.includes(part) ? [unitId] : []));
}

/** When bags that are needed still had left the shelf of the house: one of them, or all. Null: what is needed is there. */
async function goneSince({ q, orgId, now }: Scope, unitIds: readonly string[], which: 'any' | 'all'): Promise<At> {
  if (unitIds.length === 0) return null;
  const [here] = await q<{ count: number }[]>`
    select count(*)::int as count from blood_units where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} and state = any(${[...shelfStates]})`;
  const left = here?.count ?? 0;
  return (which === 'any' ? left < unitIds.length : left === 0) ? now : null;
}

/** When the last of these bags was received, once all are. */
async function allReceived(
  { q, orgId }: Scope,
  unitIds: readonly string[],
  outcomes: readonly ('accepted' | 'held')[] = ['accepted'],
  entry?: 'scan',
): Promise<At> {
  const [got] = await q<{ count: number; at: At }[]>`
    select count(distinct l.unit_id)::int as count, max(r.posted_at) as at from bag_receipt_lines l join bag_receipts r on r.id = l.receipt_id
    where r.org_id = ${orgId} and r.state = 'posted' and l.outcome = any(${outcomes as string[]}) and l.unit_id = any(${unitIds as string[]}) ${entry ? q`and l.entry = ${entry}` : q``}`;
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
  ...states: ('received' | 'closed_short' | 'void')[]
): Promise<At> {
  const [row] = await q<{ at: Date }[]>`
    select updated_at as at from shipments where id = ${shipment?.id ?? null} and party_org_id = ${orgId} and state = any(${states as string[]})`;
  return row?.at ?? null;
}
