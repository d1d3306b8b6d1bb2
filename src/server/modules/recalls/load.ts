import type { BagFate } from '@/domain/recalls/fates';
import { partStateOf } from '@/domain/recalls/fates';
import type { RecallState } from '@/domain/recalls/lifecycle';
import type { RecallClass } from '@/domain/recalls/record';
import type { RecalledBag } from '@/domain/recalls/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface RecallRow {
  readonly id: string;
  readonly no: string;
  readonly orgId: string;
  readonly recallClass: RecallClass;
  readonly reason: string;
  readonly instruction: string;
  readonly donationCount: number;
  readonly donationNos: string;
  readonly state: Extract<RecallState, 'active' | 'closed' | 'released'>;
  readonly registeredBy: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly releasedBy: string;
  readonly releasedAt: Date | null;
  readonly releaseReason: string;
  readonly version: number;
}

/** A recall of this station, or one of which this house has a part. @throws not_found for everybody else. */
export async function loadRecall({ q }: Scope, id: string, lock?: 'for update'): Promise<RecallRow> {
  const [found] = await q<RecallRow[]>`
    select id, no, org_id as "orgId", recall_class as "recallClass", reason, instruction, donation_count as "donationCount", donation_nos as "donationNos", state,
      registered_by as "registeredBy", created_at as "createdAt", closed_at as "closedAt", released_by as "releasedBy", released_at as "releasedAt",
      release_reason as "releaseReason", version
    from recalls where id = ${id} ${lock ? q`for update` : q``}`;
  if (!found) throw notFound();
  return found;
}

export interface PartRow {
  readonly id: string;
  readonly orgId: string;
  readonly partyOrgId: string;
  readonly state: Extract<RecallState, 'sounding' | 'acknowledged' | 'settled' | 'released'>;
  readonly soundedAt: Date;
  readonly acknowledgedBy: string;
  readonly acknowledgedAt: Date | null;
  readonly settledAt: Date | null;
  readonly version: number;
}

const partColumns = ({ q }: Pick<Scope, 'q'>) => q`
  id, org_id as "orgId", party_org_id as "partyOrgId", state, sounded_at as "soundedAt", acknowledged_by as "acknowledgedBy",
  acknowledged_at as "acknowledgedAt", settled_at as "settledAt", version`;

/** What the recall asks of this house, its row locked when asked; null: nothing yet. */
export async function loadOwnPart(scope: Scope, recallId: string, lock?: 'for update'): Promise<PartRow | null> {
  const { q, orgId } = scope;
  const [part] = await q<PartRow[]>`
    select ${partColumns(scope)} from recall_parts where recall_id = ${recallId} and org_id = ${orgId} ${lock ? q`for update` : q``}`;
  return part ?? null;
}

/** The parts that the scope shows: the station's all, a house's its own. */
export async function loadParts(scope: Scope, recallId: string): Promise<PartRow[]> {
  return [
    ...(await scope.q<PartRow[]>`
      select ${partColumns(scope)} from recall_parts where recall_id = ${recallId} order by sounded_at, org_id`),
  ];
}

/** Brings the own part to where its bags stand, under its lock. Null: it stood there already. */
export async function settlePart(
  { q, orgId }: Scope,
  recallId: string,
  part: PartRow,
): Promise<{ version: number; state: PartRow['state'] } | null> {
  const [row] = await q<{ open: number }[]>`
    select count(*)::int as open from recall_bags where recall_id = ${recallId} and org_id = ${orgId} and fate is null`;
  const state = partStateOf({ isAcknowledged: part.acknowledgedAt !== null, openCount: row?.open ?? 0 });
  if (part.state === 'released' || part.state === state) return null;
  const [saved] = await q<{ version: number }[]>`
    update recall_parts set state = ${state}, settled_at = ${state === 'settled' ? q`city_now()` : null}, version = version + 1
    where id = ${part.id} returning version`;
  if (!saved) throw new RangeError(`part ${part.id} went away under its lock`);
  return { version: saved.version, state };
}

/** The house's own bags of a recall as they stand, locked in id order when asked. */
export async function loadRecalledBags(
  { q, orgId }: Scope,
  recallId: string,
  lock?: 'for update',
): Promise<RecalledBag[]> {
  if (lock)
    await q`
      select u.id from blood_units u where u.holder_org_id = ${orgId}
        and u.id in (select b.unit_id from recall_bags b where b.recall_id = ${recallId} and b.org_id = ${orgId}) order by u.id for update`;
  return [
    ...(await q<RecalledBag[]>`
      select b.unit_id as "unitId", b.donation_no as "donationNo", coalesce(u.state, 'elsewhere') as state, b.fate
      from recall_bags b left join blood_units u on u.id = b.unit_id and u.holder_org_id = ${orgId}
      where b.recall_id = ${recallId} and b.org_id = ${orgId} order by b.unit_id`),
  ];
}

export interface ShownRecalledBag {
  readonly unitId: string;
  readonly orgId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly stateBefore: string;
  readonly stoppedAt: Date;
  readonly foundBy: string;
  readonly foundAt: Date | null;
  readonly fate: BagFate | null;
  readonly fateBy: string;
  readonly fateAt: Date | null;
}

export const shownBagColumns = ({ q }: Pick<Scope, 'q'>) => q`
  b.unit_id as "unitId", b.org_id as "orgId", b.donation_no as "donationNo", b.product_code as "productCode", b.component, b.abo, b.rhd, b.amount,
  b.state_before as "stateBefore", b.stopped_at as "stoppedAt", b.found_by as "foundBy", b.found_at as "foundAt", b.fate, b.fate_by as "fateBy", b.fate_at as "fateAt"`;
