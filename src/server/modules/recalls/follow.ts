import type { Change } from '@/domain/change';
import { fateByLedger, recallStateOf } from '@/domain/recalls/fates';
import type { UnitState } from '@/domain/stock/effects';
import { commitChanges } from '../../kernel/command';
import { inScope, type Scope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { letGo, stopStanding } from '../stock/donation-holds';
import { loadOwnPart, loadRecall, type PartRow, settlePart } from './load';

const asJob = (orgId = '-') => ({ kind: 'system', name: 'recalls', orgId }) as const;

interface Due {
  readonly recallId: string;
  readonly orgId: string;
}

/** Recalls whose last word is older than this are not looked at: no bag lives so long, and what comes to a shelf all the same is stopped by trigger. */
const watchedDays = 800;

/**
 * Brings every house to where the recalls have it, one transaction each: bags of the donations on hold and in its part, the part sounding, settled or
 * lifted; then the recalls themselves. Right after a recall is registered or released, and by the job. One house's trouble is no other's.
 * @param only one recall. @returns houses in which something was done.
 */
export async function followRecalls(runtime: Runtime, only?: string): Promise<number> {
  const request = { runtime, actor: asJob(), requestId: 'recalls' };
  const due = await inScope(request, 'read', (scope) => findDue(scope, only ?? null));
  let followed = 0;
  for (const { recallId, orgId } of due) {
    try {
      const house = { runtime, actor: asJob(orgId), requestId: 'recalls' };
      if (await inScope(house, 'write', (scope) => followInHouse(scope, recallId))) followed += 1;
    } catch (error) {
      runtime.log.error({ err: error, recallId, orgId }, 'recall not followed in a house');
    }
  }
  const stations = await inScope(request, 'read', (scope) => findMoved(scope, only ?? null));
  for (const { recallId, orgId } of stations) {
    const station = { runtime, actor: asJob(orgId), requestId: 'recalls' };
    await inScope(station, 'write', (scope) => closeOrReopen(scope, recallId));
    followed += 1;
  }
  if (followed > 0) runtime.bell.ring();
  return followed;
}

/** Whose account a bag stands in: on its way, whoever awaits it. */
const account = ({ q }: Pick<Scope, 'q'>) =>
  q`case when u.state = 'in_transit' then coalesce(u.expected_org_id, u.holder_org_id) else u.holder_org_id end`;

async function findDue(scope: Scope, only: string | null): Promise<Due[]> {
  const { q } = scope;
  return [
    ...(await q<Due[]>`
      with watched as (
        select id from recalls where (${only}::uuid is null or id = ${only}) and state <> 'released' and updated_at > city_now() - make_interval(days => ${watchedDays})
      ), standing as (
        select w.id as recall_id, u.id, ${account(scope)} as org_id, u.state, u.hold_reason
        from watched w cross join lateral bags_of_holds(w.id) h join blood_units u on u.id = h.unit_id
      )
      select distinct s.recall_id as "recallId", s.org_id as "orgId" from standing s
      where s.state in ('available', 'reserved') or (s.state = 'quarantined' and coalesce(s.hold_reason, '') not in ('recall', 'reaction', 'to_discard', 'processing_failed'))
        or not exists (select 1 from recall_bags b where b.recall_id = s.recall_id and b.unit_id = s.id and b.org_id = s.org_id)
      union
      select p.recall_id, p.org_id from recall_parts p join watched w on w.id = p.recall_id
      where p.state <> case when p.acknowledged_at is null then 'sounding'
        when exists (select 1 from recall_bags b where b.recall_id = p.recall_id and b.org_id = p.org_id and b.fate is null) then 'acknowledged' else 'settled' end
      union
      select p.recall_id, p.org_id from recall_parts p join recalls r on r.id = p.recall_id
      where (${only}::uuid is null or r.id = ${only}) and r.state = 'released' and p.state <> 'released'
      order by 1, 2`),
  ];
}

/** @returns whether anything was done. */
async function followInHouse(scope: Scope, recallId: string): Promise<boolean> {
  const { q } = scope;
  // Whoever releases it waits, or is seen.
  await q`select id from recalls where id = ${recallId} for share`;
  const recall = await loadRecall(scope, recallId);
  return recall.state === 'released' ? lift(scope, recall) : stop(scope, recall);
}

type Recall = Awaited<ReturnType<typeof loadRecall>>;

interface Standing {
  readonly id: string;
  readonly state: UnitState;
  readonly holdReason: string | null;
  readonly fate: ReturnType<typeof fateByLedger>;
}

async function stop(scope: Scope, recall: Recall): Promise<boolean> {
  const { q, orgId } = scope;
  const { id, no } = recall;
  const found = await q<{ id: string }[]>`
    select u.id from bags_of_holds(${id}) h join blood_units u on u.id = h.unit_id where ${account(scope)} = ${orgId}`;
  const ids = found.map((bag) => bag.id);
  await q`select id from blood_units where id = any(${ids}) order by id for update`;
  const standing = await q<Standing[]>`
    select u.id, u.state, u.hold_reason as "holdReason" from blood_units u where u.id = any(${ids}) and ${account(scope)} = ${orgId} order by u.id`;
  const stoppable = standing.filter(({ state }) => ['available', 'reserved', 'quarantined'].includes(state));
  const { stopped, ended } = await stopStanding(
    scope,
    stoppable.map((bag) => bag.id),
    no,
  );
  const added = await addBags(
    scope,
    recall,
    standing.map((bag) => ({ ...bag, fate: fateByLedger(bag.state) })),
  );
  const before = await loadOwnPart(scope, id, 'for update');
  const part = await soundPart(scope, recall, before, added);
  if (!part && stopped === 0 && ended.length === 0) return false;
  const shown = part ?? before;
  if (!shown) return false;
  await commitChanges(
    scope,
    [
      {
        module: 'recalls',
        recordId: id,
        action: added.length > 0 || stopped > 0 ? 'recalls.stop' : 'recalls.follow',
        version: shown.version,
        state: shown.state,
        orgId,
        partyOrgId: recall.orgId,
        before: before ? { state: before.state } : null,
        after: { no, state: shown.state, unitIds: added.map((bag) => bag.unitId), stopped },
        ...(stopped > 0 ? { tally: { kind: 'hold', bags: stopped } } : {}),
      },
      ...ended,
    ],
    null,
  );
  return true;
}

interface AddedBag {
  readonly unitId: string;
  readonly isOpen: boolean;
}

async function addBags(scope: Scope, recall: Recall, standing: readonly Standing[]): Promise<AddedBag[]> {
  const { q, orgId } = scope;
  return [
    ...(await q<AddedBag[]>`
      insert into recall_bags (recall_id, unit_id, org_id, party_org_id, donation_no, product_code, component, abo, rhd, amount, state_before, hold_reason_before, fate, fate_at)
      select ${recall.id}, u.id, ${orgId}, ${recall.orgId}, u.donation_no, u.product_code, u.component, u.abo, u.rhd, u.amount, w.state,
        nullif(w."holdReason", 'recall'), w.fate, case when w.fate is not null then city_now() end
      from jsonb_to_recordset(${q.json(standing as never)}) as w(id uuid, state text, "holdReason" text, fate text) join blood_units u on u.id = w.id order by u.id
      on conflict do nothing
      returning unit_id as "unitId", fate is null as "isOpen"`),
  ];
}

/**
 * The part of this house as its bags have it: begun with the first, sounding again with each that comes later. The station's own does not sound: it
 * knows. @returns the part where it moved; null: it stands where it stood.
 */
async function soundPart(
  scope: Scope,
  recall: Recall,
  before: PartRow | null,
  added: readonly AddedBag[],
): Promise<{ version: number; state: PartRow['state'] } | null> {
  const { q, orgId } = scope;
  const isStation = orgId === recall.orgId;
  if (!before && added.length === 0) return null;
  const sounds = !before || (added.some(({ isOpen }) => isOpen) && !isStation);
  if (!sounds) return settlePart(scope, recall.id, before);
  const knownBy = isStation ? recall.registeredBy : '';
  const [part] = await q<{ version: number; state: PartRow['state'] }[]>`
    insert into recall_parts (recall_id, org_id, party_org_id, state, acknowledged_by, acknowledged_at)
    values (${recall.id}, ${orgId}, ${recall.orgId}, ${isStation ? 'acknowledged' : 'sounding'}, ${knownBy}, ${isStation ? q`city_now()` : null})
    on conflict (recall_id, org_id) do update set state = 'sounding', sounded_at = city_now(), acknowledged_by = '', acknowledged_at = null, settled_at = null,
      version = recall_parts.version + 1
    returning version, state`;
  if (!part) throw new RangeError('a part that was not written');
  const written = await loadOwnPart(scope, recall.id, 'for update');
  return (written && (await settlePart(scope, recall.id, written))) ?? part;
}

/** The station has released it: what it alone stopped is on hold as before. */
async function lift(scope: Scope, recall: Recall): Promise<boolean> {
  const { q, orgId } = scope;
  const { id, no, releaseReason } = recall;
  await q`
    select id from blood_units where holder_org_id = ${orgId} and id in (select unit_id from recall_bags where recall_id = ${id} and org_id = ${orgId}) order by id for update`;
  const part = await loadOwnPart(scope, id, 'for update');
  if (!part || part.state === 'released') return false;
  const bags = await q<{ unitId: string; holdReason: string | null }[]>`
    select unit_id as "unitId", hold_reason_before as "holdReason" from recall_bags where recall_id = ${id} and org_id = ${orgId} order by unit_id`;
  const freed = await letGo(scope, { module: 'recalls', recordId: id }, [...bags], `${no} ${releaseReason}`);
  await q`
    update recall_bags set fate = 'released', fate_at = city_now() where recall_id = ${id} and org_id = ${orgId} and fate is null`;
  const [saved] = await q<{ version: number }[]>`
    update recall_parts set state = 'released', version = version + 1 where id = ${part.id} returning version`;
  await commitChanges(
    scope,
    [
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.lift',
        version: saved?.version ?? part.version,
        state: 'released',
        orgId,
        partyOrgId: recall.orgId,
        reason: releaseReason,
        before: { state: part.state },
        after: { no, state: 'released', unitIds: freed },
      },
    ],
    null,
  );
  return true;
}

