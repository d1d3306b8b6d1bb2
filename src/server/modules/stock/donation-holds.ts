import type { Change } from '@/domain/change';
import type { ModuleName } from '@/domain/modules';
import { type HoldReasonCode, holdReasonAgain } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from './end-reservations';
import { actorName } from './post';

/** A donation as its labels name it: an old number is unique within its station only. */
export interface Donation {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
}

/** The record that stops donations. */
export interface HoldingRecord {
  readonly module: Extract<ModuleName, 'recalls' | 'adverse-reactions'>;
  readonly recordId: string;
}

/**
 * 献血停用: from the commit of this transaction on no bag of these donations goes to a patient or to another house, wherever it stands and whatever it is
 * called by then: the database refuses it. In the scope of the station that collected them, which alone releases them. What stands on shelves is
 * put on hold by `stopStanding`, house by house; what comes to one later, by trigger.
 */
export async function openDonationHolds(
  scope: Scope,
  { module, recordId }: HoldingRecord,
  holdReason: Extract<HoldReasonCode, 'recall' | 'reaction'>,
  donations: readonly Donation[],
): Promise<void> {
  await scope.q`
    insert into donation_holds (org_id, module, record_id, hold_reason, label_scheme, issuer, donation_no, opened_by)
    select ${scope.orgId}, ${module}, ${recordId}, ${holdReason}, d."labelScheme", d.issuer, d."donationNo", ${actorName(scope)}
    from jsonb_to_recordset(${scope.q.json(donations as never)}) as d("labelScheme" text, issuer text, "donationNo" text) order by d."donationNo"`;
}

/** The station lets them go. Bags that another record stops stay stopped. */
export async function releaseDonationHolds(scope: Scope, { module, recordId }: HoldingRecord): Promise<void> {
  await scope.q`
    update donation_holds set released_by = ${actorName(scope)}, released_at = city_now()
    where org_id = ${scope.orgId} and module = ${module} and record_id = ${recordId} and released_at is null`;
}

/**
 * Puts on hold what stands in one house of stopped donations, kept bags too, whose reservations end. A transaction of that house, by a job, under the
 * locks of the bags. @returns bags that were not on hold for it before, and the reservations that ended.
 */
export async function stopStanding(
  scope: Scope,
  unitIds: readonly string[],
  words: string,
): Promise<{ stopped: number; ended: Change[] }> {
  const ended = await endReservationsOfHeld(scope, unitIds, words);
  const [row] = await scope.q<{ stopped: number }[]>`select stop_bags(${unitIds as string[]}::uuid[]) as stopped`;
  return { stopped: row?.stopped ?? 0, ended };
}

/** What a bag was held for before it was stopped, by unit id. */
export type HeldBefore = readonly { readonly unitId: string; readonly holdReason: string | null }[];

/**
 * Of bags on hold in one house because their donation was stopped, those that nothing stops any more: on hold from here on for what they were held for
 * before, else as by a notice of the station. They stay on hold: who puts them back on the shelf has looked. A transaction of that house, under the locks.
 * @returns ids of those.
 */
export async function letGo(
  scope: Scope,
  { recordId }: HoldingRecord,
  before: HeldBefore,
  words: string,
): Promise<string[]> {
  const { q, orgId } = scope;
  const reasons = before.map(({ unitId, holdReason }) => ({
    unitId,
    reason: holdReasonAgain(holdReason) ?? 'station_notice',
  }));
  const freed = await q<{ id: string }[]>`
    update blood_units u set hold_reason = w.reason, version = u.version + 1
    from jsonb_to_recordset(${q.json(reasons)}) as w("unitId" uuid, reason text)
    where u.id = w."unitId" and u.holder_org_id = ${orgId} and u.state = 'quarantined' and u.hold_reason in ('recall', 'reaction')
      and not exists (select 1 from live_holds_of(u.id))
    returning u.id`;
  const ids = freed.map(({ id }) => id);
  if (ids.length > 0)
    await q`
      insert into bag_holds (record_id, unit_id, org_id, kind, reason, words, created_by)
      select ${recordId}, w."unitId", ${orgId}, 'hold', w.reason, ${words}, ${actorName(scope)}
      from jsonb_to_recordset(${q.json(reasons)}) as w("unitId" uuid, reason text) where w."unitId" = any(${ids})
      on conflict do nothing`;
  return ids;
}

/** Which of these bags, that this house has or awaits, are stopped, and for what. */
export async function loadStopped({ q }: Scope, unitIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (unitIds.length === 0) return new Map();
  const rows = await q<{ unitId: string; holdReason: string }[]>`
    select unit_id as "unitId", hold_reason as "holdReason" from stopped_bags(${unitIds as string[]}::uuid[])`;
  return new Map(rows.map(({ unitId, holdReason }) => [unitId, holdReason]));
}
