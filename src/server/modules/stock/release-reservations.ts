import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';
import { post } from './post';

/** Live reservations of one request, or by crossmatches of one tube. */
export type KeptFor = { readonly requestId: string } | { readonly specimenId: string };

/**
 * Gives back to the shelf what is kept for a request that was withdrawn, or by a tube that turned out to be none; one change each for the trail.
 * The record is locked before, the bags here. A bag that expired meanwhile keeps its place until the sweep takes it out; one that is being processed comes
 * back to the shelf and to nobody.
 */
export async function releaseReservations(scope: Scope, keptFor: KeptFor, reason: string): Promise<Change[]> {
  const { q, orgId } = scope;
  const isOf =
    'requestId' in keptFor
      ? q`r.request_id = ${keptFor.requestId}`
      : q`r.crossmatch_id in (select c.id from crossmatches c where c.specimen_id = ${keptFor.specimenId} and c.org_id = ${orgId})`;
  // Bags first, in id order, as every verb does.
  const bags = await q<{ id: string; state: string }[]>`
    select u.id, u.state from blood_units u
    where u.id in (select r.unit_id from reservations r where r.org_id = ${orgId} and r.ended_at is null and ${isOf})
      and u.holder_org_id = ${orgId} and ((u.state = 'reserved' and u.expires_at > city_now()) or u.state = 'quarantined')
    order by u.id for update of u`;
  const live = await q<{ id: string; unitId: string }[]>`
    select r.id, r.unit_id as "unitId" from reservations r
    where r.unit_id = any(${bags.map(({ id }) => id)}) and r.org_id = ${orgId} and r.ended_at is null and ${isOf} order by r.unit_id`;
  if (live.length === 0) return [];
  const isReserved = (unitId: string) => bags.some(({ id, state }) => id === unitId && state === 'reserved');
  const unitIds = live.map(({ unitId }) => unitId).filter(isReserved);
  if (unitIds.length > 0)
    await post(scope, { kind: 'unreserve', unitIds, module: 'clinical-issues', recordId: crypto.randomUUID() });
  const ended = await q<{ id: string; unitId: string; version: number }[]>`
    update reservations set ended_at = city_now(), end_reason = 'released', version = version + 1
    where id = any(${live.map(({ id }) => id)}) and org_id = ${orgId} returning id, unit_id as "unitId", version`;
  return ended.map(({ id, unitId, version }) => ({
    module: 'clinical-issues',
    recordId: id,
    action: 'clinical-issues.reservation-ended',
    version,
    state: 'released',
    orgId,
    reason,
    before: { endReason: null },
    after: { endReason: 'released', unitId },
  }));
}