/** Recalls that stand elsewhere than their parts have them. */
async function findMoved({ q }: Scope, only: string | null): Promise<Due[]> {
  return [
    ...(await q<Due[]>`
      select r.id as "recallId", r.org_id as "orgId" from recalls r
      cross join lateral (select count(*) as parts, count(*) filter (where p.state <> 'settled') as waiting from recall_parts p where p.recall_id = r.id) s
      where (${only}::uuid is null or r.id = ${only}) and r.state in ('active', 'closed')
        and r.state <> case when s.parts > 0 and s.waiting = 0 then 'closed' else 'active' end`),
  ];
}

async function closeOrReopen(scope: Scope, recallId: string): Promise<void> {
  const { q, orgId } = scope;
  const recall = await loadRecall(scope, recallId, 'for update');
  const parts = await q<{ state: string }[]>`select state from recall_parts where recall_id = ${recallId}`;
  const state = recallStateOf(parts);
  if (recall.state === 'released' || recall.state === state) return;
  await q`
    update recalls set state = ${state}, closed_at = ${state === 'closed' ? q`city_now()` : null}, updated_at = city_now(), version = version + 1 where id = ${recallId}`;
  const change: Change = {
    module: 'recalls',
    recordId: recallId,
    action: state === 'closed' ? 'recalls.close' : 'recalls.reopen',
    version: recall.version + 1,
    state,
    orgId,
    before: { state: recall.state },
    after: { no: recall.no, state },
  };
  await commitChanges(scope, [change], null);
}
