import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { DeclineReason, LapseCode, LeftOutCode, RedistributedState } from '@/domain/redistributions/bag-states';
import { notFound } from '../../kernel/errors';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { nextDelivery } from '../stock/settle-redistribution';
import { loadRedistribution } from './load';

export interface RedistributionView {
  readonly id: string;
  readonly no: string;
  readonly day: string;
  readonly orgId: string;
  readonly partyOrgId: string;
  readonly state: RedistributedState;
  readonly bagCount: number;
  readonly lostCount: number;
  readonly stationId: string | null;
  readonly offeredBy: string | null;
  readonly offeredAt: Date | null;
  readonly answerBy: Date | null;
  readonly keepUntil: Date | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly reasonCode: DeclineReason | null;
  readonly reason: string | null;
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

export interface RedistributedBagView {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly modifiers: string[];
  readonly amount: number;
  readonly expiresAt: Date;
  /** Of the giver's stock: null to everybody else but an office. */
  readonly aheadAmount: number | null;
  readonly perDay: number | null;
  readonly surplusAmount: number;
  readonly state: RedistributedState;
  readonly lapseCode: LapseCode | null;
  readonly declineCode: DeclineReason | null;
  /** Why it was declined or withdrawn; null for offices. */
  readonly words: string | null;
  readonly usedAt: Date | null;
  readonly shipmentId: string | null;
  readonly shipmentNo: string | null;
  readonly savedAt: Date | null;
  readonly expiredAt: Date | null;
}

const columns = ({ q }: Pick<Scope, 'q'>) => q`
  b.unit_id as "unitId", b.donation_no as "donationNo", b.product_code as "productCode", b.component, b.abo, b.rhd, b.modifiers, b.amount, b.expires_at as "expiresAt",
  b.ahead_amount::int as "aheadAmount", b.per_day::float8 as "perDay", b.surplus_amount::int as "surplusAmount", b.state, b.lapse_code as "lapseCode",
  b.decline_code as "declineCode", b.words, b.used_at as "usedAt", b.shipment_id as "shipmentId", s.no as "shipmentNo", b.saved_at as "savedAt",
  coalesce(b.expired_at, case when b.state = 'received' and b.used_at is null and b.expires_at <= city_now() then b.expires_at end) as "expiredAt"`;

/** One redistribution with its bags, for both parties and offices. How the giver stands is the giver's own; words are for the two. */
export const getRedistribution = defineRead({
  name: 'redistributions.get',
  permission: 'redistributions.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId, actor } = scope;
    const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
    const [found] = await q<RedistributionView[]>`
      select id, no, day::text, org_id as "orgId", party_org_id as "partyOrgId", state, bag_count as "bagCount", lost_count as "lostCount", station_id as "stationId",
        offered_by as "offeredBy", offered_at as "offeredAt", answer_by as "answerBy", keep_until as "keepUntil", answered_by as "answeredBy", answered_at as "answeredAt",
        reason_code as "reasonCode", reason, due_at as "dueAt", sent_at as "sentAt", received_at as "receivedAt", created_at as "createdAt", version
      from redistributions where id = ${id} and (${isOffice} or ${orgId} in (org_id, party_org_id))`;
    if (!found) throw notFound();
    const bags = await q<RedistributedBagView[]>`
      select ${columns(scope)} from redistribution_bags b left join shipments s on s.id = b.shipment_id
      where b.redistribution_id = ${id} order by b.expires_at, b.unit_id`;
    const isGiver = found.orgId === orgId;
    return {
      ...found,
      reason: isOffice ? null : found.reason,
      side: isOffice ? ('office' as const) : isGiver ? ('giver' as const) : ('taker' as const),
      nextDelivery: isOffice ? null : await nextDelivery(scope, found.stationId),
      bags: bags.map((bag) => ({
        ...bag,
        words: isOffice ? null : bag.words,
        ...(isGiver || isOffice ? {} : { aheadAmount: null, perDay: null }),
      })),
      organisations: await nameOrganisations(scope, [
        found.orgId,
        found.partyOrgId,
        ...(found.stationId ? [found.stationId] : []),
      ]),
    };
  },
});

/** What the morning proposed and this house has not offered yet, first to expire first; when it was reckoned, how many nobody would use, or why nothing was. */
export const readMorning = defineRead({
  name: 'redistributions.morning',
  permission: 'redistributions.offer',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const { q, orgId } = scope;
    const bags = await q<
      (RedistributedBagView & { redistributionId: string; partyOrgId: string; storagePlace: string })[]
    >`
      select ${columns(scope)}, b.redistribution_id as "redistributionId", b.party_org_id as "partyOrgId", u.storage_place as "storagePlace"
      from redistribution_bags b join blood_units u on u.id = b.unit_id left join shipments s on s.id = b.shipment_id
      where b.org_id = ${orgId} and b.state = 'proposed'
        and exists (select 1 from redistributions r where r.id = b.redistribution_id and r.day = city_today()) order by b.expires_at, b.unit_id limit 500`;
    const [run] = await q<{ madeAt: Date; leftOut: LeftOutCode | null; untaken: number }[]>`
      select r.made_at as "madeAt", r.left_out as "leftOut", (
        select count(*)::int from blood_units u where u.id = any(r.untaken_units) and u.holder_org_id = ${orgId} and u.state = 'available') as untaken
      from redistribution_runs r where r.org_id = ${orgId} and r.day = city_today()`;
    return {
      bags: [...bags],
      madeAt: run?.madeAt ?? null,
      leftOut: run?.leftOut ?? null,
      untaken: run?.untaken ?? 0,
      organisations: await nameOrganisations(
        scope,
        bags.map(({ partyOrgId }) => partyOrgId),
      ),
    };
  },
});

/** What a transfer for this redistribution begins with: the taker, when its next ordinary delivery comes, and the bags that were taken. */
export const readLeaving = defineRead({
  name: 'redistributions.leaving',
  permission: 'redistributions.offer',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId } = scope;
    const { no, partyOrgId, stationId } = await loadRedistribution(scope, id, 'giver');
    const bags = await q<
      {
        id: string;
        donationNo: string;
        productCode: string;
        component: string;
        abo: AboGroup;
        rhd: Rhd;
        amount: number;
        modifiers: string[];
        processedAs: string[];
        expiresAt: Date;
        storagePlace: string;
        state: string;
        holdReason: string | null;
      }[]
    >`
      select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as as "processedAs",
        u.expires_at as "expiresAt", u.storage_place as "storagePlace", u.state, u.hold_reason as "holdReason"
      from redistribution_bags b join blood_units u on u.id = b.unit_id and u.holder_org_id = ${orgId}
      where b.redistribution_id = ${id} and b.state = 'taken' order by u.expires_at, u.id`;
    return {
      id,
      no,
      toOrgId: partyOrgId,
      dueAt: await nextDelivery(scope, stationId),
      bags: bags.map((bag) => ({ ...bag, isTaken: true as const })),
    };
  },
});
