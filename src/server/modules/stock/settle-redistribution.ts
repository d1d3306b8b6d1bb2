import type { Change } from '@/domain/change';
import { type RedistributedState, stateAfter } from '@/domain/redistributions/bag-states';
import { type DeliverySlot, openSlots } from '@/domain/stock/slots';
import { notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { post } from './post';

export interface RedistributionSettling {
  readonly id: string;
  readonly action: string;
  readonly reason?: string;
  /** What the deed was about, for the history. */
  readonly after?: Readonly<Record<string, unknown>>;
}

interface Head {
  readonly no: string;
  readonly state: RedistributedState;
  readonly orgId: string;
  readonly partyOrgId: string;
  readonly isOffered: boolean;
}

/** Brings a redistribution to where its bags stand, under its lock. @returns its change; the taker hears of it once something was offered. */
export async function settleRedistribution(
  { q }: Scope,
  { id, action, reason, after }: RedistributionSettling,
): Promise<Change> {
  const [head] = await q<Head[]>`
    select no, state, org_id as "orgId", party_org_id as "partyOrgId", offered_at is not null as "isOffered" from redistributions where id = ${id} for update`;
  if (!head) throw new RangeError(`redistribution ${id} went away under its lock`);
  const bags = await q<{ state: RedistributedState; isOffered: boolean }[]>`
    select state, offered_at is not null as "isOffered" from redistribution_bags where redistribution_id = ${id}`;
  const state = stateAfter(bags);
  const [saved] = await q<{ version: number; taken: number; received: number; lost: number; saved: number }[]>`
    update redistributions r set state = ${state}, version = r.version + 1, updated_at = city_now(), offered_count = c.offered, taken_count = c.taken,
      received_count = c.received, lost_count = c.lost, saved_count = c.saved, sent_at = c.sent_at, received_at = c.received_at
    from (
      select count(*) filter (where b.offered_at is not null)::int as offered, count(*) filter (where b.taken_at is not null)::int as taken,
        count(*) filter (where b.state = 'received')::int as received, count(*) filter (where ${isLost({ q })})::int as lost,
        count(b.saved_at)::int as saved, min(b.sent_at) as sent_at, max(b.received_at) as received_at
      from redistribution_bags b where b.redistribution_id = ${id}
    ) c where r.id = ${id}
    returning r.version, r.taken_count as taken, r.received_count as received, r.lost_count as lost, r.saved_count as saved`;
  if (!saved) throw new RangeError(`redistribution ${id} went away under its lock`);
  const { version, ...counts } = saved;
  return {
    module: 'redistributions',
    recordId: id,
    action: `redistributions.${action}`,
    version,
    state,
    orgId: head.orgId,
    ...(head.isOffered ? { partyOrgId: head.partyOrgId } : {}),
    isHeardByOffices: true,
    ...(reason ? { reason } : {}),
    before: { state: head.state },
    after: { state, ...counts, ...after },
  };
}

/** Taken, and not on its way any more, by its giver or by what befell it there: the taker waits for it in vain. */
const isLost = ({ q }: Pick<Scope, 'q'>) =>
  q`b.taken_at is not null and (b.state = 'withdrawn' or b.state = 'lapsed' and b.lapse_code <> 'refused')`;

const actions = { receive: 'receive', unreceive: 'unreceive', 'put-back': 'call-back' } as const;

/** A shipment has moved on: the bags of a redistribution that are in it follow, in the same transaction. Nothing for a shipment without any. */
export async function followRedistribution(
  scope: Scope,
  shipmentId: string,
  action: keyof typeof actions,
  reason?: string,
): Promise<Change[]> {
  const { q } = scope;
  const [found] = await q<{ id: string }[]>`
    select r.id from redistributions r where r.id = (
      select b.redistribution_id from redistribution_bags b where b.shipment_id = ${shipmentId} limit 1) for update`;
  if (!found) return [];
  await q`
    update redistribution_bags b set
      state = case when s.state = 'expected' then 'sent' when s.state in ('received', 'held') then 'received' else 'lapsed' end,
      lapse_code = case s.state when 'packed' then 'called_back' when 'refused' then 'refused' when 'missing' then 'missing' end,
      received_at = case when s.state in ('received', 'held') then coalesce(b.received_at, city_now()) end
    from shipment_bags s where s.shipment_id = ${shipmentId} and s.unit_id = b.unit_id and b.shipment_id = ${shipmentId}`;
  const settled = await settleRedistribution(scope, {
    id: found.id,
    action: actions[action],
    ...(reason ? { reason } : {}),
    after: { shipmentId },
  });
  return [settled];
}

export interface SendingTaken {
  readonly redistributionId: string;
  readonly unitIds: readonly string[];
  readonly toOrgId: string;
}

/**
 * Of a transfer that is made for a redistribution: those of its bags that were taken are on the shelf again, to leave with it in this transaction.
 * Bags first, then the record. @throws not_found for another house's; refused where it goes to somebody else, or none of them was taken.
 */
export async function releaseTaken(
  scope: Scope,
  { redistributionId, unitIds, toOrgId }: SendingTaken,
): Promise<{ no: string; unitIds: string[] }> {
  const { q, orgId } = scope;
  await q`select id from blood_units where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} order by id for update`;
  const [record] = await q<{ no: string; partyOrgId: string; stationId: string | null }[]>`
    select no, party_org_id as "partyOrgId", station_id as "stationId" from redistributions where id = ${redistributionId} and org_id = ${orgId} for update`;
  if (!record) throw notFound();
  const facts = { no: record.no };
  if (record.partyOrgId !== toOrgId) throw refusal({ code: 'outbound.other_taker', path: 'toOrgId', facts });
  const taken = await q<{ unitId: string }[]>`
    update redistribution_bags set state = 'sent', sent_at = city_now()
    where redistribution_id = ${redistributionId} and unit_id = any(${unitIds as string[]}) and state = 'taken' returning unit_id as "unitId"`;
  if (taken.length === 0) throw refusal({ code: 'outbound.none_taken', facts });
  const ids = taken.map(({ unitId }) => unitId).sort();
  // It goes with the next lorry; what would be expired when that comes is used here.
  const dueAt = await nextDelivery(scope, record.stationId);
  const late = await q<{ donationNo: string }[]>`
    select donation_no as "donationNo" from blood_units where id = any(${ids}) and expires_at <= ${dueAt ?? scope.now} order by id`;
  const [tooLate, ...others] = late.map((bag) => ({ code: 'outbound.late_arrival', facts: bag }));
  if (tooLate) throw refusal(tooLate, ...others);
  await post(scope, { kind: 'unreserve', unitIds: ids, module: 'redistributions', recordId: redistributionId });
  return { no: record.no, unitIds: ids };
}

/** The transfer has its note: the bags are on their way, to be there with the taker's next ordinary delivery. */
export async function noteSent(
  scope: Scope,
  { redistributionId, unitIds, shipmentId, no }: Omit<SendingTaken, 'toOrgId'> & { shipmentId: string; no: string },
): Promise<Change> {
  const { q } = scope;
  await q`
    update redistribution_bags set shipment_id = ${shipmentId} where redistribution_id = ${redistributionId} and unit_id = any(${unitIds as string[]}) and state = 'sent'`;
  const [record] = await q<{ stationId: string | null }[]>`
    select station_id as "stationId" from redistributions where id = ${redistributionId}`;
  const dueAt = await nextDelivery(scope, record?.stationId ?? null);
  await q`update redistributions set due_at = ${dueAt} where id = ${redistributionId}`;
  return settleRedistribution(scope, {
    id: redistributionId,
    action: 'send',
    after: { shipmentNo: no, dueAt, unitIds },
  });
}

/** When the station's next lorry that can still be ordered for comes to a hospital; null where it has not said. */
export async function nextDelivery(
  { q, now }: Pick<Scope, 'q' | 'now'>,
  stationId: string | null,
): Promise<Date | null> {
  if (!stationId) return null;
  const [row] = await q<{ slots: DeliverySlot[] | null; timeZone: string }[]>`
    select station_slots(${stationId}) as slots, c.time_zone as "timeZone" from city c`;
  return openSlots(row?.slots ?? [], now, row?.timeZone ?? 'Asia/Shanghai')[0]?.arrivesAt ?? null;
}
