import { lastingReasons } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { actorName, explainShortfall, type PostedUnit } from './post';

export interface ReceivedUnit {
  readonly unitId: string;
  readonly outcome: 'accepted' | 'held' | 'refused';
  readonly holdReason?: string | undefined;
  readonly storagePlace?: string | undefined;
}

interface Receiving {
  readonly units: readonly ReceivedUnit[];
  readonly module: string;
  readonly recordId: string;
  /** Of what is entered afterwards. */
  readonly occurredAt?: Date;
}

const movement = {
  accepted: { kind: 'receive', state: 'available' },
  held: { kind: 'receive_hold', state: 'quarantined' },
  refused: { kind: 'refuse', state: 'quarantined' },
} as const;

/**
 * In one statement: accepted → my available, held → my quarantined, refused → the sender's quarantined.
 * Every bag must be on its way to this organisation. A fact: an expired bag is received on hold, never lost. @throws refused as `post`.
 */
export async function receiveUnits(
  scope: Scope,
  { units, module, recordId, occurredAt = scope.now }: Receiving,
): Promise<PostedUnit[]> {
  const wanted = units.map((unit) => ({
    id: unit.unitId,
    kind: movement[unit.outcome].kind,
    state: movement[unit.outcome].state,
    hold: unit.holdReason ?? null,
    place: unit.storagePlace ?? null,
  }));
  const received = await scope.q<PostedUnit[]>`
    with wanted as (
      select * from jsonb_to_recordset(${scope.q.json(wanted as never)}) as w(id uuid, kind text, state text, hold text, place text)
    ), locked as (
      select u.id, u.state as was, u.holder_org_id as sender from blood_units u join wanted w on w.id = u.id order by u.id for update of u
    ), taken as (
      update blood_units u set state = w.state, last_kind = w.kind, version = u.version + 1, hold_reason = w.hold,
        holder_org_id = case when w.kind = 'refuse' then u.holder_org_id else ${scope.orgId} end,
        storage_place = coalesce(w.place, '')
      from locked l join wanted w on w.id = l.id
      where u.id = l.id and u.state = l.was and l.was = 'in_transit' and u.expected_org_id = ${scope.orgId}
        and (w.kind <> 'receive' or u.expires_at > city_now())
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was, w.kind, w.state as now_in, l.sender, u.storage_place
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
      select t.id, t.kind, ${scope.orgId}, 'in_transit', case when t.kind = 'refuse' then t.sender else ${scope.orgId} end, t.now_in,
        t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}, ${occurredAt}
      from taken t order by t.id
    ), put as (
      insert into place_moves (org_id, unit_id, from_place, to_place, moved_by)
      select ${scope.orgId}, t.id, '', t.storage_place, ${actorName(scope)} from taken t where t.kind <> 'refuse' and t.storage_place <> '' order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (received.length !== units.length)
    throw await explainShortfall(scope, { kind: 'receive', unitIds: units.map((unit) => unit.unitId) }, received);
  return [...received];
}

/**
 * Voids a mistaken receipt while its bags are still here: my available or quarantined → on its way to me again. Not a bag that since then
 * has left for a patient, another house or the bin and come back, nor one that somebody took off the shelf, nor one on hold for what nobody
 * may release or of which somebody noted that it stood warm: received anew it would stand there without a reviewer's word.
 * Source: 临床输血技术规范 (2000) (发出后不得退回).
 */
export async function unreceiveUnits(
  scope: Scope,
  {
    unitIds,
    senderOrgId,
    module,
    recordId,
  }: { unitIds: readonly string[]; senderOrgId: string; module: string; recordId: string },
): Promise<PostedUnit[]> {
  // In a statement of its own: what happened to them is seen only by one that begins once the locks are there.
  await scope.q`select id from blood_units where id = any(${unitIds as string[]}) order by id for update`;
  const back = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]})
    ), taken as (
      update blood_units u set state = 'in_transit', last_kind = 'unreceive', version = u.version + 1, hold_reason = null,
        holder_org_id = ${senderOrgId}, expected_org_id = ${scope.orgId}, storage_place = ''
      from locked l
      where u.id = l.id and u.state = l.was and l.was in ('available', 'quarantined') and u.holder_org_id = ${scope.orgId}
        and (u.hold_reason is null or u.hold_reason <> all(${[...lastingReasons]}))
        and not exists (
          select 1 from stock_movements m where m.unit_id = u.id
            and m.id > coalesce((select max(r.id) from stock_movements r where r.unit_id = u.id and r.record_id = ${recordId} and r.to_org = ${scope.orgId}), 0)
            and (m.to_org = ${scope.orgId} and m.kind in ('unissue', 'hold', 'undiscard', 'find', 'process_start', 'process_end', 'process_back', 'process_undo', 'appear') or m.from_org = ${scope.orgId} and m.kind in ('ship', 'give_back', 'appear'))
        )
        and not exists (
          select 1 from bag_holds h where h.unit_id = u.id and h.org_id = ${scope.orgId} and h.kind = 'hold' and h.reason = 'temperature' and h.record_id <> ${recordId}
            and h.created_at > coalesce(greatest(
              (select max(r.at) from stock_movements r where r.unit_id = u.id and r.record_id = ${recordId} and r.to_org = ${scope.orgId}),
              (select max(f.created_at) from bag_holds f where f.unit_id = u.id and f.org_id = ${scope.orgId} and f.kind = 'release')), '-infinity')
        )
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, 'unreceive', ${scope.orgId}, t.was, ${scope.orgId}, 'in_transit', t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (back.length !== unitIds.length) throw await explainShortfall(scope, { kind: 'unreceive', unitIds }, back);
  return [...back];
}
