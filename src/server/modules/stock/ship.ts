import { effectOf } from '@/domain/stock/effects';
import type { Scope } from '../../kernel/scope';
import { actorName, explainShortfall, type PostedUnit } from './post';

interface Shipping {
  readonly unitIds: readonly string[];
  readonly toOrgId: string;
  readonly module: string;
  readonly recordId: string;
}

/**
 * Sender.available → receiver.in_transit: on its way, in nobody's available, held by the sender until received. `give_back` takes held and
 * expired bags too. All or nothing. @throws refused as `post`.
 */
export async function shipUnits(
  scope: Scope,
  { unitIds, toOrgId, module, recordId }: Shipping,
  kind: 'ship' | 'give_back' = 'ship',
): Promise<PostedUnit[]> {
  const { from, needsInDate = false } = effectOf(kind);
  const shipped = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]}) order by id for update
    ), taken as (
      update blood_units u set state = 'in_transit', last_kind = ${kind}, version = u.version + 1, expected_org_id = ${toOrgId}, hold_reason = null
      from locked l
      where u.id = l.id and u.state = l.was and l.was = any(${from as readonly string[] as string[]}) and u.holder_org_id = ${scope.orgId}
        and (not ${needsInDate} or u.expires_at > city_now())
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, ${kind}, ${scope.orgId}, t.was, ${toOrgId}, 'in_transit', t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (shipped.length !== unitIds.length) throw await explainShortfall(scope, { kind, unitIds }, shipped);
  return [...shipped];
}

/** Takes a shipment back that nobody has received: receiver.in_transit → sender.available. */
export function unshipUnits(scope: Scope, shipping: Shipping): Promise<PostedUnit[]> {
  return bringBack(scope, shipping, 'unship', {});
}

/**
 * Takes a return back that the station has not received: station.in_transit → sender.quarantined, each bag for the reason it is given here,
 * by unit id.
 */
export function takeBackUnits(
  scope: Scope,
  shipping: Shipping,
  holdReasons: Readonly<Record<string, string>>,
): Promise<PostedUnit[]> {
  return bringBack(scope, shipping, 'take_back', holdReasons);
}

async function bringBack(
  scope: Scope,
  { unitIds, toOrgId, module, recordId }: Shipping,
  kind: 'unship' | 'take_back',
  holdReasons: Readonly<Record<string, string>>,
): Promise<PostedUnit[]> {
  const { to } = effectOf(kind);
  const back = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]}) order by id for update
    ), taken as (
      update blood_units u set state = ${to}, last_kind = ${kind}, version = u.version + 1, expected_org_id = null,
        hold_reason = ${scope.q.json(holdReasons)}::jsonb->>u.id::text
      from locked l
      where u.id = l.id and u.state = l.was and l.was = 'in_transit' and u.holder_org_id = ${scope.orgId} and u.expected_org_id = ${toOrgId}
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, ${kind}, ${toOrgId}, 'in_transit', ${scope.orgId}, ${to}, t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (back.length !== unitIds.length) throw await explainShortfall(scope, { kind, unitIds }, back);
  return [...back];
}
