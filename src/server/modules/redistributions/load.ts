import type { RedistributedState } from '@/domain/redistributions/bag-states';
import type { RedistributedBag } from '@/domain/redistributions/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface RedistributionHead {
  readonly id: string;
  readonly no: string;
  readonly orgId: string;
  readonly partyOrgId: string;
  readonly state: RedistributedState;
  readonly answerBy: Date | null;
  readonly stationId: string | null;
  /** Proposed this morning. */
  readonly isToday: boolean;
  readonly version: number;
}

/**
 * A redistribution of this house: as its giver or its taker, to whom it exists once something is offered. A verb locks the bags first.
 * @throws not_found for anybody else's.
 */
export async function loadRedistribution(
  { q, orgId }: Scope,
  id: string,
  side: 'giver' | 'taker',
  lock?: 'for update',
): Promise<RedistributionHead> {
  const [found] = await q<RedistributionHead[]>`
    select id, no, org_id as "orgId", party_org_id as "partyOrgId", state, answer_by as "answerBy", station_id as "stationId", day = city_today() as "isToday", version
    from redistributions where id = ${id} and ${side === 'giver' ? q`org_id` : q`party_org_id`} = ${orgId} ${lock ? q`for update` : q``}`;
  if (!found) throw notFound();
  return found;
}

/** Its bags as they stand. The taker's scope shows those that were offered. */
export async function loadBags({ q }: Scope, id: string): Promise<RedistributedBag[]> {
  return [
    ...(await q<RedistributedBag[]>`
      select unit_id as "unitId", donation_no as "donationNo", state, expires_at as "expiresAt"
      from redistribution_bags where redistribution_id = ${id} order by expires_at, unit_id`),
  ];
}

/** Bags of this house, in id order, before the records that wait on them. */
export async function lockOwnBags({ q, orgId }: Scope, unitIds: readonly string[]): Promise<void> {
  await q`select id from blood_units where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} order by id for update`;
}
